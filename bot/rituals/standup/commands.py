"""What `/standup` and its words do."""

import re
from datetime import date

from bot.errors import Refusal
from bot.people import absence
from bot.people.reactions import DaysReaction
from bot.raised.views import Choice
from bot.rituals.standup import access, answering, choosing, days, history, opening, settings
from bot.rituals.standup.views import forms, offers
from bot.schedule.spoken_dates import spoken_date
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, opened
from bot.slack.desk import Desk
from bot.slack.requests import CommandRequest
from bot.slack.surface import OnCommand
from bot.slack.text import plain

FROM = re.compile(r"^\s*from\s+", re.IGNORECASE)
RANGE = re.compile(r"\s+(?:to|until|till|through|–|-)\s+", re.IGNORECASE)


async def answer(request: CommandRequest, desk: Desk) -> Answer:
    """The form for today; with several teams, first which one it is for."""
    async with desk.case(request) as case:
        mine = await choosing.answered_by(case.session, case.person)
        if len(mine) > 1:
            return opened(await opening.which_window(case.session, mine, case.now))
        return await opening.form_or_offer(case.session, mine[0], case.now)


async def skip(request: CommandRequest, desk: Desk) -> Answer:
    """Nothing to say today, with or without a reason; where it is open which team is meant, the form asks."""
    async with desk.case(request) as case:
        mine = await choosing.answered_by(case.session, case.person)
        held, reason = choosing.named(mine, request.text)
        words = plain(reason)
        if len(words) > forms.LONGEST_REASON:
            raise Refusal(f"A reason can have {forms.LONGEST_REASON} characters. Please shorten it.")
        if held is None:
            choices = [Choice(str(each.sync_up.id), each.team.name) for each in mine]
            return opened(forms.skip_form_of_one(choices, words))
        occurrence = await days.day_for(case.session, held.sync_up, case.person, case.now)
        part = await days.my_part(case.session, held.sync_up, occurrence, case.person, case.now)
        await answering.skip(case.session, part, words, case.now)
        return offers.skipped(held.team.name, occurrence.local_date, occurrence.id)


def away(react: DaysReaction) -> OnCommand:
    """Days away: today, a day, or from one day to another; without a date the form asks."""

    async def be_away(request: CommandRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            today = local_date(case.now, case.person.zone)
            if not request.text:
                return opened(forms.away_form(today))
            first, last = spoken_days(plain(request.text), today)
            await absence.add_absence(case.session, case.person, first, last, today)
            await react(case.session, case.person, case.now)
            return offers.away(first, last)

    return be_away


async def show(request: CommandRequest, desk: Desk) -> Answer:
    """The latest day's answers, with the days before it."""
    async with desk.look(request) as case:
        held = await choosing.to_read(case.session, case.person, request.text)
        seen = await history.latest_day(case.session, held)
        return opened(await history.day_window(case.session, seen, case.now))


async def change_settings(request: CommandRequest, desk: Desk) -> Answer:
    """How the sync-up is held; its lead and admins can change it there."""
    async with desk.look(request) as case:
        held = await choosing.to_change(case.session, case.person, request.text)
        held = await access.own_of_team(case.session, case.person, held.team.id)
        return opened(await settings.window(case.session, held, case.now))


def spoken_days(text: str, today: date) -> tuple[date, date]:
    """The first and last day of “fri”, “3 Dec to 7 Dec”; the last is the next such day from the first on."""
    first_words, *last_words = RANGE.split(FROM.sub("", text).strip(), maxsplit=1)
    first = spoken_date(first_words, today)
    return first, spoken_date(last_words[0], first) if last_words else first
