"""A workspace with people who form teams: as rows in a database, and on a stage with the bot at work."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Standing, Workspace
from bot.people.queries import person_by_slack_id as people_by_slack_id
from bot.storage.database import Database
from bot.teams import forming, queries
from bot.teams.models import RosterSource, Team
from tests.stage import Stage, open_stage

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHANNEL = "C0ALPHA"


@dataclass
class Office:
    """People of one workspace, and a team of theirs at a time."""

    database: Database
    workspace_id: int
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    async def add(self, name: str, standing: Standing = Standing.MEMBER, **columns: object) -> Person:
        """Somebody in Berlin, whom Slack calls by their name in capitals behind a U."""
        whose = {"workspace_id": self.workspace_id, "slack_id": f"U{name.upper()}", "zone": BERLIN}
        person = Person(**(whose | {"name": name.capitalize(), "standing": standing} | columns))
        async with self.database.transaction() as session:
            session.add(person)
        self.people[name] = person
        return person

    async def form(self, name: str = "Alpha", *members: str, **how: object) -> Team:
        """A team led by Ana, of those named, or of Ana and Bob."""
        terms = {"lead": self.ana, "channel": CHANNEL, "source": RosterSource.HAND} | how
        if "members" not in terms:
            terms["members"] = [self.people[one] for one in members or ("ana", "bob")]
        async with self.database.transaction() as session:
            return await forming.form_team(
                session, self.ana, name, zone=BERLIN, now=terms.pop("now", NOW), **terms
            )

    async def roster(self, team: Team) -> list[str]:
        async with self.database.reading() as session:
            return [person.name for person in await queries.roster(session, team.id)]

    async def observers(self, team: Team) -> list[str]:
        async with self.database.reading() as session:
            return [person.name for person in await queries.observers(session, team.id)]

    async def now(self, team: Team) -> Team:
        """The team as the database has it."""
        async with self.database.reading() as session:
            found = await queries.team(session, team.id)
        assert found is not None
        return found


@pytest.fixture
async def office(database: Database) -> Office:
    """Ana, Bob, Carol and Dan, an admin; Gus is a guest, Rob a robot."""
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", name="Acme", bot_user="UBOT")
        session.add(workspace)
    made = Office(database, workspace.id)
    for name in ("ana", "bob", "carol"):
        await made.add(name)
    await made.add("dan", is_admin=True)
    await made.add("gus", Standing.GUEST)
    await made.add("rob", Standing.BOT)
    return made


class Told:
    """A reaction that remembers of which teams it was told."""

    def __init__(self) -> None:
        self.teams: list[str] = []

    async def __call__(self, session: AsyncSession, team: Team, now: datetime) -> None:
        assert session.in_transaction()
        self.teams.append(team.name)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """The stage of all stories, with a channel for the team."""
    async with open_stage(database_url) as stage:
        stage.workspace.add_channel("alpha")
        await stage.settle()
        yield stage


@dataclass
class Teams:
    """What a story about teams does on a stage."""

    stage: Stage

    async def form(self, name: str = "Alpha", *members: str, **how: object) -> Team:
        """A team led by Ana in #alpha, of those named, or of Ana and Bob."""
        found = {handle: await self.person(handle) for handle in ("ana", "bob", "carol", *members)}
        terms = {
            "channel": self.stage.workspace.channel("alpha").id,
            "lead": found["ana"],
            "source": RosterSource.HAND,
            "members": [found[one] for one in members or ("ana", "bob")],
        } | how
        async with self.stage.application.database.transaction() as session:
            return await forming.form_team(
                session, found["ana"], name, zone=BERLIN, now=self.stage.clock.now(), **terms
            )

    async def person(self, handle: str) -> Person:
        async with self.stage.application.database.reading() as session:
            team_id = self.stage.workspace.team_id
            found = await people_by_slack_id(session, team_id, self.stage.person(handle).id)
        assert found is not None
        return found

    async def roster(self, team: Team) -> list[str]:
        async with self.stage.application.database.reading() as session:
            return [person.name for person in await queries.roster(session, team.id)]

    async def now(self, team: Team) -> Team:
        async with self.stage.application.database.reading() as session:
            found = await queries.team(session, team.id)
        assert found is not None
        return found


@pytest.fixture
def teams(stage: Stage) -> Teams:
    return Teams(stage)
