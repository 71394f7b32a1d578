"""The clocks change, and a ritual still comes once a day, week or month, at its local time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.clock import MovableClock
from bot.schedule.ticker import Ticker, series_source
from bot.storage.database import Database
from tests.schedule.toy import MONDAY, START, TUESDAY, Toy, add_series, add_workspace, moments_of


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Which instants come is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def workspace_id(database: Database) -> int:
    return await add_workspace(database)


def ticker_of(database: Database, toy: Toy, clock: MovableClock) -> Ticker:
    return Ticker(database, clock, [series_source({"toy": toy.ritual})])


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", date(2026, 3, 26)),
        ("Europe/Berlin", date(2026, 10, 22)),
        ("America/New_York", date(2026, 3, 5)),
        ("America/New_York", date(2026, 10, 29)),
        ("Australia/Lord_Howe", date(2026, 4, 2)),
        ("Australia/Lord_Howe", date(2026, 10, 1)),
        ("Africa/Casablanca", date(2026, 2, 12)),
        ("Africa/Casablanca", date(2026, 3, 19)),
    ],
)
@pytest.mark.parametrize("minutes", [2 * 60 + 30, 10 * 60])
async def test_a_daily_ritual_fires_once_a_day_at_its_local_time_over_the_change_of_the_clocks(
    database: Database, workspace_id: int, zone: str, first: date, minutes: int
) -> None:
    at = time(minutes // 60, minutes % 60)
    begin = datetime.combine(first, time(), UTC) - timedelta(days=1)
    series_id = await add_series(
        database, workspace_id, now=begin, rule="FREQ=DAILY;INTERVAL=1", first=first, at=at, zone=zone
    )
    toy, clock = Toy(), MovableClock(begin)
    ticker = ticker_of(database, toy, clock)
    while clock.now() < begin + timedelta(days=8):
        await ticker.beat()
        due = await ticker.next_instant()
        assert due is not None
        clock.set(due)
    starts = [(day, now.astimezone(ZoneInfo(zone))) for name, day, now in toy.acts if name == START]
    assert [day for day, _ in starts[:6]] == [first + timedelta(days=more) for more in range(6)]
    odd = [now for day, now in starts if (now.date(), now.time()) != (day, at)]
    skipped = minutes < 600 and (zone, first.month) in {
        ("Europe/Berlin", 3),
        ("America/New_York", 3),
        ("Africa/Casablanca", 3),
    }
    # Lord Howe skips half an hour, 02:00 to 02:30: 02:30 is there.
    assert [now.time() for now in odd] == ([time(3, 30)] if skipped else [])
    assert len({occurrence.local_date for occurrence, _ in await moments_of(database, series_id)}) >= 6


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", TUESDAY, ["03-03", "03-17", "03-31", "04-14"]),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", TUESDAY, ["03-03", "03-31", "04-28", "05-26"]),
        ("FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TU", date(2026, 3, 31), ["03-31", "04-28", "05-26", "06-30"]),
    ],
)
async def test_the_phase_of_a_rhythm_is_kept_from_one_to_the_next(
    database: Database, workspace_id: int, rule: str, first: date, expected: list[str]
) -> None:
    await add_series(database, workspace_id, rule=rule, first=first)
    toy, clock = Toy(), MovableClock(MONDAY)
    ticker = ticker_of(database, toy, clock)
    while len([name for name, _, _ in toy.acts if name == START]) < 4:
        clock.set(await ticker.next_instant() or clock.now())
        await ticker.beat()
    assert [f"{day:%m-%d}" for name, day, _ in toy.acts if name == START] == expected
