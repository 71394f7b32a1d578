"""A database with a workspace in it, people in Berlin, posts for them, and Home's surface."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bot.home.listeners import surface
from bot.people.models import Absence, Person, Standing, Workspace
from bot.slack.answers import Answer, nothing
from bot.slack.desk import Desk
from bot.slack.models import Post, PostState
from bot.slack.requests import CommandRequest, action_request, event_request, submission_request
from bot.slack.surface import Command, Shortcut, Subcommand, Surface
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAM = "T1"
WORDS = {"one_on_one.prep": "Preparation for a 1-on-1"}


@dataclass(frozen=True)
class HeldClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


async def _main(request: CommandRequest, desk: Desk) -> Answer:
    return nothing()


REST = Surface(
    commands=(
        Command(
            "/1on1", "Your 1-on-1s", _main, "shows them", (Subcommand("add", "TOPIC", "adds", "add x", _main),)
        ),
    ),
    shortcuts=(Shortcut("save_win", "Save as a win", "Keeps it", _main, True),),
)


@dataclass
class Replanned:
    """Whose days were said to have changed, with what was stored when it was said."""

    persons: list[int] = field(default_factory=list)

    async def __call__(self, session: Any, person: Person, now: datetime) -> None:
        assert not session.new
        assert not session.dirty
        self.persons.append(person.id)


@pytest.fixture
async def workspace(database: Database) -> Workspace:
    async with database.transaction() as session:
        row = Workspace(slack_id=TEAM, name="Acme", bot_user="UBOT")
        session.add(row)
    return row


@pytest.fixture
def met() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def desk(database: Database, met: list[tuple[str, str]]) -> Desk:
    return Desk(database, HeldClock(), lambda team, user: met.append((team, user)))


@pytest.fixture
def replanned() -> Replanned:
    return Replanned()


@pytest.fixture
def offered(replanned: Replanned) -> Surface:
    return surface(replanned, WORDS, REST)


@pytest.fixture
def add_person(database: Database, workspace: Workspace) -> Callable[..., Awaitable[Person]]:
    async def add(slack_id: str = "U1", **columns: Any) -> Person:
        values = {"name": slack_id, "zone": ZoneInfo("Europe/Berlin"), "standing": Standing.MEMBER} | columns
        async with database.transaction() as session:
            person = Person(workspace_id=workspace.id, slack_id=slack_id, **values)
            session.add(person)
        return person

    return add


@pytest.fixture
def add_post(database: Database) -> Callable[..., Awaitable[Post]]:
    """Makes a post that was due for a person some minutes ago."""

    async def add(person: Person, state: PostState = PostState.SHOWN, minutes: float = 5, **columns: Any) -> Post:
        values = {
            "view": "one_on_one.prep",
            "subject": f"occurrence:{uuid4().hex[:8]}",
            "address": person.slack_id,
            "created_at": NOW - timedelta(minutes=minutes),
        }
        async with database.transaction() as session:
            post = Post(
                workspace_id=person.workspace_id,
                recipient_id=person.id,
                key=str(uuid4()),
                state=state,
                **(values | columns),
            )
            session.add(post)
        return post

    return add


@pytest.fixture
def add_absence(database: Database) -> Callable[..., Awaitable[Absence]]:
    async def add(person: Person, first: date, last: date) -> Absence:
        async with database.transaction() as session:
            absence = Absence(person_id=person.id, first=first, last=last)
            session.add(absence)
        return absence

    return add


@pytest.fixture
def press(offered: Surface, desk: Desk) -> Callable[..., Awaitable[Answer]]:
    """Presses a button of Home as a person."""

    async def press(action: str, value: object = "", user: str = "U1", trigger: str | None = None) -> Answer:
        body = {
            "team": {"id": TEAM},
            "user": {"id": user},
            "trigger_id": trigger or uuid4().hex,
            "actions": [{"action_id": action, "value": str(value)}],
        }
        request = action_request(body)
        return await offered.actions[request.action](request, desk)

    return press


@pytest.fixture
def send(offered: Surface, desk: Desk) -> Callable[..., Awaitable[Answer]]:
    """Sends a form as a person; inputs are the elements' states by block id."""

    async def send(form: str, inputs: dict[str, dict[str, Any]], user: str = "U1", view: str = "V1") -> Answer:
        values = {block: {"input": state} for block, state in inputs.items()}
        shown = {"id": view, "hash": "1", "callback_id": form, "state": {"values": values}}
        body = {"team": {"id": TEAM}, "user": {"id": user}, "view": shown}
        return await offered.forms[form](submission_request(body), desk)

    return send


@pytest.fixture
def open_home(offered: Surface, desk: Desk) -> Callable[..., Awaitable[None]]:
    async def open_home(user: str = "U1", tab: str = "home", event_id: str = "Ev1") -> None:
        event = {"type": "app_home_opened", "user": user, "tab": tab}
        body = {"team_id": TEAM, "event_id": event_id, "event": event}
        await offered.events["app_home_opened"](event_request(body), desk)

    return open_home
