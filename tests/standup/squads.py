"""A team with a sync-up in a database, lived through moment by moment; answers are given as rows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.directory import Change
from bot.people.models import Absence, Person, Standing, Workspace
from bot.rituals.standup import asked, changed, days, queries, reactions, setting_up
from bot.rituals.standup.models import Answer, Part, PartState, SyncUp
from bot.rituals.standup.posts import POSTS
from bot.rituals.standup.ritual import RITUAL
from bot.rituals.standup.setting_up import Rhythm
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.schedule.turn import take_turn
from bot.slack.content import Message
from bot.slack.models import Post, PostState
from bot.slack.posts import Unsaid
from bot.slack.rich_text import RichText
from bot.storage.database import Database
from bot.teams import forming
from bot.teams.models import RosterSource, Team

BERLIN = "Europe/Berlin"
WEEKDAYS = frozenset(range(5))
MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
CHANNEL = "C0FALCON"


def at(text: str, zone: str = "UTC") -> datetime:
    """An instant by the clocks of a zone: "2026-03-03 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass
class Squad:
    """One team, led by the first who is added; `now` is the time it goes by."""

    database: Database
    workspace_id: int
    now: datetime = MONDAY
    people: dict[str, Person] = field(default_factory=dict)
    team: Team | None = None
    sync_up: SyncUp | None = None

    async def add(self, **zones: str) -> None:
        """People by name, each in a zone."""
        found = {name: self._person(name, zone) for name, zone in zones.items()}
        async with self.database.transaction() as session:
            session.add_all(found.values())
        self.people |= found

    def _person(self, name: str, zone: str) -> Person:
        return Person(
            workspace_id=self.workspace_id,
            slack_id=f"U{name.upper()}",
            name=name.capitalize(),
            zone=ZoneInfo(zone),
            standing=Standing.MEMBER,
        )

    async def begin(self, zone: str = BERLIN, when: time = time(9), **rhythm: Any) -> None:
        """The team is formed of everybody there is, and its sync-up set up."""
        members = list(self.people.values())
        async with self.database.transaction() as session:
            self.team = await forming.form_team(
                session,
                members[0],
                "Falcon",
                CHANNEL,
                members[0],
                RosterSource.HAND,
                ZoneInfo(zone),
                self.now,
                members,
            )
            how = Rhythm(**({"days": WEEKDAYS, "at": when} | rhythm))
            self.sync_up = await setting_up.set_up(session, self.team, how, self.now)

    async def beat(self, now: datetime) -> None:
        """All that is due by an instant, as of then."""
        self.now = max(self.now, now)
        while True:
            async with self.database.transaction() as session:
                due = dict(await schedule.due_series(session, self.now, 10)).get(self.sync_up.series_id)
                if due is None:
                    return
                await take_turn(session, self.sync_up.series_id, due, self.now, RITUAL)

    async def live_until(self, now: datetime) -> None:
        """Every moment comes at its own instant."""
        while True:
            async with self.database.reading() as session:
                due = (await schedule.series(session, self.sync_up.series_id)).next_at
            if due is None or due > now:
                break
            await self.beat(due)
        self.now = max(self.now, now)

    async def occurrence(self, day: str) -> Occurrence | None:
        async with self.database.reading() as session:
            return await queries.occurrence_on(session, self.sync_up.series_id, date.fromisoformat(day))

    async def parts(self, day: str) -> dict[str, Part]:
        """Everybody's part in a day, by name."""
        names = {person.id: name for name, person in self.people.items()}
        occurrence = await self.occurrence(day)
        async with self.database.reading() as session:
            found = await queries.parts(session, occurrence.id) if occurrence else []
        return {names[part.person_id]: part for part in found}

    async def act(self, name: str, state: PartState = PartState.ANSWERED, text: str = "", **more: Any) -> None:
        """Somebody answers with a text, skips, or takes their answer back, on the day that it is for them."""
        async with self.database.transaction() as session:
            person = self.people[name]
            occurrence = await days.day_for(session, self.sync_up, person, self.now)
            part = await days.my_part(session, self.sync_up, occurrence, person, self.now)
            part.state = state
            part.answered_at = part.answered_at or self.now
            for key, value in more.items():
                setattr(part, key, value)
            await self._say(session, part, text)
            await changed.part_changed(session, self.sync_up, occurrence, part, self.now)

    async def _say(self, session: AsyncSession, part: Part, text: str) -> None:
        kept = RichText.of(text or "Ship it").to_json()
        plan = (await asked.questions(session, self.sync_up.id))[1]
        said = {answer.question_id: answer for answer in await asked.answers(session, [part.id])}
        if plan.id in said:
            said[plan.id].value = kept
        else:
            session.add(Answer(part_id=part.id, question_id=plan.id, value=kept))

    async def change(self, name: str, **columns: Any) -> None:
        """Something about somebody is different, as the directory has just learned."""
        async with self.database.transaction() as session:
            person = (await session.scalars(select(Person).where(Person.id == self.people[name].id))).one()
            zone_changed = "zone" in columns
            for key, value in columns.items():
                setattr(person, key, value)
            await session.flush()
            change = Change(person.id, zone_changed=zone_changed, away_changed=not zone_changed)
            await reactions.person_changed(session, person, change, self.now)
        self.people[name] = person

    async def away(self, name: str, first: str, last: str | None = None) -> None:
        days_away = {"first": date.fromisoformat(first), "last": date.fromisoformat(last or first)}
        async with self.database.transaction() as session:
            session.add(Absence(person_id=self.people[name].id, **days_away))
            await session.flush()
            await reactions.days_changed(session, self.people[name], self.now)

    async def stay(self, name: str) -> None:
        """Somebody takes all their days away back."""
        async with self.database.transaction() as session:
            await session.execute(delete(Absence).where(Absence.person_id == self.people[name].id))
            await reactions.days_changed(session, self.people[name], self.now)

    async def seat(self, name: str, *, leaves: bool = False) -> None:
        """Somebody joins the team, or leaves it."""
        async with self.database.transaction() as session:
            move = forming.remove if leaves else forming.add_member
            await move(session, self.team, self.people[name], self.now)
            await session.flush()
            await reactions.roster_changed(session, self.team, self.now)

    async def posts(self, view: str = "standup.prompt", state: PostState | None = PostState.WANTED) -> list[str]:
        """What is to be said, as "Ana 2026-03-02 08:00", in the order of time; UTC."""
        async with self.database.reading() as session:
            found = (await session.scalars(select(Post).where(Post.view == view))).all()
        names = {person.id: person.name for person in self.people.values()}
        wanted = [post for post in found if state is None or post.state is state]
        return sorted(
            (f"{names.get(post.recipient_id, post.address)} {post.created_at:%Y-%m-%d %H:%M}" for post in wanted),
            key=lambda line: (line.split(" ", 1)[1], line),
        )

    async def post(self, view: str, day: str, name: str | None = None) -> Post:
        """The post of this view about a day, to somebody if it is a direct message."""
        occurrence = await self.occurrence(day)
        wanted = select(Post).where(Post.view == view, Post.subject == f"occurrence:{occurrence.id}")
        if name is not None:
            wanted = wanted.where(Post.recipient_id == self.people[name].id)
        async with self.database.reading() as session:
            return (await session.scalars(wanted)).one()

    async def shown(self, post: Post) -> Message | Unsaid:
        """What a post shows now."""
        async with self.database.reading() as session:
            return await POSTS[post.view](session, post, self.now)

    async def parent(self, day: str) -> Message:
        """The message of a day in the channel as it stands now."""
        shown = await self.shown(await self.post("standup.day", day))
        assert isinstance(shown, Message)
        return shown


def said(message: Message | Unsaid) -> str:
    """The words of a message as they are read, a line for each block."""
    assert isinstance(message, Message)
    return "\n".join(_words(block) for block in message.blocks)


def _words(node: Any) -> str:
    if isinstance(node, dict):
        own = node["text"] if isinstance(node.get("text"), str) else ""
        return own + "".join(_words(value) for value in node.values() if isinstance(value, dict | list))
    return "".join(_words(one) for one in node) if isinstance(node, list) else ""


async def found_squad(database: Database, slack_id: str = "T1") -> Squad:
    """A squad in a workspace of its own, with nobody in it yet."""
    async with database.transaction() as session:
        workspace = Workspace(slack_id=slack_id, name="Acme", bot_user="UBOT")
        session.add(workspace)
    return Squad(database, workspace.id)
