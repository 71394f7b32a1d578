"""The bot was down, and comes back: nothing stale is said, what was missed is on record, nothing is lost."""

import pytest
from sqlalchemy import select

from bot.schedule.models import Moment, MomentOutcome, Occurrence, OccurrenceState
from tests.stage import Stage, everything_in
from tests.stories.watching import at, away, kinds, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is still worth saying is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def weekly(stage: Stage) -> Stage:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    return stage


async def down_until(stage: Stage, when: str) -> None:
    """No beat, no call, until the bot is started again at that time."""
    stage.clock.set(at(when))
    await stage.settle()


async def moments(stage: Stage) -> list[tuple[str, str]]:
    async with stage.application.database.reading() as session:
        found = (await session.scalars(select(Moment).order_by(Moment.due_at, Moment.id))).all()
    return [(moment.name, moment.outcome.value) for moment in found]


async def test_after_an_hour_the_prep_comes_late(weekly: Stage) -> None:
    await down_until(weekly, "2026-03-02 10:59")
    assert rang(weekly, "ana") == ["Mon 2 09:00 begun", "Mon 2 10:59 prep"]


async def test_a_quarter_of_an_hour_late_the_start_is_still_said(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await down_until(weekly, "2026-03-03 10:10")
    assert rang(weekly, "ana")[-1] == "Tue 3 10:10 start"


async def test_half_an_hour_late_the_start_is_too_late_and_the_recap_comes(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await down_until(weekly, "2026-03-03 10:20")
    assert kinds(weekly, "ana") == ["begun", "prep"]
    assert ("start", "too late") in await moments(weekly)
    await weekly.travel_to(at("2026-03-04 11:00"))
    assert rang(weekly, "ana")[-1] == "Wed 4 10:30 recap"


async def test_after_a_day_a_1_on_1_under_way_is_not_prepared(weekly: Stage) -> None:
    await down_until(weekly, "2026-03-03 10:05")
    assert kinds(weekly, "ana") == ["begun", "start"]
    assert (await moments(weekly))[:3] == [("prep", "too late"), ("partner prep", "too late"), ("start", "acted")]


async def test_after_a_day_an_absence_long_past_is_not_told(weekly: Stage) -> None:
    await away(weekly, "bob", "2026-03-03", "2026-03-20")
    await down_until(weekly, "2026-03-03 12:00")
    assert kinds(weekly, "ana") == ["begun"]


async def test_after_three_weeks_only_what_lies_ahead_is_said(weekly: Stage) -> None:
    await down_until(weekly, "2026-03-23 12:00")
    for handle in ("ana", "bob"):
        assert kinds(weekly, handle) == ["begun", "prep"]
    assert "Tue 24 Mar 10:00" in weekly.last("ana", "Prepare your").text
    found = await moments(weekly)
    assert [name for name, outcome in found if outcome == MomentOutcome.TOO_LATE].count("start") == 3
    async with weekly.application.database.reading() as session:
        states = (await session.scalars(select(Occurrence.state).order_by(Occurrence.local_date))).all()
    assert list(states) == [OccurrenceState.CLOSED] * 3 + [OccurrenceState.PLANNED]
    await weekly.travel_to(at("2026-03-24 09:56"))
    assert kinds(weekly, "ana") == ["begun", "prep", "start"]
    assert "On-call" in everything_in(weekly.last("ana", "Discussed"))


async def test_what_the_bot_did_not_offer_nobody_has_ignored(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await down_until(stage, "2026-03-23 12:00")
    await stage.travel_to(at("2026-03-25 11:00"))
    assert "ignored" not in kinds(stage, "ana")


async def test_a_recap_of_more_than_a_week_ago_is_not_said(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-03 10:35"))
    await down_until(weekly, "2026-03-16 09:00")
    assert "recap" not in kinds(weekly, "ana")


async def test_a_recap_of_the_day_before_is_said(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-03 10:35"))
    await down_until(weekly, "2026-03-05 09:00")
    assert rang(weekly, "ana")[-1] == "Thu 5 09:00 recap"
