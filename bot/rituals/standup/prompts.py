"""What one person is shown for one day, read from how things stand."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import seeing
from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import asked, past, queries, rules
from bot.rituals.standup.asking import occurrence_subject
from bot.rituals.standup.days import Day, calendars_around, day_of
from bot.rituals.standup.models import Part, PartState
from bot.rituals.standup.views.models import Phase, Prompt, Silence
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, SeriesState
from bot.slack import queries as slack
from bot.slack.models import LOST, Post
from bot.slack.rich_text import RichText
from bot.slack.text import permalink
from bot.teams import queries as teams
from bot.teams.models import Role, TeamMember


async def prompt(session: AsyncSession, person: Person, occurrence_id: int, now: datetime) -> Prompt:
    """What the person is shown for this day."""
    day = await day_of(session, await _occurrence(session, occurrence_id))
    part = await queries.part(session, occurrence_id, person.id)
    seat = await teams.membership(session, day.team.id, person.id)
    phase = await _phase(session, day, part, person, seat)
    is_asked = phase is Phase.ASKED
    ignored_thrice = await _ignored_thrice(session, day, person)
    parent = await _parent(session, day) if phase is Phase.ANSWERED else None
    return Prompt(
        occurrence=occurrence_id,
        team_id=day.team.id,
        team=day.team.name,
        day=day.occurrence.local_date,
        phase=phase,
        planned=await _planned(session, day, person) if is_asked else None,
        blockers=await seeing.open_of(session, day.team, person, now) if is_asked else (),
        reason=part.reason if part is not None else None,
        channel=None if parent is None else parent.address,
        thread=None if parent is None else await _address(session, parent),
        asks_to_stop=is_asked and ignored_thrice,
        has_stopped=ignored_thrice and seat is not None and seat.role is Role.OBSERVER,
    )


async def is_away(session: AsyncSession, person: Person, occurrence_id: int, now: datetime) -> bool:
    """Whether the person is away as their prompt would be said."""
    day = await day_of(session, await _occurrence(session, occurrence_id))
    found = await calendars_around(session, day, [person])
    return calendars.is_away(person, found[person.id], now) is not None


async def silence(session: AsyncSession, occurrence_id: int) -> Silence:
    """What the lead of a silent team is shown."""
    day = await day_of(session, await _occurrence(session, occurrence_id))
    has_ended = day.series.state is SeriesState.ENDED
    return Silence(day.team.name, day.team.id, has_ended)


async def _occurrence(session: AsyncSession, occurrence_id: int) -> Occurrence:
    found = await schedule.occurrence(session, occurrence_id)
    if found is None:
        raise LookupError(f"there is no occurrence {occurrence_id}")
    return found


async def _phase(
    session: AsyncSession, day: Day, part: Part | None, person: Person, seat: TeamMember | None
) -> Phase:
    if part is not None and part.state is not PartState.EXPECTED:
        return {
            PartState.ANSWERED: Phase.ANSWERED,
            PartState.SKIPPED: Phase.SKIPPED,
            PartState.AWAY: Phase.AWAY,
        }[part.state]
    if day.series.state is SeriesState.ENDED or seat is None or seat.role is not Role.MEMBER:
        return Phase.GONE
    if await past.is_asked_after(session, day.series.id, person.id, day.occurrence.local_date):
        return Phase.PAST
    return Phase.MISSED if day.is_over else Phase.ASKED


async def _ignored_thrice(session: AsyncSession, day: Day, person: Person) -> bool:
    states = await past.states_before(
        session, day.series.id, person.id, day.occurrence.local_date, rules.IGNORED_DAYS + 1
    )
    return rules.ignored_in_a_row([state is PartState.EXPECTED for state in states])


async def _planned(session: AsyncSession, day: Day, person: Person) -> RichText | None:
    found = await asked.last_answer(session, day.series.id, person.id, "today", day.occurrence.local_date)
    if found is None:
        return None
    text = RichText.from_json(found[0].value)
    known = await people.known(session, person.workspace_id, text.people)
    return text.shown({slack_id: found.name for slack_id, found in known.items()}.get)


async def _parent(session: AsyncSession, day: Day) -> Post | None:
    """The day's message in the channel, unless there will be none."""
    found = await slack.latest_about(session, "standup.day", occurrence_subject(day.occurrence.id))
    return None if found is None or found.state in LOST else found


async def _address(session: AsyncSession, post: Post) -> str | None:
    workspace = await people.workspace(session, post.workspace_id)
    return permalink(workspace.domain, f"{post.address}:{post.ts}")
