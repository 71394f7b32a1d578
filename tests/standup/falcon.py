"""A database with the team Falcon and its sync-up: what the bot does, and not what Slack shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Standing, Workspace
from bot.rituals.standup import access, answering, asked, days, setting_up
from bot.rituals.standup.access import Held
from bot.rituals.standup.given import Given
from bot.rituals.standup.models import Part, Question
from bot.rituals.standup.setting_up import Rhythm
from bot.schedule.models import Occurrence
from bot.slack.rich_text import RichText
from bot.storage.database import Database
from bot.teams import forming
from bot.teams.models import RosterSource

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""09:00 in Berlin, half an hour before anybody is asked."""
WEEKDAYS = frozenset(range(5))


@dataclass
class Falcon:
    """Ana, Bob and Carol, led by Ana; Dan is an admin, Eve is nobody to them. `now` is what they go by."""

    database: Database
    people: dict[str, Person] = field(default_factory=dict)
    team_id: int = 0
    now: datetime = MONDAY

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    async def held(self, session: AsyncSession, who: str = "ana") -> Held:
        return await access.own_of_team(session, self.people[who], self.team_id)

    async def day(self, session: AsyncSession, who: str = "ana") -> Occurrence:
        return await days.day_for(session, (await self.held(session)).sync_up, self.people[who], self.now)

    async def answer(self, who: str = "ana", mood: int | None = None, /, **said: str | RichText) -> Part:
        """Answer today's by the keys of the questions; what is not said is left empty."""
        async with self.database.transaction() as session:
            return await self.answer_in(session, who, mood, **said)

    async def answer_in(
        self, session: AsyncSession, who: str = "ana", mood: int | None = None, /, **said: str | RichText
    ) -> Part:
        held, occurrence = await self.held(session), await self.day(session, who)
        part = await days.my_part(session, held.sync_up, occurrence, self.people[who], self.now)
        questions = await asked.questions_on(session, held.sync_up.id, occurrence.local_date)
        given = given_by(questions, said)
        await answering.answer(session, held.sync_up, part, given, mood, self.now)
        return part

    async def give(self, given: Given, who: str = "ana") -> Part:
        """Answer today's with exactly this."""
        async with self.database.transaction() as session:
            held, occurrence = await self.held(session), await self.day(session, who)
            part = await days.my_part(session, held.sync_up, occurrence, self.people[who], self.now)
            await answering.answer(session, held.sync_up, part, given, None, self.now)
            return part

    async def question(self, key: str) -> Question:
        """The question with this key, as it is asked from the next day on."""
        async with self.database.reading() as session:
            held = await self.held(session)
            return next(each for each in await asked.questions(session, held.sync_up.id) if each.key == key)

    async def said(self, part: Part) -> dict[str, str]:
        """What is kept of an answer, as plain text by the keys of the questions."""
        async with self.database.reading() as session:
            answers = await asked.answers(session, [part.id])
            questions = await asked.questions_by_id(session, [each.question_id for each in answers])
        return {questions[each.question_id].key: plain(each.value) for each in answers}


def given_by(questions: "list[Question]", said: Mapping[str, str | RichText]) -> Given:
    """An answer as the form would have read it."""
    answers = {each.id: rich(said[each.key]).to_json() for each in questions if said.get(each.key)}
    return Given(answers, left_empty=frozenset(each.id for each in questions if each.id not in answers))


def rich(text: str | RichText) -> RichText:
    return RichText.of(text) if isinstance(text, str) else text


def plain(value: str) -> str:
    return RichText.from_json(value).plain() if value.startswith("{") else value


async def falcon_in(database: Database, rhythm: Rhythm | None = None) -> Falcon:
    """Falcon's sync-up at 9:30 from Monday to Friday, in each one's own time."""
    falcon = Falcon(database)
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", name="Acme", bot_user="UBOT")
        session.add(workspace)
        await session.flush()
        for name in ("ana", "bob", "carol", "dan", "eve"):
            falcon.people[name] = Person(
                workspace_id=workspace.id,
                slack_id=f"U{name.upper()}",
                name=name.capitalize(),
                zone=BERLIN,
                standing=Standing.MEMBER,
                is_admin=name == "dan",
            )
        session.add_all(falcon.people.values())
        await session.flush()
        members = [falcon.people[name] for name in ("ana", "bob", "carol")]
        team = await forming.form_team(
            session, falcon.ana, "Falcon", "C0FALCON", falcon.ana, RosterSource.HAND, BERLIN, MONDAY, members
        )
        falcon.team_id = team.id
        await setting_up.set_up(session, team, rhythm or Rhythm(WEEKDAYS, time(9, 30)), MONDAY)
    return falcon
