"""A team of five hundred answers within a minute: each answer stands once, and the parent costs a call in 3 s."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.people.models import Person
from bot.rituals.standup import answering, asked, days
from bot.rituals.standup.setting_up import Rhythm, set_up
from bot.sandbox.limits import message_problems
from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace
from bot.slack.folding import MESSAGE_CHARACTERS, characters
from bot.slack.pacing import EDIT_SPACING
from bot.teams import forming
from bot.teams import queries as teams
from bot.teams.models import RosterSource
from tests.stage import Stage, everything_in, open_stage
from tests.standup.falcon import given_by
from tests.stories.sync_ups import BERLIN, WEEKDAYS, person

ASKED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""Half past nine in Berlin, where they all are."""
SECONDS = 60
TODAY = "What will you do today?"


@dataclass
class Crowd:
    """So many people in one team that follows a user group, and the stage they stand on."""

    stage: Stage
    count: int
    known: dict[str, Person] = field(default_factory=dict)
    """Everybody by handle, as the bot knows them."""

    @property
    def handles(self) -> list[str]:
        return [f"p{number:03}" for number in range(self.count)]

    async def begin(self) -> None:
        """The team is formed, its people are read, and its sync-up is set up."""
        application, ana, now = self.stage.application, await person(self.stage, "ana"), self.stage.clock.now()
        where, group = self.stage.workspace.channel("crowd").id, self.stage.workspace.groups.find("crowd").id
        await application.read_rosters()
        async with application.database.transaction() as session:
            team = await forming.form_team(
                session, ana, "Crowd", where, ana, RosterSource.USER_GROUP, BERLIN, now, group_id=group
            )
            self.sync_up = await set_up(session, team, Rhythm(WEEKDAYS, time(9, 30)), now)
        await self.stage.settle()
        async with application.database.reading() as session:
            roster = await teams.roster(session, team.id)
            self.today = await days.day_for(session, self.sync_up, roster[0], now)
            self.questions = await asked.questions_on(session, self.sync_up.id, self.today.local_date)
        self.known = {one.handle: one for one in roster}

    @property
    def parent(self) -> Message:
        [found] = [one for one in self.stage.workspace.posts_in("crowd") if not one.is_reply]
        return found

    @property
    def replies(self) -> list[Message]:
        thread = self.stage.workspace.thread("crowd", self.parent)
        return [one for one in thread if one is not self.parent]

    def edits(self) -> list[datetime]:
        """When the parent was edited."""
        calls = [call for call in self.stage.workspace.calls if call.method == "chat.update"]
        return [call.at for call in calls if call.arguments["ts"] == self.parent.ts]

    async def answer(self, handle: str) -> None:
        """Answer in a transaction of the bot's own, as the form does."""
        now, me, said = self.stage.clock.now(), self.known[handle], {"today": plan_of(handle)}
        async with self.stage.application.database.transaction() as session:
            part = await days.my_part(session, self.sync_up, self.today, me, now)
            await answering.answer(session, self.sync_up, part, given_by(self.questions, said), 4, now)

    async def answer_by_form(self, handle: str) -> None:
        """Type /standup, fill in the form, and send it."""
        somebody = self.stage.person(handle)
        await somebody.command("/standup")
        await self.stage.application.talk.finish()
        answer = await somebody.submit({TODAY: plan_of(handle)})
        assert (answer.errors, somebody.modal) == ({}, None)


def plan_of(handle: str) -> str:
    return f"The plan of {handle}."


def joined_by(count: int) -> Callable[[Workspace], None]:
    def join(workspace: Workspace) -> None:
        crowd = [workspace.add_person(f"p{number:03}", f"Person {number:03}") for number in range(count)]
        workspace.add_channel("crowd", members=crowd)
        workspace.add_user_group("crowd", crowd)
        workspace.invite_bot("crowd")

    return join


@pytest.fixture(params=[500, 60], ids=["sqlite", "postgresql"])
async def crowd(request: pytest.FixtureRequest) -> AsyncIterator[Crowd]:
    """Five hundred on SQLite; on PostgreSQL, where each statement is a round trip, sixty show the same."""
    url = request.getfixturevalue("sqlite_url" if request.param == 500 else "postgres_url")
    async with open_stage(url, joined_by=joined_by(request.param)) as stage:
        crowd = Crowd(stage, request.param)
        await crowd.begin()
        yield crowd
        assert stage.workspace.refused == []


async def test_all_are_asked_and_every_answer_stands_once_while_the_parent_is_edited_every_three_seconds(
    crowd: Crowd,
) -> None:
    stage = crowd.stage
    await stage.travel_to(ASKED_AT)
    assert [len(stage.person(handle).dm) for handle in crowd.handles] == [1] * crowd.count
    assert f"0 of {crowd.count} have reported" in crowd.parent.text

    for second in range(SECONDS):
        coming = crowd.handles[second * crowd.count // SECONDS : (second + 1) * crowd.count // SECONDS]
        by_form = coming[:1] if second % 3 == 0 else []
        await asyncio.gather(*(crowd.answer_by_form(handle) for handle in by_form))
        for handle in coming[len(by_form) :]:
            await crowd.answer(handle)
        await stage.application.lanes.drive()
        stage.clock.advance(timedelta(seconds=1))
    await stage.travel(seconds=10)

    said = Counter(handle for one in crowd.replies for handle in crowd.handles if plan_of(handle) in one.text)
    assert said == Counter(crowd.handles)
    assert len(crowd.replies) == crowd.count
    _shows_everybody(crowd)
    gaps = [later - earlier for earlier, later in zip(crowd.edits(), crowd.edits()[1:], strict=False)]
    assert min(gaps) >= EDIT_SPACING
    assert len(gaps) + 1 <= (SECONDS + 10) // EDIT_SPACING.seconds + 1
    posted = stage.workspace.counted("chat.postMessage")
    assert posted == 2 * crowd.count + 1, "a prompt and an answer each, and the parent"
    assert [len(stage.person(handle).dm) for handle in crowd.handles] == [1] * crowd.count


def _shows_everybody(crowd: Crowd) -> None:
    parent = crowd.parent
    assert f"all {crowd.count} have reported." in parent.text
    assert "Mood 4 of 5" in everything_in(parent)
    assert message_problems({"text": parent.text, "blocks": parent.blocks}) == []
    assert characters(parent.blocks) <= MESSAGE_CHARACTERS
