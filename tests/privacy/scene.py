"""Ana and Bob's 1-on-1 with a canary in everything that can be written, and what others must never see of it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, DateTime, Enum, Time, select
from sqlalchemy.engine import make_url

from bot.action_items.models import ActionItem
from bot.agenda.models import AgendaItem
from bot.people.models import Absence, Person, Workspace
from bot.rituals.one_on_one.models import Note, OfferedQuestion, OneOnOne
from bot.schedule.models import Occurrence
from bot.slack.models import Draft, Post, PostState
from bot.storage.base import Base
from tests.stage import MONDAY, Stage

CANARY = "canary"
"""Stands in every word of Ana and Bob, and nowhere else."""

Rows = list[dict[str, Any]]
Ids = dict[str, tuple[Any, ...]]
KINDS: dict[str, type[Base]] = {
    "one_on_one": OneOnOne,
    "occurrence": Occurrence,
    "item": AgendaItem,
    "note": Note,
    "action": ActionItem,
    "offer": OfferedQuestion,
    "draft": Draft,
    "post": Post,
    "absence": Absence,
}


@dataclass(frozen=True)
class Scene:
    """A stage on which Ana and Bob have a 1-on-1 with a past and a future; `ids` of their rows, by kind."""

    stage: Stage
    ids: Ids

    def tried(self) -> Ids:
        """The same, but of what the bot made many of only the first and the last."""
        return {kind: (one[0], one[-1]) if kind in ("offer", "post") else one for kind, one in self.ids.items()}

    def owned(self) -> dict[str, Rows]:
        """Every row of Ana and Bob as it lies in the file, encrypted words and all: a rewrite changes it."""
        tables = {name: tuple(sorted(numbers)) for name, numbers in self.ids.items()}
        with closing(sqlite3.connect(file_of(self.stage))) as connection:
            connection.row_factory = sqlite3.Row
            rows = {
                kind: _rows(connection, KINDS[kind].__tablename__, "id", numbers)
                for kind, numbers in tables.items()
            }
            occurrences = tables["occurrence"]
            for table in ("one_on_one_sittings", "moments", "carry_overs", "notes", "offered_questions"):
                rows[f"all {table}"] = _rows(connection, table, "occurrence_id", occurrences)
            series = {row["series_id"] for row in rows["one_on_one"]}
            for table in ("occurrences", "agenda_items", "action_items"):
                rows[f"all {table}"] = _rows(connection, table, "series_id", series)
            rows["series"] = _rows(connection, "series", "id", series)
        return rows


def file_of(stage: Stage) -> str:
    """The SQLite file under this stage."""
    return str(make_url(stage.application.settings.database_url).database)


def _rows(connection: sqlite3.Connection, table: str, column: str, numbers: Iterable[int]) -> Rows:
    chosen = ",".join(str(int(number)) for number in numbers) or "NULL"
    query = f"SELECT * FROM {table} WHERE {column} IN ({chosen}) ORDER BY {column}"  # noqa: S608 numbers of ours
    return sorted((dict(row) for row in connection.execute(query)), key=lambda row: (row.get("id", 0), str(row)))


def number_apart(stage: Stage, kinds: Mapping[str, type[Base]] = KINDS) -> None:
    """Begin each table at a thousand of its own, so that an id of one kind is never one of another."""
    with closing(sqlite3.connect(file_of(stage))) as connection, connection:
        for place, model in enumerate(kinds.values(), start=1):
            columns = [column for column in model.__table__.columns if not column.nullable]
            values = [place * 1000 if column.name == "id" else _filler(column.type) for column in columns]
            names = ",".join(column.name for column in columns)
            marks = ",".join("?" * len(columns))
            statement = f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})"  # noqa: S608 names of ours
            connection.execute(statement, values)


def _filler(kind: Any) -> str:
    kind = getattr(kind, "impl", kind)
    if isinstance(kind, Enum):
        return str(kind.enums[-1])
    shapes = {DateTime: "2020-01-01 00:00:00.000000", Date: "2020-01-01", Time: "00:00:00.000000"}
    return next((text for shape, text in shapes.items() if isinstance(kind, shape)), "0")


async def play(stage: Stage) -> None:
    """Ana and Bob hold a 1-on-1 and prepare the next; every word of theirs has a canary in it."""
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", f"add @bob {CANARY}-topic-discussed")
    await stage.command("ana", "/1on1", f"add @bob {CANARY}-topic-carried")
    await stage.command("ana", "/1on1", f"add @bob {CANARY}-topic-dropped")
    await stage.command("bob", "/1on1", f"add @ana {CANARY}-topic-of-bob")
    await stage.travel_to(MONDAY.replace(day=3, hour=9, minute=10))
    start = stage.last("ana", "Discussed")
    await stage.click("ana", start, "Discussed", row=f"{CANARY}-topic-discussed")
    await stage.command("ana", "/1on1", f"note @bob private {CANARY}-private-of-ana")
    await stage.command("bob", "/1on1", f"note @ana private {CANARY}-private-of-bob")
    await stage.command("ana", "/1on1", f"note @bob {CANARY}-shared-of-ana")
    await stage.command("bob", "/1on1", f"note @ana {CANARY}-shared-of-bob")
    await stage.command("bob", "/1on1", f"action @ana {CANARY}-action-of-ana for @ana by 20 Mar")
    await stage.command("bob", "/1on1", f"action @ana {CANARY}-action-of-bob")
    await stage.travel(minutes=30)
    await stage.click("bob", stage.last("bob", "Done"), "Done")


async def set_scene(stage: Stage) -> Scene:
    """The played scene, with Ana's days away, a kept form, and messages that did not reach them."""
    number_apart(stage)
    await play(stage)
    # On to the next prep, so that questions are offered and posts about the coming one are there.
    await stage.travel_to(MONDAY.replace(day=9, hour=12))
    await stage.command("ana", "/1on1", f"note @bob private {CANARY}-private-for-next")
    async with stage.application.database.transaction() as session:
        ana = (await session.scalars(select(Person).where(Person.name == "Ana"))).one()
        now = stage.clock.now()
        session.add(Absence(person_id=ana.id, first=now.date().replace(day=25), last=now.date().replace(day=26)))
        form = {
            "type": "modal",
            "title": {"type": "plain_text", "text": "T"},
            "blocks": [_line(f"{CANARY}-draft")],
        }
        session.add(Draft(person_id=ana.id, form=json.dumps(form), created_at=now))
        posts = (await session.scalars(select(Post).where(Post.id > 8000).order_by(Post.id))).all()
        posts[0].state, posts[-1].state = PostState.UNKNOWN, PostState.GIVEN_UP
    return Scene(stage, await ids_of(stage))


