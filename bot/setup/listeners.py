"""What a person does to set a team up."""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.schedule.wall_clock import local_date
from bot.setup import rules
from bot.setup.beginning import begin
from bot.setup.reading import asked
from bot.setup.views import forms
from bot.setup.views.models import Filled, Step, Times
from bot.slack.answers import Answer, View, closed, opened
from bot.slack.desk import Case, Desk
from bot.slack.naming import check_channel
from bot.slack.requests import ActionRequest, CommandRequest, SubmissionRequest
from bot.slack.surface import Subcommand, Surface
from bot.slack.text import plain
from bot.sprints import queries as sprints
from bot.sprints.rules import span_now
from bot.teams import choosing
from bot.teams import queries as teams

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")


async def by_command(request: CommandRequest, desk: Desk) -> Answer:
    """`/sprint setup [NAME] [#channel]`: the form, with what was said filled in."""
    channel = CHANNEL.search(request.text)
    name = plain(CHANNEL.sub("", request.text)).strip()[: forms.LONGEST_NAME]
    async with desk.look(request) as case:
        return opened(await _form(case, name, channel[1] if channel else None))


async def by_button(request: ActionRequest, desk: Desk) -> Answer:
    """*Set up a team*: the form."""
    async with desk.look(request) as case:
        return opened(await _form(case, "", None))


async def submitted(request: SubmissionRequest, desk: Desk) -> Answer:
    """The form was sent: everything it says is made, or its mistakes are shown under their fields."""
    async with desk.look(request) as case:
        person = case.person
    for field in ("channel", "demo_channel"):
        await check_channel(desk, person, field, request.values.channel(field), kept=None)
    async with desk.case(request) as case:
        today = local_date(case.now, case.person.zone)
        wanted = asked(request.values, case.person.zone, today)
        who = await choosing.terms(case.session, case.person, request.values)
        await begin(case.session, case.person, who, wanted, case.now)
    return closed()


async def _form(case: Case, name: str, channel: str | None) -> View:
    session, person = case.session, case.person
    today = local_date(case.now, person.zone)
    filled = Filled(
        name=name,
        channel=channel,
        lead=person.slack_id,
        first_day=rules.next_monday(today),
        zone=person.zone.key,
        zones=tuple(await people.zones_of(session, person.workspace_id)),
        steps=await _steps(session, person, case),
        groups=tuple(
            (group.slack_id, group.handle) for group in await teams.user_groups(session, person.workspace_id)
        ),
    )
    return forms.setup_form(filled, Times())


async def _steps(session: AsyncSession, person: Person, case: Case) -> tuple[Step, ...]:
    found = []
    for calendar in await sprints.calendars(session, person.workspace_id):
        in_step = await sprints.teams_in_step(session, calendar.id)
        cadences = await sprints.cadences(session, calendar.id)
        span = span_now(cadences, local_date(case.now, calendar.zone))
        if in_step:
            weeks = ((span.last - span.first).days + 7) // 7
            found.append(Step(calendar.id, tuple(team.name for team in in_step), weeks, span.number, span.first))
    return tuple(found)


SURFACE = Surface(
    words={
        "/sprint": (
            Subcommand(
                "setup",
                "[NAME] [#channel]",
                "sets up a team: its sprints, meetings and sync-up, in one form",
                "/sprint setup Falcon #falcon",
                by_command,
            ),
        )
    },
    actions={"setup.open": by_button},
    forms={forms.FORM: submitted},
)
