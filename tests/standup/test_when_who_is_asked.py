"""When the people of a team are asked: each by their own clock, once, on days the clocks change too."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rituals.standup import setting_up
from bot.rituals.standup.models import PartState, Visibility
from bot.schedule.models import OccurrenceState
from bot.slack.models import PostState
from bot.storage.database import Database
from tests.standup.squads import BERLIN, Squad, at, found_squad

FIVE_ZONES = {
    "ana": BERLIN,
    "ben": "America/New_York",
    "cleo": "Asia/Kolkata",
    "dina": "America/Los_Angeles",
    "eve": "Pacific/Auckland",
}


@pytest.fixture
async def squad(database: Database) -> Squad:
    return await found_squad(database)


async def test_each_is_asked_at_nine_by_their_own_clock_in_five_zones(squad: Squad) -> None:
    await squad.add(**FIVE_ZONES)
    squad.now = at("2026-03-01 12:00")
    await squad.begin()
    await squad.live_until(at("2026-03-03 12:00"))
    monday = at("2026-03-01 12:00"), at("2026-03-02 18:00")
    asked = [line for line in await squad.posts() if monday[0] <= at(line.split(" ", 1)[1]) <= monday[1]]
    assert asked == [
        "Eve 2026-03-01 20:00",
        "Cleo 2026-03-02 03:30",
        "Ana 2026-03-02 08:00",
        "Ben 2026-03-02 14:00",
        "Dina 2026-03-02 17:00",
    ]
    assert len(await squad.posts()) == len(set(await squad.posts())) == 8  # Tuesday has come for three


@pytest.mark.parametrize(
    ("days", "zone", "asked"),
    [
        # Friday before, Monday after: 08:00 UTC in winter, 07:00 in summer.
        (("2026-03-27", "2026-03-30"), BERLIN, ["2026-03-27 08:00", "2026-03-30 07:00"]),
        (("2026-03-06", "2026-03-09"), "America/New_York", ["2026-03-06 14:00", "2026-03-09 13:00"]),
        (("2026-10-23", "2026-10-26"), BERLIN, ["2026-10-23 07:00", "2026-10-26 08:00"]),
    ],
)
async def test_nine_stays_nine_when_the_clocks_change(
    squad: Squad, days: tuple[str, str], zone: str, asked: list[str]
) -> None:
    await squad.add(ana=zone)
    squad.now = at(f"{days[0]} 00:00", zone)
    await squad.begin(zone)
    await squad.live_until(at(f"{days[1]} 23:00", zone))
    assert await squad.posts() == [f"Ana {instant}" for instant in asked]


@pytest.mark.parametrize(
    ("when", "day", "asked"),
    [
        # On 29 March 02:30 does not exist in Berlin, and is 03:30; on 25 October it comes twice, and counts once.
        (time(2, 30), "2026-03-29", ["Ana 2026-03-29 01:30"]),
        (time(2, 30), "2026-10-25", ["Ana 2026-10-25 00:30"]),
    ],
)
async def test_a_time_the_clocks_skip_or_repeat_comes_once(
    squad: Squad, when: time, day: str, asked: list[str]
) -> None:
    await squad.add(ana=BERLIN)
    squad.now = at(f"{day} 00:00", BERLIN)
    await squad.begin(when=when, days=frozenset({6}))
    await squad.change("ana", working_week="mon,sun")
    await squad.live_until(at(f"{day} 23:00", BERLIN))
    assert await squad.posts() == asked


async def test_all_are_asked_at_once_where_the_team_says_so(squad: Squad) -> None:
    await squad.add(ana=BERLIN, dina="America/Los_Angeles")
    await squad.begin(by_local_time=False)
    await squad.live_until(at("2026-03-02 12:00"))
    assert await squad.posts() == ["Ana 2026-03-02 08:00", "Dina 2026-03-02 08:00"]


async def test_who_is_a_day_ahead_of_the_team_is_asked_in_time(squad: Squad) -> None:
    await squad.add(pia="Pacific/Pago_Pago", kiri="Pacific/Kiritimati")
    squad.now = at("2026-03-01 00:00")
    await squad.begin("Pacific/Pago_Pago")
    await squad.live_until(at("2026-03-05 00:00"))
    asked = [line for line in await squad.posts() if line.startswith("Kiri")]
    assert asked[1:] == ["Kiri 2026-03-02 19:00", "Kiri 2026-03-03 19:00", "Kiri 2026-03-04 19:00"]


async def test_the_reminder_comes_once_and_only_to_who_is_missing(squad: Squad) -> None:
    await squad.add(ana=BERLIN, bob=BERLIN, cleo=BERLIN)
    await squad.begin()
    await squad.live_until(at("2026-03-02 08:30"))
    await squad.act("ana")
    await squad.act("cleo", PartState.SKIPPED)
    await squad.live_until(at("2026-03-02 23:00"))
    assert await squad.posts("standup.reminder") == ["Bob 2026-03-02 09:00"]


async def test_a_team_without_reminders_gets_none(squad: Squad) -> None:
    await squad.add(ana=BERLIN)
    await squad.begin(remind_after=0)
    await squad.live_until(at("2026-03-02 23:00"))
    assert await squad.posts("standup.reminder", None) == []


async def test_who_answered_early_is_not_asked(squad: Squad) -> None:
    await squad.add(ana=BERLIN, bob=BERLIN)
    squad.now = at("2026-03-01 20:00")
    await squad.begin()
    await squad.act("ana")
    assert (await squad.parent("2026-03-02")).text.startswith(
        "Sync-up of Falcon · Mon 2 March: 1 of 2 has reported."
    )
    await squad.live_until(at("2026-03-02 12:00"))
    assert await squad.posts() == ["Bob 2026-03-02 08:00"]


async def test_after_an_outage_what_is_not_too_late_is_said_once(squad: Squad) -> None:
    await squad.add(ana=BERLIN, cleo="Asia/Kolkata")
    await squad.begin()
    await squad.beat(at("2026-03-02 10:17"))
    assert await squad.posts() == ["Ana 2026-03-02 10:17"]
    assert await squad.posts(state=PostState.TOO_LATE) == ["Cleo 2026-03-02 10:17"]
    await squad.live_until(at("2026-03-02 23:00"))
    assert await squad.posts() == ["Ana 2026-03-02 10:17"]
    # Asked late, reminded as long afterwards as anybody.
    assert await squad.posts("standup.reminder") == ["Ana 2026-03-02 11:17"]


async def test_days_missed_altogether_are_on_record_and_said_to_nobody(squad: Squad) -> None:
    await squad.add(ana=BERLIN)
    await squad.begin()
    await squad.beat(at("2026-03-04 23:30", BERLIN))
    assert await squad.posts() == []
    assert len(await squad.posts(state=PostState.TOO_LATE)) == 3
    assert (await squad.occurrence("2026-03-02")).state is OccurrenceState.SKIPPED
    assert await squad.posts("standup.day", None) == []


async def test_a_prompt_late_in_the_evening_is_not_said_on_the_next_day(squad: Squad) -> None:
    await squad.add(ana=BERLIN)
    await squad.begin(when=time(22))
    await squad.beat(at("2026-03-03 00:30", BERLIN))
    assert await squad.posts() == []
    assert len(await squad.posts(state=PostState.TOO_LATE)) == 1


async def test_the_day_closes_when_nobody_works_any_more(squad: Squad) -> None:
    await squad.add(ana=BERLIN, dina="America/Los_Angeles")
    await squad.begin()
    await squad.live_until(at("2026-03-02 17:59", "America/Los_Angeles"))
    assert (await squad.occurrence("2026-03-02")).state is OccurrenceState.PLANNED
    await squad.live_until(at("2026-03-02 18:00", "America/Los_Angeles"))
    assert (await squad.occurrence("2026-03-02")).state is OccurrenceState.CLOSED


async def changed_to_ten(squad: Squad) -> None:
    """From now on it is held on Mondays and Wednesdays at ten."""
    async with squad.database.transaction() as session:
        rhythm = setting_up.Rhythm(frozenset({0, 2}), time(10))
        await setting_up.change(session, squad.sync_up, rhythm, Visibility.TEAM, True, squad.now)


async def test_a_change_of_the_time_in_the_minutes_before_counts(squad: Squad) -> None:
    await squad.add(ana=BERLIN)
    await squad.begin()
    await squad.live_until(at("2026-03-02 07:50"))
    await changed_to_ten(squad)
    await squad.live_until(at("2026-03-02 12:00"))
    assert await squad.posts() == ["Ana 2026-03-02 09:00"]
    assert await squad.posts("standup.reminder") == ["Ana 2026-03-02 10:00"]


async def test_a_change_of_the_time_reaches_who_was_not_asked_yet(squad: Squad) -> None:
    await squad.add(ana=BERLIN, dina="America/Los_Angeles")
    await squad.begin()
    await squad.live_until(at("2026-03-02 12:00"))
    await changed_to_ten(squad)
    await squad.live_until(at("2026-03-04 23:00"))
    assert await squad.posts() == [
        "Ana 2026-03-02 08:00",
        "Dina 2026-03-02 18:00",
        "Ana 2026-03-04 09:00",
        "Dina 2026-03-04 18:00",
    ]


def test_the_legend_of_instants_is_read_as_it_is_written() -> None:
    assert at("2026-03-02 09:00", BERLIN) == datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("UTC"))
