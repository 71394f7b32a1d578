"""Teams with a sync-up on a stage, and what a person sees of them."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import queries, setting_up
from bot.rituals.standup.models import Part, SyncUp
from bot.rituals.standup.setting_up import Rhythm
from bot.schedule.wall_clock import local_date
from bot.teams import forming
from bot.teams.models import RosterSource, Team
from tests.stage import Stage, everything_in

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = frozenset(range(5))


async def person(stage: Stage, handle: str) -> Person:
    """The person as the bot knows them."""
    async with stage.application.database.reading() as session:
        found = await people.person_by_slack_id(session, stage.workspace.team_id, stage.person(handle).id)
    assert found is not None
    return found


async def sync_up(
    stage: Stage,
    name: str = "Falcon",
    members: tuple[str, ...] = ("ana", "bob", "carol"),
    rhythm: Rhythm | None = None,
) -> Team:
    """A team led by Ana in a channel of its own, whose sync-up is at 9:30 from Monday to Friday."""
    channel = stage.workspace.add_channel(name.casefold(), members=members)
    stage.workspace.invite_bot(channel)
    who = {handle: await person(stage, handle) for handle in {"ana", *members}}
    now = stage.clock.now()
    async with stage.application.database.transaction() as session:
        seated = [who[handle] for handle in members]
        team = await forming.form_team(
            session, who["ana"], name, channel.id, who["ana"], RosterSource.HAND, BERLIN, now, seated
        )
        await setting_up.set_up(session, team, rhythm or Rhythm(WEEKDAYS, time(9, 30)), now)
    await stage.settle()
    return team


async def held(stage: Stage, team: Team) -> SyncUp:
    """The team's sync-up as the database has it."""
    async with stage.application.database.reading() as session:
        found = await queries.of_team(session, team.id)
    assert found is not None
    return found


async def part(stage: Stage, team: Team, handle: str) -> Part | None:
    """The person's part in today's."""
    me, mine = await person(stage, handle), await held(stage, team)
    async with stage.application.database.reading() as session:
        today = local_date(stage.clock.now(), me.zone)
        occurrence = await queries.occurrence_on(session, mine.series_id, today)
        return None if occurrence is None else await queries.part(session, occurrence.id, me.id)


def fields(stage: Stage, handle: str) -> dict[str, Any]:
    """The inputs of the form in front of somebody, by label."""
    modal = stage.person(handle).modal
    assert modal is not None
    return {block["label"]["text"]: block for block in modal.blocks if block["type"] == "input"}


def filled_in(stage: Stage, handle: str, label: str) -> str:
    """The words that stand in a field already."""
    return everything_in(fields(stage, handle)[label]["element"].get("initial_value") or {})


def shown(stage: Stage, handle: str) -> str:
    """All the words of the window in front of somebody."""
    modal = stage.person(handle).modal
    return "" if modal is None else everything_in(modal.blocks)


def thread(stage: Stage, handle: str = "ana", channel: str = "falcon") -> str:
    """All that stands in a channel and its threads."""
    return " ".join(everything_in(message) for message in stage.person(handle).sees(channel))
