"""Every zone, every change of its clocks in 2025–2030, every half hour around it, against counting by hand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.schedule.wall_clock import clock_change_on, instant_of, local_date, start_of_day

FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
GRID = timedelta(minutes=15)  # every offset and every change of these years falls on it
AROUND = timedelta(hours=60)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
NOT_A_PLACE = {"Factory", "localtime", "posixrules"}
BYGONE = [("Pacific/Apia", 2011, 12, 30), ("America/Sao_Paulo", 2018, 11, 4), ("Asia/Kathmandu", 1986, 1, 1)]


@dataclass(frozen=True)
class Stretch:
    """The quarter hours around one change: each instant and what the clocks on the wall show then."""

    zone: ZoneInfo
    instants: list[datetime]
    walls: list[datetime]

    @cached_property
    def first_shown(self) -> dict[datetime, datetime]:
        """For each wall-clock time the clocks do show, the instant they show it first."""
        return dict(zip(reversed(self.walls), reversed(self.instants), strict=True))

    @cached_property
    def days(self) -> list[date]:
        """The dates that lie in the stretch with all their hours, and any between them that the zone skips."""
        first, last = self.walls[0].date(), self.walls[-1].date()
        return [first + timedelta(n) for n in range(1, (last - first).days)]


def around(zone: ZoneInfo, change: datetime) -> Stretch:
    count = 2 * AROUND // GRID
    instants = [change - AROUND + n * GRID for n in range(count)]
    return Stretch(zone, instants, [i.astimezone(zone).replace(tzinfo=None, fold=0) for i in instants])


def counted(stretch: Stretch, wanted: datetime) -> datetime | None:
    """The instant the rules mean, found among the quarter hours in their order."""
    if wanted in stretch.first_shown:
        return stretch.first_shown[wanted]
    on_the_day = [instant for wall, instant in stretch.first_shown.items() if wall.date() == wanted.date()]
    if not on_the_day:
        return None
    gap = next(n for n, wall in enumerate(stretch.walls) if wall > wanted)
    shifted = stretch.instants[gap - 1] + (wanted - stretch.walls[gap - 1])
    if shifted in on_the_day:
        return shifted
    if stretch.instants[gap] in on_the_day:
        return stretch.instants[gap]
    return max(on_the_day) + GRID - timedelta(minutes=1)


def changes_of(zone: ZoneInfo) -> Iterator[datetime]:
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days)]
    for before, after in pairwise(days):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            quarters = [before + n * GRID for n in range(97)]
            was = before.astimezone(zone).utcoffset()
            yield quarters[bisect_right(quarters, 0, key=lambda i: int(i.astimezone(zone).utcoffset() != was))]


@pytest.fixture(scope="module")
def stretches() -> list[Stretch]:
    zones = [ZoneInfo(key) for key in sorted(available_timezones() - NOT_A_PLACE)]
    recent = [around(zone, change) for zone in zones for change in changes_of(zone)]
    return recent + [around(ZoneInfo(key), datetime(y, m, d, 12, tzinfo=UTC)) for key, y, m, d in BYGONE]


def test_every_time_on_every_date_is_the_instant_that_counting_finds(stretches: list[Stretch]) -> None:
    wrong = [
        (stretch.zone.key, day, at)
        for stretch in stretches
        for day in stretch.days
        for at in HALF_HOURS
        if instant_of(day, at, stretch.zone) != counted(stretch, datetime.combine(day, at))
    ]
    assert wrong == []


def test_each_date_has_one_instant_on_that_date_and_later_dates_come_later(stretches: list[Stretch]) -> None:
    for stretch in stretches:
        existing = [day for day in stretch.days if day in {wall.date() for wall in stretch.walls}]
        for at in HALF_HOURS:
            found = [instant for day in stretch.days if (instant := instant_of(day, at, stretch.zone))]
            assert [local_date(instant, stretch.zone) for instant in found] == existing
            assert found == sorted(set(found))


def test_a_date_starts_at_its_first_quarter_hour(stretches: list[Stretch]) -> None:
    for stretch in stretches:
        dates = [wall.date() for wall in stretch.walls]
        for day in set(stretch.days) & set(dates):
            assert start_of_day(day, stretch.zone) == stretch.instants[dates.index(day)]


def test_a_time_counts_as_skipped_or_repeated_by_how_often_the_clocks_show_it(stretches: list[Stretch]) -> None:
    said = {0: "skipped", 1: None, 2: "repeated"}
    for stretch in stretches:
        shown = Counter(stretch.walls)
        for day in stretch.days:
            for at in HALF_HOURS:
                times = shown[datetime.combine(day, at)]
                assert clock_change_on(day, at, stretch.zone) == said[times]
