"""Two worlds, in one of which Slack delivers everything about teams twice: afterwards they are the same."""

import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import make_url

from bot.catalogue import SURFACE
from bot.rituals.standup.models import Part, PartState
from bot.storage.base import Base
from tests.privacy.conftest import REACHABLE
from tests.privacy.forging import Forger, at, channel, choice, choices, day, text, user, users, written
from tests.privacy.scene import file_of
from tests.privacy.team_scene import TeamScene, set_team_scene
from tests.stage import Stage, everything_in, open_stage

OF_TEAMS = ("sprint", "standup", "blocker", "opportunity", "team", "setup", "calendar")
LOOKS = {
    *("sprint.calendar", "sprint.turn", "sprint.page", "sprint.move", "sprint.change", "sprint.goals"),
    *("sprint.away", "standup.answer", "standup.skip", "standup.away", "standup.see_all", "standup.day"),
    *("standup.settings", "standup.rhythm", "standup.pause", "standup.end", "standup.add_question"),
    *("blocker.list", "blocker.page", "blocker.show", "blocker.new", "blocker.edit", "standup.open"),
    *("opportunity.list", "opportunity.page", "opportunity.show", "opportunity.new", "opportunity.edit"),
    *("team.show", "team.everyone", "team.change", "team.end", "team.lead", "setup.open", "calendar.addresses"),
    *("/sprint goals", "/sprint calendar", "/sprint change", "/sprint opportunities", "/sprint team"),
    *("/sprint setup", "/standup show", "/standup settings", "/standup blockers"),
}
"""What only opens, reads or draws a window."""
OF_ITS_OWN = {
    "posts": {"key", "bundle", "sender"},
    "sync_up_questions": {"key"},
    "calendar_addresses": {"secret", "digest"},
    "workspaces": {"bot_token"},
}
"""Columns that hold something random, or a token of the world's own."""
PASSING = ("inbox", "lanes")
Act = Callable[[], Awaitable[Any]]
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class World:
    """How things are at the end of the story; what was done in it, and what of that did nothing."""

    rows: Rows
    messages: list[str]
    acts: set[str]
    idle: set[str]


