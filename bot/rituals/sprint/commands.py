"""What `/sprint` and its words do."""

from bot.people import absence
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.sprint import changing, screens
from bot.rituals.sprint.access import Sprints, sprints_of
from bot.rituals.sprint.around import Around
from bot.rituals.sprint.rules import spoken_days
from bot.rituals.sprint.summaries import goals_shown
from bot.rituals.sprint.views import answers, forms
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, opened
from bot.slack.desk import Case, Desk
from bot.slack.requests import CommandRequest
from bot.slack.surface import OnCommand
from bot.slack.text import mentioned, plain
from bot.sprints import goals, queries
from bot.sprints.changed import homes_changed
from bot.teams import access


def overview(around: Around) -> OnCommand:
    """My teams' sprints, with buttons for all that can be done with them."""

    async def shown(request: CommandRequest, desk: Desk) -> Answer:
        async with desk.look(request) as case:
            return opened(await screens.overview(case.session, case.person, around.next_sync_ups, case.now))

    return shown


async def goal(request: CommandRequest, desk: Desk) -> Answer:
    """One more goal of the sprint; without text the form, and for a fourth one the three there are."""
    async with desk.case(request) as case:
        sprints, rest = await _mine(case, request.text)
        await access.member_team(case.session, case.person, sprints.team.id)
        text = await _as_typed(case, rest)
        if not text:
            return opened(await screens.goals_form(case.session, sprints))
        return await _add_goal(case, sprints, text)


async def goals_window(request: CommandRequest, desk: Desk) -> Answer:
    """The goals, to reword, take out, order and judge."""
    async with desk.look(request) as case:
        sprints, _ = await _mine(case, request.text)
        await access.member_team(case.session, case.person, sprints.team.id)
        return opened(await screens.goals_form(case.session, sprints))


async def calendar(request: CommandRequest, desk: Desk) -> Answer:
    """The meetings of this sprint and the next ones."""
    async with desk.look(request) as case:
        sprints, _ = await _mine(case, request.text)
        return opened(await screens.calendar(case.session, case.person, sprints, case.now))


async def change(request: CommandRequest, desk: Desk) -> Answer:
    """The calendar to change, for the lead and for admins."""
    async with desk.look(request) as case:
        sprints, _ = await _mine(case, request.text)
        await access.led_team(case.session, case.person, sprints.team.id)
        return opened(forms.change_form(await changing.change_form(case.session, sprints)))


def away(around: Around) -> OnCommand:
    """Days away, as they are said; without a date the form."""

    async def noted(request: CommandRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            today = local_date(case.now, case.person.zone)
            if not request.text.strip():
                return opened(forms.away_form(today))
            first, last = spoken_days(plain(request.text), today)
            found = await absence.add_absence(case.session, case.person, first, last, today)
            await around.days_changed(case.session, case.person, case.now)
            return answers.away(found.id, found.first, found.last)

    return noted


async def _add_goal(case: Case, sprints: Sprints, text: str) -> Answer:
    team, span = sprints.team, sprints.span
    added = await goals.add(case.session, sprints.calendar, team, span, case.person, text, case.now)
    if added is None:
        there = await queries.goals(case.session, team.id, span.number)
        return answers.too_many_goals(team.id, span.number, goals_shown(there), text)
    await homes_changed(case.session, [team], case.now)
    return answers.goal_added(team.id, team.name, span.number, goals_shown([added])[0])


async def _mine(case: Case, text: str) -> tuple[Sprints, str]:
    team, rest = await access.team_in(case.session, case.person, text)
    return await sprints_of(case.session, team, case.now), rest


async def _as_typed(case: Case, text: str) -> str:
    """A text as its author saw it: mentions as names, no tokens."""
    named: dict[str, Person] = await people.known(case.session, case.person.workspace_id, mentioned(text))
    return plain(text, lambda user: named[user].name if user in named else None).strip()
