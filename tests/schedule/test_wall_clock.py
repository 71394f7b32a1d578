"""Local times on ordinary days and on the days the clocks change, by name."""

import struct
from datetime import UTC, date, datetime, time
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.wall_clock import clock_change_on, clock_change_words, instant_of, local_date, start_of_day

BERLIN = ZoneInfo("Europe/Berlin")
NUUK = ZoneInfo("America/Nuuk")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
APIA = ZoneInfo("Pacific/Apia")
TORONTO = ZoneInfo("America/Toronto")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")

SPRING = date(2027, 3, 28)  # Berlin, 02:00 → 03:00
AUTUMN = date(2027, 10, 31)  # Berlin, 03:00 → 02:00


def zone_by_rule(rule: str) -> ZoneInfo:
    """A zone of a POSIX rule alone, as RFC 8536 writes it: a header and one type, twice, and the rule."""
    block = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb4s", 0, 0, 0, b"STD\0")
    return ZoneInfo.from_file(BytesIO(block * 2 + f"\n{rule}\n".encode()))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_an_ordinary_day_keeps_its_wall_clock_time_in_winter_and_in_summer() -> None:
    assert instant_of(date(2027, 1, 12), time(10), BERLIN) == utc(2027, 1, 12, 9)
    assert instant_of(date(2027, 7, 13), time(10), BERLIN) == utc(2027, 7, 13, 8)


def test_the_instant_is_in_utc() -> None:
    instant = instant_of(SPRING, time(2, 30), BERLIN)
    assert instant is not None
    assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        pytest.param(SPRING, time(2), BERLIN, utc(2027, 3, 28, 1), id="the start of the gap: 03:00"),
        pytest.param(SPRING, time(2, 30), BERLIN, utc(2027, 3, 28, 1, 30), id="inside the gap: 03:30"),
        pytest.param(SPRING, time(3), BERLIN, utc(2027, 3, 28, 1), id="the end of the gap exists"),
        pytest.param(date(2018, 11, 4), time(0), SAO_PAULO, utc(2018, 11, 4, 3), id="no midnight: 01:00"),
        pytest.param(date(2027, 10, 3), time(2, 15), LORD_HOWE, utc(2027, 10, 2, 15, 45), id="half an hour"),
        pytest.param(date(2027, 3, 27), time(23), NUUK, utc(2027, 3, 28, 0, 59), id="gap to midnight: 22:59"),
        pytest.param(date(2027, 3, 27), time(23, 30), NUUK, utc(2027, 3, 28, 0, 59), id="the same: 22:59"),
        pytest.param(date(1919, 3, 30), time(23, 45), TORONTO, utc(1919, 3, 31, 4, 29), id="23:30 → 00:30"),
        pytest.param(date(1919, 3, 31), time(0, 15), TORONTO, utc(1919, 3, 31, 5, 15), id="its other side"),
    ],
)
def test_a_skipped_time_is_shifted_by_the_gap_and_stays_on_its_date(
    day: date, at: time, zone: ZoneInfo, instant: datetime
) -> None:
    assert instant_of(day, at, zone) == instant
    assert local_date(instant, zone) == day


def test_a_shift_that_would_leave_the_date_stops_where_the_gap_ends() -> None:
    invented = zone_by_rule("STD0DST,M3.5.0/22:30,M10.5.0/3")  # 28 March 2027, 22:30 → 23:30; no real zone does it
    assert instant_of(SPRING, time(22, 45), invented) == utc(2027, 3, 28, 22, 45)  # 23:45, still that date
    assert instant_of(SPRING, time(23, 15), invented) == utc(2027, 3, 28, 22, 30)  # not 00:15 but 23:30


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_comes_twice_happens_the_first_time(at: time) -> None:
    assert instant_of(AUTUMN, at, BERLIN) == utc(2027, 10, 31, 0, at.minute)
    assert instant_of(AUTUMN, at.replace(fold=1), BERLIN) == utc(2027, 10, 31, 0, at.minute)


def test_a_date_the_zone_left_out_has_no_instant() -> None:
    assert instant_of(date(2011, 12, 30), time(10), APIA) is None
    assert instant_of(date(1993, 8, 21), time(23, 30), ZoneInfo("Pacific/Kwajalein")) is None


def test_a_date_starts_at_its_first_instant_also_without_a_midnight() -> None:
    assert start_of_day(date(2027, 7, 13), BERLIN) == utc(2027, 7, 12, 22)
    assert start_of_day(date(2018, 11, 4), SAO_PAULO) == utc(2018, 11, 4, 3)
    assert start_of_day(date(1919, 3, 31), TORONTO) == utc(1919, 3, 31, 4, 30)


def test_a_date_the_zone_left_out_is_empty() -> None:
    assert start_of_day(date(2011, 12, 30), APIA) == start_of_day(date(2011, 12, 31), APIA)


def test_a_form_can_tell_which_times_the_clocks_skip_or_repeat() -> None:
    assert clock_change_on(SPRING, time(2, 30), BERLIN) == "skipped"
    assert clock_change_on(AUTUMN, time(2, 30), BERLIN) == "repeated"
    assert clock_change_on(SPRING, time(3), BERLIN) is None
    assert clock_change_on(AUTUMN, time(3), BERLIN) is None


@pytest.mark.parametrize(
    ("day", "at", "zone", "words"),
    [
        (SPRING, time(2, 30), BERLIN, "02:30 does not exist on 28 March; it will be 03:30."),
        (date(2027, 3, 27), time(23, 30), NUUK, "23:30 does not exist on 27 March; it will be 22:59."),
        (AUTUMN, time(2, 30), BERLIN, "02:30 comes twice on 31 October; the first one is meant."),
        (date(2011, 12, 30), time(10), APIA, "30 December 2011 does not exist in Pacific/Apia."),
        (SPRING, time(10), BERLIN, None),
    ],
)
def test_a_form_can_say_what_the_change_does(day: date, at: time, zone: ZoneInfo, words: str | None) -> None:
    assert clock_change_words(day, at, zone) == words