class Story:
    """Everything that changes something of teams, told by forged payloads over the socket."""

    def __init__(self, scene: TeamScene) -> None:
        self.scene, self.stage = scene, scene.stage
        team = self.stage.workspace.team_id
        self.ana, self.bob = (
            Forger(self.stage, team, self.stage.person(handle).id, handle, by_socket=True)
            for handle in ("ana", "bob")
        )
        self.team = str(scene.ids["team"][0])
        self.day = str(scene.ids["day"][-1])

    def acts(self) -> Iterator[tuple[str, Act]]:
        """Each by its name, in an order in which it can be done."""
        yield from self._answers()
        yield from self._raised()
        yield from self._sprints()
        yield from self._settings()

    def _answers(self) -> Iterator[tuple[str, Act]]:
        ana, bob = self.ana, self.bob
        _, today, blockers, *_ = (f"question{number}" for number in self.scene.ids["question"])
        said = {today: written("Code"), blockers: written("Keys"), "mood": choice("4")}
        changed = said | {blockers: written("Locks")}
        away = {name: day("2026-04-09") for name in ("first", "last")}
        yield sent(ana, "standup.form", self.day, said)
        yield sent(ana, "standup.form", self.day, changed)
        yield sent(bob, "standup.skip_form", self.day, {"reason": text("In workshops")})
        yield typed(bob, "/standup skip", "Still in workshops")
        yield typed(ana, "/standup away", "8 Apr")
        yield sent(ana, "standup.away_form", "", away)
        yield sent(bob, "sprint.away_form", "", away)
        yield typed(bob, "/sprint away", "7 Apr")
        yield pressed(bob, "sprint.away_undo", str(self.scene.ids["absence"][0] + 4))
        yield pressed(ana, "standup.stop_asking", self.day)
        yield "standup.ask_again", self._ask_again

    async def _ask_again(self) -> None:
        ignored = update(Part).where(Part.state == PartState.ANSWERED, Part.occurrence_id < int(self.day))
        async with self.stage.application.database.transaction() as session:
            await session.execute(ignored.values(state=PartState.EXPECTED))
        await self.ana.press("standup.ask_again", self.day, "message")

    def _raised(self) -> Iterator[tuple[str, Act]]:
        ana, bob = self.ana, self.bob
        one, _, three = (str(number) for number in self.scene.ids["blocker"])
        first, *_, last = (str(number) for number in self.scene.ids["opportunity"])
        words = {"text": written("In other words")}
        yield typed(bob, "/standup blocker", "The build is slow")
        yield sent(bob, "blocker.form", self.team, words)
        yield pressed(bob, "blocker.resolve", one)
        yield pressed(bob, "blocker.reopen", one)
        yield pressed(ana, "blocker.still", one)
        yield sent(ana, "blocker.edit_form", one, words)
        yield pressed(ana, "blocker.take_back", three)
        yield typed(bob, "/sprint opportunity", "A wiki")
        yield sent(bob, "opportunity.form", f"{self.team}:", words)
        yield sent(ana, "opportunity.edit_form", first, words)
        yield pressed(ana, "opportunity.take_back", last)
        yield pressed(ana, "calendar.make", self.team)
        yield pressed(bob, "calendar.make", "")
        yield pressed(ana, "calendar.revoke", str(self.scene.ids["address"][0]))

    def _sprints(self) -> Iterator[tuple[str, Act]]:
        bob, (planning, refinement, *_) = self.bob, self.scene.ids["meeting"]
        yield typed(bob, "/sprint goal", "Ship it")
        yield pressed(bob, "sprint.goal_undo", str(self.scene.ids["goal"][-1] + 1))
        yield sent(bob, "sprint.goals_form", f"{self.team}:1", {"new:3": text("Sell it")})
        yield sent(bob, "sprint.move_form", refinement, {"day": day("2026-03-11"), "at": at("10:00")})
        yield pressed(bob, "sprint.give_way", f"{refinement}:2026-03-12")
        yield pressed(bob, "sprint.keep", planning)
        yield pressed(bob, "sprint.meeting", f"skip:{planning}")
        yield pressed(bob, "sprint.meeting", f"hold:{planning}")
        times = {name: at("11:00") for name in ("planning_at", "retro_at")}
        number = {"from_number": choice("3"), "weeks": choice("1"), "first_day": choice("0")}
        yield sent(bob, "sprint.change_form", self.team, number | times)

    def _settings(self) -> Iterator[tuple[str, Act]]:
        bob, last = self.bob, self.scene.ids["question"][-1]
        question = {"text": text("Why?"), "kind": choice("text"), "required": choice("no")}
        falcon = {
            "name": text("Falcons"),
            "channel": channel(self.stage.workspace.channel("falcon").id),
            "lead": user(bob.user),
            "source": choice("hand"),
            "members": users([self.ana.user]),
        }
        yield sent(bob, "standup.question_form", f"{self.team}:0", question)
        yield sent(bob, "standup.question_form", f"{self.team}:{last}", question)
        yield pressed(bob, "standup.question", f"up:{last - 1}")
        yield "standup.rhythm_form", self._another_rhythm
        yield sent(bob, "standup.pause_form", self.team, {"until": day("2026-03-20")})
        yield pressed(bob, "standup.resume", self.team)
        yield sent(bob, "standup.end_form", self.team, {})
        yield sent(bob, "team.change_form", self.team, falcon)
        yield sent(bob, "team.lead_form", self.team, {"lead": user(self.ana.user)})
        yield sent(self.ana, "team.end_form", self.team, {})
        yield sent(self.ana, "setup.sprint_form", "", falcon | SET_UP)
        yield pressed(bob, "standup.end_it", str(int(self.team) + 1))

    async def _another_rhythm(self) -> None:
        await self.stage.command("bob", "/standup", "settings")
        await self.stage.click("bob", "modal", "Change")
        assert not (await self.stage.submit("bob", {"Time": "10:15"})).errors
        await self.stage.person("bob").close_modal(everything=True)