def _line(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


async def ids_of(stage: Stage, kinds: Mapping[str, type[Base]] = KINDS) -> Ids:
    """The ids of every row there is now, by kind, without the ones the numbering began with."""
    found: Ids = {}
    async with stage.application.database.reading() as session:
        for kind, model in kinds.items():
            numbers = await session.scalars(select(model.__table__.c.id).order_by(model.__table__.c.id))
            found[kind] = tuple(number for number in numbers if number % 1000)
    return found


async def twin_workspace(stage: Stage, of: Sequence[str]) -> str:
    """A second workspace in which people have the very Slack ids that these have here; its Slack id."""
    async with stage.application.database.transaction() as session:
        here = (await session.scalars(select(Workspace))).one()
        there = Workspace(slack_id="T0TWIN", name="Twin", bot_user=here.bot_user, bot_id=here.bot_id)
        there.bot_token = stage.workspace.bot_token
        session.add(there)
        await session.flush()
        for handle in of:
            person = stage.person(handle)
            known = (await session.scalars(select(Person).where(Person.slack_id == person.id))).one()
            session.add(
                Person(
                    workspace_id=there.id,
                    slack_id=person.id,
                    name=person.name,
                    zone=known.zone,
                    standing=known.standing,
                    is_admin=True,
                )
            )
    return "T0TWIN"


def said_to(stage: Stage, handle: str) -> str:
    """Everything this person can see now: messages, private answers, forms and their Home tab."""
    person = stage.person(handle)
    messages = [[one.text, one.blocks, one.metadata] for one in [*person.dm, *person.ephemerals]]
    return json.dumps([messages, [view.source for view in person.stack], person.home], ensure_ascii=False)
