"""Dates as people type them, on Tuesday 24 November 2026."""

from datetime import date

import pytest

from bot.errors import Refusal
from bot.schedule.spoken import spoken_date
from bot.schedule.spoken_dates import is_attempt

TODAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
THIRD = date(2026, 12, 3)


def refusal(text: str, today: date = TODAY) -> str:
    with pytest.raises(Refusal) as refused:
        spoken_date(text, today)
    return refused.value.sentence


@pytest.mark.parametrize("text", ["fri", "Friday", "FRI.", "on fri", "this friday", "\u200bfri\u00a0", "  fri !"])
def test_a_weekday_is_the_next_such_day(text: str) -> None:
    assert spoken_date(text, TODAY) == FRIDAY


def test_the_weekday_of_today_means_a_week_from_now() -> None:
    assert spoken_date("tues", TODAY) == date(2026, 12, 1)


def test_next_and_a_weekday_is_in_the_week_after_this_one() -> None:
    assert spoken_date("next tue", TODAY) == date(2026, 12, 1)
    assert spoken_date("next fri", TODAY) == date(2026, 12, 4)
    assert spoken_date("next mon", date(2026, 11, 29)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("in a week", date(2026, 12, 1)),
        ("in 3 days", FRIDAY),
    ],
)
def test_distances_are_counted_from_today(text: str, day: date) -> None:
    assert spoken_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        *("3 Dec", "3 December 2026", "Dec 3", "3rd dec", "the 3rd of December", "December 3, 2026", "3. Dec"),
        *("2026-12-03", "2026/12/3", "3.12.", "3.12", "3.12.26", "03.12.2026", "3 dec 26", "３ Dec"),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert spoken_date(text, TODAY) == THIRD


def test_a_date_without_a_year_is_the_next_one_today_included() -> None:
    assert spoken_date("24 Nov", TODAY) == TODAY
    assert spoken_date("23 Nov", TODAY) == date(2027, 11, 23)


def test_29_february_waits_for_a_leap_year() -> None:
    assert spoken_date("29 Feb", TODAY) == date(2028, 2, 29)
    assert spoken_date("29 Feb", date(2096, 3, 1)) == date(2104, 2, 29)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("30 Feb", "30 February does not exist. Try 28 Feb or 2027-02-28."),
        ("2026-02-30", "30 February does not exist. Try 28 Feb or 2027-02-28."),
        ("2030-02-30", "30 February does not exist. Try 28 Feb 2030 or 2030-02-28."),
        ("29 Feb 2027", "29 February 2027 does not exist. Try 28 Feb or 2027-02-28."),
        ("31 Apr", "31 April does not exist. Try 30 Apr or 2027-04-30."),
        ("0 Dec", "0 December does not exist. Try 1 Dec or 2026-12-01."),
        ("3.13.", "There is no month 13. Try 1 Dec or 2026-12-01."),
        ("2026-00-01", "There is no month 0. Try 1 Dec or 2026-12-01."),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_the_nearest(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_a_past_date_is_refused_with_its_next_time() -> None:
    assert refusal("2025-12-03") == "3 December 2025 is in the past. Try 3 Dec or 2026-12-03."
    assert refusal("29 Feb 2024") == "29 February 2024 is in the past. Try 29 Feb or 2028-02-29."


def test_a_date_that_reads_in_two_ways_is_refused_with_both() -> None:
    assert refusal("12/3") == "“12/3” can be read in two ways. Try 12 Mar or 3 Dec."
    assert spoken_date("25/12", TODAY) == spoken_date("12/25", TODAY) == date(2026, 12, 25)


def test_what_is_no_date_is_refused_with_forms_that_work() -> None:
    assert refusal("soon") == "“soon” is not a date I know. Try fri, 1 Dec or 2026-12-01."
    assert refusal("fryday").startswith("“fryday” is not a date I know. Did you mean friday? ")
    assert refusal(" ") == "Say a date, for example fri, 1 Dec or 2026-12-01."
    assert len(refusal("never " * 50)) < 110


@pytest.mark.parametrize(
    "text",
    [
        *(
            "30 Feb",
            "3 Decembr",
            "fryday",
            "Friday noon",
            "fri 10:00",
            "the 15th",
            "next week",
            "end of the month",
        ),
        *("EOD", "2026-13-01", "3.12.", "12/3", "may", "tommorow"),
    ],
)
def test_what_was_meant_as_a_date_is_told_from_text(text: str) -> None:
    assert is_attempt(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Fowler", "May Sarton", "20 ms", "3 people", "10 days", "10%", "3.15", "5", "sun exposure", "monkeys"),
        *("", "3 marketing people", "friends", "1.75", "50/50", "the week"),
    ],
)
def test_text_is_told_from_what_was_meant_as_a_date(text: str) -> None:
    assert not is_attempt(text)