SET_UP = {
    **{f"{name}_at": at("10:00") for name in ("planning", "refinement", "sync_up")},
    **{f"{name}_at": at("15:00") for name in ("retro", "demo")},
    "weeks": choice("1"),
    "first_day": day("2026-03-09"),
    "refinement_day": choice("2"),
    "sync_up_days": choices(["mon"]),
}


def pressed(who: Forger, name: str, value: str) -> tuple[str, Act]:
    return name, lambda: who.press(name, value, "message")


def sent(who: Forger, name: str, metadata: str, values: dict[str, Any]) -> tuple[str, Act]:
    return name, lambda: who.submit(name, metadata, values)


def typed(who: Forger, name: str, words: str) -> tuple[str, Act]:
    command, _, word = name.partition(" ")
    return name, lambda: who.command(command, f"{word} {words}")


def deliver_twice(stage: Stage) -> None:
    """From now on Slack delivers whatever people do a second time."""
    delivery = stage.workspace.delivery
    once = delivery.send

    async def send(kind: str, payload: dict[str, Any]) -> Any:
        stage.workspace.faults.repeat_next_envelope()
        reply = await once(kind, payload)
        assert stage.workspace.faults.repeats == 0, "nothing was delivered twice"
        return reply

    delivery.send = send  # type: ignore[method-assign]


async def lived(url: str, *, twice: bool) -> World:
    """The story, told to its end."""
    async with open_stage(url, **REACHABLE) as stage:
        story = Story(await set_team_scene(stage))
        if twice:
            deliver_twice(stage)
        acts, idle, now = set(), set(), in_the_file(stage)
        for name, act in story.acts():
            acts.add(name)
            await act()
            before, now = now, in_the_file(stage)
            idle |= {name} if now == before else set()
        await stage.settle()
        return World(await rows(stage), messages(stage), acts, idle)


async def rows(stage: Stage) -> Rows:
    """What the database holds, decrypted; not who drives the lanes, nor what deliveries are known by."""
    found: Rows = {}
    async with stage.application.database.reading() as session:
        for table in (one for one in Base.metadata.sorted_tables if one.name not in PASSING):
            columns = [column for column in table.columns if column.name not in OF_ITS_OWN.get(table.name, ())]
            fetched = select(*columns)
            if "id" in table.columns:
                fetched = fetched.where(table.c.id % 1000 > 0).order_by(table.c.id)
            found[table.name] = sorted((tuple(row) for row in await session.execute(fetched)), key=str)
    return found


def in_the_file(stage: Stage) -> list[Any]:
    """The same as it lies in the file, which is quicker to read."""
    with closing(sqlite3.connect(file_of(stage))) as connection:
        names = [table.name for table in Base.metadata.sorted_tables if table.name not in PASSING]
        return [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]  # noqa: S608 names of ours


def messages(stage: Stage) -> list[str]:
    """What everybody sees, except for private answers."""
    shown = [one for channel in stage.workspace.channels.values() for one in channel.messages]
    return sorted(everything_in(one) for one in shown if one.ephemeral_for is None and not one.deleted)


def changing() -> set[str]:
    """What of teams the bot offers and what does more than look."""
    words = {f"{command.name} {sub.word}" for command in SURFACE.commands for sub in command.subcommands}
    offered = {name for name in (*SURFACE.actions, *SURFACE.forms) if name.partition(".")[0] in OF_TEAMS}
    return (offered | {word for word in words if word.startswith(("/sprint", "/standup"))}) - LOOKS


async def test_whatever_comes_twice_has_the_effect_of_once(sqlite_url: str) -> None:
    file = str(make_url(sqlite_url).database)
    shutil.copyfile(file, f"{file}-twice")
    once = await lived(sqlite_url, twice=False)
    assert once.acts == changing(), "something of teams is left out"
    assert once.idle == set(), "these did nothing, so nothing is proved of them"
    twice = await lived(f"{sqlite_url}-twice", twice=True)
    assert [name for name, kept in once.rows.items() if kept != twice.rows[name]] == []
    assert once.messages == twice.messages
