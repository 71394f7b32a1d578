"""Whatever is typed, the answer is a value or a kind refusal; and what the bot would write itself reads back."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.schedule.recurrence import WEEKDAYS
from bot.schedule.spoken import (
    SpokenAction,
    SpokenSchedule,
    split_action,
    split_schedule,
    spoken_date,
    spoken_recurrence,
    spoken_time,
)
from bot.schedule.spoken_dates import BLANK
from bot.schedule.wall_clock import MONTHS

unhurried = settings(deadline=None)
TODAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
RECURRENCES = st.sampled_from([None, "weekly", "every 2 weeks", "every 4 weeks", "monthly"])
PIECES = [
    *(
        "every",
        "other",
        "2",
        "weeks",
        "week",
        "monthly",
        "tue",
        "Friday",
        "next",
        "in",
        "a",
        "10:00",
        "10",
        "am",
        "pm",
    ),
    *(
        "by",
        "for",
        "<@U123|bob>",
        "<@U1>",
        "3",
        "Dec",
        "30",
        "Feb",
        "29",
        "2026-12-03",
        "3.12.",
        "12/3",
        "32.13.",
        "th",
    ),
    *(
        "0000-01-01",
        "9999-12-31",
        "999",
        "days",
        "\u200b",
        "\u00a0",
        "\n",
        ".",
        ",",
        "’",
        "²",
        "٣",
        "the",
        "of",
        "end",
    ),
]
TYPED = st.one_of(
    st.text(),
    st.builds(str.join, st.sampled_from([" ", ""]), st.lists(st.sampled_from(PIECES), max_size=8)),
    st.from_regex(r"(by )?[0-9]{1,5}[-./ ]?[0-9]{0,3}[-./ ]?[A-Za-z0-9]{0,5}", fullmatch=True),
)
READERS: list[Callable[[str, date], object]] = [
    spoken_date,
    split_action,
    lambda text, _: spoken_time(text),
    lambda text, _: spoken_recurrence(text),
    lambda text, _: split_schedule(text),
]


def refusal(read: Callable[[str, date], object], text: str, today: date) -> str | None:
    try:
        read(text, today)
    except Refusal as refused:
        return refused.sentence
    return None


@unhurried
@given(TYPED, TODAYS)
def test_whatever_is_typed_is_read_or_kindly_refused(text: str, today: date) -> None:
    for read in READERS:
        sentence = refusal(read, text, today)
        assert sentence is None or 20 < len(sentence) < 200


@given(TYPED, TODAYS)
def test_no_date_read_is_past(text: str, today: date) -> None:
    with suppress(Refusal):
        assert spoken_date(text, today) >= today


@given(TYPED, TODAYS)
def test_the_date_a_refusal_proposes_is_one_that_works(text: str, today: date) -> None:
    sentence = refusal(spoken_date, text, today)
    assume(sentence and "two ways" not in sentence)
    start, _, iso = str(sentence).rstrip(".").rpartition(" or ")
    short = start.replace(", ", "Try ").rpartition("Try ")[2]
    assert spoken_date(short, today) == spoken_date(iso, today) == date.fromisoformat(iso)


@given(TODAYS, st.integers(0, 3000))
def test_a_date_the_bot_writes_reads_back(today: date, ahead: int) -> None:
    day = today + timedelta(ahead)
    name = MONTHS[day.month - 1]
    forms = (day.isoformat(), f"{day.day} {name} {day.year}", f"{name[:3]} {day.day}, {day.year}")
    assert [spoken_date(form, today) for form in (*forms, f"{day:%d.%m.%Y}")] == [day] * 4


@given(TODAYS, st.integers(0, 6))
def test_a_weekday_is_within_the_week_that_starts_tomorrow(today: date, weekday: int) -> None:
    for form in (WEEKDAYS[weekday], WEEKDAYS[weekday][:3].upper()):
        found = spoken_date(form, today)
        assert found.weekday() == weekday
        assert 1 <= (found - today).days <= 7


@given(TIMES)
def test_a_time_the_bot_writes_reads_back(at: time) -> None:
    assert {spoken_time(at.strftime(form)) for form in ("%H:%M", "%H.%M", "%H%M", "%I:%M %p", "%I:%M%p")} == {at}


@given(RECURRENCES, st.none() | st.integers(0, 6), st.none() | TIMES, st.permutations(range(3)))
def test_a_schedule_the_bot_writes_reads_back_in_any_order(
    recurrence: str | None, weekday: int | None, at: time | None, order: list[int]
) -> None:
    parts = [recurrence, None if weekday is None else WEEKDAYS[weekday], at and f"{at:%H:%M}"]
    said = " ".join(part for n in order if (part := parts[n]))
    assert split_schedule(said) == SpokenSchedule(recurrence, weekday, at)  # type: ignore[arg-type]


@given(st.text(min_size=1), st.integers(0, 400), TODAYS, st.booleans())
def test_an_action_reads_back_with_who_and_when_on_either_side(
    text: str, ahead: int, today: date, who_first: bool
) -> None:
    kept = text.strip(BLANK)
    assume(kept and not kept.endswith(",") and kept.lower() not in {"by", "for"})
    due = today + timedelta(ahead)
    tails = ("for <@U1|ann>", f"by {due}") if who_first else (f"by {due}", "for <@U1|ann>")
    assert split_action(f"{text} {' '.join(tails)}", today) == SpokenAction(kept, "U1", due)
