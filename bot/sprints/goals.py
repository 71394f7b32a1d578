"""A team's goals in a sprint: written down, reworded, put in order, and judged at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people.models import Person
from bot.slack.text import is_blank
from bot.sprints import queries
from bot.sprints.models import Goal, Sprint, SprintCalendar, Verdict
from bot.sprints.rules import Span
from bot.storage.once import insert_once
from bot.teams.models import Team

MOST_GOALS = 3
LONGEST_GOAL = 500
ASIDE = 1000
"""Places that no goal keeps: goals go through them, since no two may be at the same place for a moment."""


@dataclass(frozen=True)
class Wording:
    """A goal as a form has it: an old one (`goal_id`) or a new one, its words, place (from 1) and verdict.

    An old one without words is taken out; `verdict` None leaves it as it is when the form did not ask.
    """

    goal_id: int | None
    text: str
    place: int
    verdict: Verdict | None = None
    asks_verdict: bool = False


async def add(
    session: AsyncSession,
    calendar: SprintCalendar,
    team: Team,
    span: Span,
    author: Person,
    text: str,
    now: datetime,
) -> Goal | None:
    """One more goal of the team in this sprint, after the others; None when it has its three already."""
    goal_text = checked(text, "goal")
    sprint = await _sprint(session, calendar, span)
    there = await queries.goals(session, team.id, span.number)
    if len(there) >= MOST_GOALS:
        return None
    goal = _new(sprint, team, author, goal_text, max([0, *(one.place for one in there)]) + 1, now)
    session.add(goal)
    await session.flush()
    return goal


async def save(
    session: AsyncSession,
    calendar: SprintCalendar,
    team: Team,
    span: Span,
    author: Person,
    wordings: Sequence[tuple[str, Wording]],
    now: datetime,
) -> None:
    """Reword, take out, add, order and judge as a form says, each wording under its field.

    A goal that somebody has added since the form was opened stays; one that was taken out stays out. Refuses a
    goal of more than 500 characters, and more than three.
    """
    sprint = await _sprint(session, calendar, span)
    there = {goal.id: goal for goal in await queries.goals(session, team.id, span.number)}
    kept: list[tuple[Wording, Goal]] = []
    for field, wording in wordings:
        goal = there.pop(wording.goal_id, None) if wording.goal_id else None
        if is_blank(wording.text):
            if goal is not None:
                await session.delete(goal)
        elif goal is not None or wording.goal_id is None:
            text = checked(wording.text, field)
            goal = goal or _new(sprint, team, author, text, ASIDE, now)
            _settle(goal, text, wording)
            kept.append((wording, goal))
    if len(kept) + len(there) > MOST_GOALS:
        raise FieldRefusal(wordings[-1][0], "Somebody has added a goal meanwhile, and three are the most.")
    await _place(session, [*_in_order(kept), *there.values()])


def judge(there: Sequence[Goal], verdicts: Mapping[int, Verdict]) -> None:
    """What became of these goals, by id; ids that are none of them are passed over."""
    for goal in there:
        goal.verdict = verdicts.get(goal.id, goal.verdict)


async def written_by(session: AsyncSession, author: Person, goal_id: int) -> Goal:
    """The goal with this id, if this person wrote it down; refuses any other and one that is gone."""
    goal = await queries.goal(session, goal_id)
    if goal is None or goal.author_id != author.id:
        raise Refusal("That goal is not there any more, so there is nothing to take back.")
    return goal


async def take_back(session: AsyncSession, goal: Goal) -> None:
    """The goal is gone."""
    await session.delete(goal)
    await session.flush()


def checked(text: str, field: str) -> str:
    """A goal as it is kept; refuses a blank one and more than 500 characters."""
    goal = text.strip()
    if is_blank(goal):
        raise FieldRefusal(field, "The goal is empty. Please write a few words.")
    if len(goal) > LONGEST_GOAL:
        raise FieldRefusal(
            field, f"This goal has {len(goal):,} characters; {LONGEST_GOAL} is the most. Please shorten it."
        )
    return goal


def _settle(goal: Goal, text: str, wording: Wording) -> None:
    goal.text = text
    if wording.asks_verdict:
        goal.verdict = wording.verdict


def _in_order(kept: Sequence[tuple[Wording, Goal]]) -> list[Goal]:
    """By the places chosen; where two chose the same, the one that moved there is first if it moved up."""

    def rank(one: tuple[Wording, Goal]) -> tuple[int, int]:
        wording, goal = one
        return wording.place, (wording.place > goal.place) - (wording.place < goal.place)

    return [goal for _, goal in sorted(kept, key=rank)]


async def _place(session: AsyncSession, goals: Sequence[Goal]) -> None:
    session.add_all(goals)
    for first in (ASIDE, 1):
        for place, goal in enumerate(goals, first):
            goal.place = place
        await session.flush()


async def _sprint(session: AsyncSession, calendar: SprintCalendar, span: Span) -> Sprint:
    """The sprint's row, made now if nothing was said about it yet; nobody else changes its goals meanwhile."""
    await insert_once(session, Sprint, calendar_id=calendar.id, number=span.number)
    found = await queries.sprint(session, calendar.id, span.number)
    if found is None:
        raise LookupError(f"sprint {span.number} of calendar {calendar.id} is gone")
    return found


def _new(sprint: Sprint, team: Team, author: Person, text: str, place: int, now: datetime) -> Goal:
    return Goal(sprint_id=sprint.id, team_id=team.id, place=place, text=text, author_id=author.id, created_at=now)
