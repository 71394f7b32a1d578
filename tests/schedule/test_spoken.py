"""Times, recurrences, schedules and action items as people type them, on Tuesday 24 November 2026."""

from datetime import date, time

import pytest

from bot.errors import Refusal
from bot.schedule.spoken import (
    SpokenAction,
    SpokenSchedule,
    split_action,
    split_schedule,
    spoken_recurrence,
    spoken_time,
)

TODAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        *(
            ("10:00", time(10)),
            ("10", time(10)),
            ("10am", time(10)),
            ("2:30pm", time(14, 30)),
            ("14.30", time(14, 30)),
        ),
        *(
            ("1430", time(14, 30)),
            ("930", time(9, 30)),
            ("10 a.m.", time(10)),
            ("Noon", time(12)),
            ("0:00", time(0)),
        ),
        *(("12am", time(0)), ("12 PM", time(12)), ("12:30am", time(0, 30)), ("14h30", time(14, 30))),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, at: time) -> None:
    assert spoken_time(text) == at


@pytest.mark.parametrize("text", ["24:00", "10:60", "13pm", "0am", "10:5", "12345", "ten", "", "-1", "10:00:00"])
def test_what_is_no_time_of_day_is_refused_with_forms_that_work(text: str) -> None:
    with pytest.raises(Refusal, match="Try 10:00, 2:30pm or 14:30"):
        spoken_time(text)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        *(("weekly", "weekly"), ("Every week", "weekly"), ("every 2 weeks", "every 2 weeks")),
        *(("biweekly", "every 2 weeks"), ("bi-weekly", "every 2 weeks"), ("Fortnightly.", "every 2 weeks")),
        *(
            ("every other week", "every 2 weeks"),
            ("every two  weeks", "every 2 weeks"),
            ("2 weeks", "every 2 weeks"),
        ),
        *(("every four weeks", "every 4 weeks"), ("every month", "monthly"), ("monthly", "monthly")),
    ],
)
def test_a_recurrence_has_many_names(text: str, recurrence: str) -> None:
    assert spoken_recurrence(text) == recurrence


def test_a_recurrence_not_on_offer_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as refused:
        spoken_recurrence("every 3 weeks")
    offered = "weekly, every 2 weeks, every 4 weeks or monthly"
    assert refused.value.sentence == f"“every 3 weeks” is not on offer. Choose {offered}."


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("every 2 weeks Tue 10:00", SpokenSchedule("every 2 weeks", 1, time(10))),
        ("10:00 tue every 2 weeks", SpokenSchedule("every 2 weeks", 1, time(10))),
        ("weekly on Tuesdays, at 10 am.", SpokenSchedule("weekly", 1, time(10))),
        ("every other Wednesday 2:30pm", SpokenSchedule("every 2 weeks", 2, time(14, 30))),
        ("every fri", SpokenSchedule("weekly", 4)),
        ("weekly every fri", SpokenSchedule("weekly", 4)),
        ("fri. 10 a.m. monthly", SpokenSchedule("monthly", 4, time(10))),
        ("\u200bTHU\u00a0", SpokenSchedule(weekday=3)),
        ("10", SpokenSchedule(at=time(10))),
        ("  ", SpokenSchedule()),
    ],
)
def test_the_parts_of_a_schedule_come_in_any_order_and_number(text: str, schedule: SpokenSchedule) -> None:
    assert split_schedule(text) == schedule


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Tue soonish", "“soonish” is not part of a schedule. For example: every 2 weeks Tue 10:00"),
        (
            "tusday",
            "“tusday” is not part of a schedule. Did you mean tuesday? For example: every 2 weeks Tue 10:00",
        ),
        ("Tue Wed", "You said the day twice. Say it once, for example: every 2 weeks Tue 10:00"),
        ("weekly monthly", "You said how often twice. Say it once, for example: every 2 weeks Tue 10:00"),
        ("10:00 11:00", "You said the time twice. Say it once, for example: every 2 weeks Tue 10:00"),
        ("Tue 25:00", "“25:00” is not a time of day. Try 10:00, 2:30pm or 14:30."),
        ("3 weeks", "“3 weeks” is not on offer. Choose weekly, every 2 weeks, every 4 weeks or monthly."),
        ("every day", "“every day” is not on offer. Choose weekly, every 2 weeks, every 4 weeks or monthly."),
    ],
)
def test_a_schedule_that_is_not_understood_names_the_word_and_the_right_form(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        split_schedule(text)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Send the draft", SpokenAction("Send the draft")),
        ("Send the draft by fri", SpokenAction("Send the draft", due=FRIDAY)),
        ("Send the draft for <@U123|bob> by fri", SpokenAction("Send the draft", "U123", FRIDAY)),
        ("Send the draft by fri for <@W123>.", SpokenAction("Send the draft", "W123", FRIDAY)),
        ("Send it, BY\u00a0Friday\u200b .", SpokenAction("Send it", due=FRIDAY)),
        ("Go  by bus by 2026-12-03", SpokenAction("Go  by bus", due=date(2026, 12, 3))),
    ],
)
def test_who_and_when_are_taken_off_the_end(text: str, action: SpokenAction) -> None:
    assert split_action(text, TODAY) == action


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Read the book by Fowler",
            "Read the book by May Sarton",
            "Stand by",
            "Cut latency by 20 ms",
            "bypass fri",
        ),
        *("Ask <@U1|ann> for advice", "Look for <@U1|ann>'s draft", "Get it seen by 3 people", "nearby fri"),
    ],
)
def test_words_that_only_look_like_it_stay_in_the_text(text: str) -> None:
    assert split_action(text, TODAY) == SpokenAction(text)


def test_a_flag_at_the_end_keeps_its_invisible_parts() -> None:
    scotland = "Fly the \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert split_action(f"{scotland} by fri", TODAY).text == scotland


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Send it by 30 Feb", "30 February does not exist. Try 28 Feb or 2027-02-28."),
        ("Send it by 2025-12-03", "3 December 2025 is in the past."),
        ("Send it by fryday", "Did you mean friday"),
        ("Send it by next week", "“next week” is not a date I know."),
        ("by fri", "Say what is to be done"),
        ("for <@U1>", "Say what is to be done"),
        (" \u200b ", "Say what is to be done"),
    ],
)
def test_an_action_with_a_wrong_date_or_without_text_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said.replace("?", r"\?")):
        split_action(text, TODAY)
