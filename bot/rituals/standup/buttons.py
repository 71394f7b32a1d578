"""What pressing a button of a sync-up does: its forms open, days are read, teams are chosen."""

from bot.rituals.standup import access, history, opening
from bot.rituals.standup.lateness import check_answerable, is_too_old
from bot.rituals.standup.opening import answer_form
from bot.rituals.standup.views import forms, offers
from bot.rituals.standup.views.windows import DAY, NAMES
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, opened, redrawn
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest, number


async def answer(request: ActionRequest, desk: Desk) -> Answer:
    """The form for the day that was asked about, up to seven days later; the value is the occurrence."""
    async with desk.look(request) as case:
        mine = await access.my_day(case.session, case.person, request.number())
        if is_too_old(mine, case.now):
            return offers.too_old(mine.occurrence.local_date, mine.held.sync_up.id)
        check_answerable(mine, case.now)
        return opened(await answer_form(case.session, mine, case.now))


async def skip(request: ActionRequest, desk: Desk) -> Answer:
    """The small form that skips a day; the value is the occurrence."""
    async with desk.look(request) as case:
        mine = await access.my_day(case.session, case.person, request.number())
        if is_too_old(mine, case.now):
            return offers.too_old(mine.occurrence.local_date, mine.held.sync_up.id)
        check_answerable(mine, case.now)
        return opened(forms.skip_form(mine.occurrence.id, mine.held.team.name, mine.occurrence.local_date))


async def away(request: ActionRequest, desk: Desk) -> Answer:
    """The form that takes days away, beginning with today where the person is."""
    async with desk.look(request) as case:
        return opened(forms.away_form(local_date(case.now, case.person.zone)))


async def open_today(request: ActionRequest, desk: Desk) -> Answer:
    """The form for today, or for the next day there is; the value is the sync-up."""
    async with desk.case(request) as case:
        held = await access.my_sync_up(case.session, case.person, request.number())
        return opened(await opening.form(case.session, held, case.now))


async def read_day(request: ActionRequest, desk: Desk) -> Answer:
    """A page of a day's answers, or all names: in its window if it was pressed there.

    The value is `occurrence:first answer`.
    """
    occurrence, _, first = request.value.partition(":")
    async with desk.look(request) as case:
        seen = await access.seen_day(case.session, case.person, number(occurrence))
        names_alone = request.argument == NAMES
        shown = await history.day_window(case.session, seen, case.now, number(first), names_alone=names_alone)
        is_there = request.view is not None and request.view.callback == DAY
        return redrawn(shown) if is_there else opened(shown)
