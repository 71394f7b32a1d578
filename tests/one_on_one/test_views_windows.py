"""The windows of a 1-on-1: nothing is cut off, and each shows what its reader may see and do."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.one_on_one.views.agenda import agenda, open_agenda, page
from bot.rituals.one_on_one.views.fields import REST_BLOCKS, split
from bot.rituals.one_on_one.views.history import history
from bot.rituals.one_on_one.views.models import Choice
from bot.rituals.one_on_one.views.overview import home_blocks, overview
from bot.rituals.one_on_one.views.plan_forms import new_form, settings_form
from bot.rituals.one_on_one.views.questions import question_form, questions_list
from bot.rituals.one_on_one.views.time_forms import end_form, move_form
from bot.rituals.one_on_one.views.topic_forms import TOPIC_BLOCKS, handover_form, topic_form
from bot.rituals.one_on_one.views.writing_forms import note_form
from bot.slack.blocks import View
from bot.slack.text import is_blank
from tests.one_on_one.reading import buttons, choices, ids, labels, words
from tests.one_on_one.view_models import (
    CANARY,
    found,
    meeting,
    note,
    past,
    plan,
    promise,
    question,
    summary,
    topic,
)

CHOICES = (Choice("7", "Bob"), Choice("8", "Cleo"))


def inputs(view: View) -> dict[str, Any]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_the_agenda_shows_every_topic_in_full_however_many_pages_it_takes() -> None:
    topics = tuple(topic(number, text=f"{number:05} " + "y" * 2990) for number in range(60))
    seen, start = "", 0
    while True:
        shown = agenda(meeting(topics=topics), start)
        seen += words(shown).replace("\n", "")
        more = buttons(shown).get("one_on_one.agenda_page:more")
        if more is None:
            break
        start = int(more["value"].partition(":")[2])
    assert all(one.text in seen for one in topics)


@given(st.lists(st.text(max_size=3000), max_size=40), st.integers(0, 45))
def test_a_page_goes_on_where_the_last_ended_and_is_never_empty_before_the_end(
    texts: list[str], start: int
) -> None:
    topics = tuple(topic(number, text=text) for number, text in enumerate(texts))
    shown = page(topics, start)
    assert tuple(shown) == topics[start : start + len(shown)]
    assert shown or start >= len(topics)


def test_only_its_author_can_change_a_topic_and_both_can_settle_it() -> None:
    topics = (topic(1, is_last=False), topic(2, is_first=False), topic(3, author="Bob", is_own=False))
    offered = choices(agenda(meeting(topics=topics)))
    assert [one for one in offered if one.endswith(":1")] == ["discuss:1", "edit:1", "down:1", "drop:1"]
    assert [one for one in offered if one.endswith(":2")] == ["discuss:2", "edit:2", "up:2", "drop:2"]
    assert [one for one in offered if one.endswith(":3")] == ["discuss:3", "drop:3"]


def test_an_action_item_in_the_agenda_can_be_ticked_changed_and_dropped() -> None:
    shown = agenda(meeting(promises=(promise(4), promise(5, is_done=True))))
    assert choices(shown) == ["done:4", "edit:4", "drop:4", "reopen:5", "edit:5", "drop:5"]


def test_an_open_agenda_shows_a_colleague_topics_and_nothing_else() -> None:
    source = "https://x.slack.com/archives/C1/p1"
    seen = meeting(
        is_open=True,
        topics=(topic(1, text="Shown", source=source),),
        notes=(note(1, text="Secret note"),),
        promises=(promise(1, text="Secret promise"),),
        discussed=(topic(2, text="Secret past"),),
    )
    shown = open_agenda(seen)
    assert "Shown" in words(shown)
    assert "Secret" not in str(shown)
    assert source not in str(shown)
    assert not ids(shown)


def test_an_agenda_that_is_not_open_shows_a_colleague_nothing() -> None:
    assert "Hidden" not in str(open_agenda(meeting(topics=(topic(1, text="Hidden"),))))


def test_an_empty_overview_explains_and_offers_to_begin() -> None:
    shown = overview((), is_admin=False)
    assert "You have no 1-on-1s yet" in words(shown)
    assert labels(shown) == {"New 1-on-1"}


def test_only_those_who_look_after_it_see_the_question_bank() -> None:
    assert "Question bank" in labels(overview((summary(),), is_admin=True))
    assert "Question bank" not in labels(overview((summary(),), is_admin=False))


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ({}, ["history:7", "settings:7", "skip:7", "pause:7", "end:7"]),
        ({"may_cancel": False}, ["history:7", "settings:7", "pause:7", "end:7"]),
        ({"is_paused": True}, ["history:7", "settings:7", "end:7"]),
        ({"is_ended": True}, []),
    ],
)
def test_what_can_be_done_with_a_1_on_1_follows_its_state(state: dict[str, Any], offered: list[str]) -> None:
    assert choices(overview((summary(**state),), False)) == offered


def test_home_says_what_is_next_and_what_i_promised() -> None:
    shown = {"blocks": home_blocks((summary(),), (promise(text="Write it down"),), False)}
    assert "2 topics, 1 open action item" in words(shown)
    assert "Write it down" in words(shown)
    assert "Mark done" in labels(shown)
    assert "Nothing open." in words({"blocks": home_blocks((), (), False)})


def test_the_new_form_can_be_sent_as_it_stands() -> None:
    form = inputs(new_form(plan()))
    assert form["partner"]["initial_user"] == "U2"
    chosen = {name: form[name]["initial_option"]["value"] for name in ("kind", "report", "recurrence", "weekday")}
    assert chosen == {"kind": "manager", "report": "me", "recurrence": "weekly", "weekday": "1"}
    assert form["at"]["initial_time"] == "10:00"
    assert form["first"]["initial_date"] == "2026-06-09"
    assert form["zone"]["initial_option"]["value"] == "Europe/Berlin"
    assert form["minutes"]["initial_option"]["value"] == "30"


def test_a_topic_typed_before_there_was_a_1_on_1_waits_in_the_new_form() -> None:
    assert inputs(new_form(plan(topic="Raise")))["topic"]["initial_value"] == "Raise"
    assert "topic" not in inputs(new_form(plan()))


def test_settings_change_when_and_not_who() -> None:
    form = settings_form(plan(one_on_one=7, minutes=35))
    assert form["private_metadata"] == "7"
    assert not {"partner", "kind", "report"} & inputs(form).keys()
    assert inputs(form)["minutes"]["initial_option"]["value"] == "35"


def test_a_topic_too_long_is_all_in_the_form() -> None:
    text = " ".join(f"word{number}" for number in range(2000))
    form = inputs(topic_form(CHOICES, "8", text))
    boxes = [form[name]["initial_value"] for name in ("topic", *REST_BLOCKS) if name in form]
    assert "".join(boxes) == text
    assert form["one_on_one"]["initial_option"]["value"] == "8"
    assert f"{len(text):,} characters" in words(topic_form(CHOICES, "8", text))


@given(st.text(min_size=1, max_size=300), st.integers(5, 50))
def test_splitting_loses_nothing_that_can_be_read(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert _readable("".join(pieces)) == _readable(text)


def _readable(text: str) -> str:
    return "".join(sign for sign in text if not is_blank(sign))


def test_a_note_is_shared_unless_said_otherwise() -> None:
    shared, private = (inputs(note_form(metadata=70, is_private=one))["visibility"] for one in (False, True))
    assert shared["initial_option"]["value"] == "shared"
    assert private["initial_option"]["value"] == "private"


def test_sixty_topics_can_be_brought_over() -> None:
    form = handover_form(tuple(topic(number) for number in range(60)), 7, CHOICES)
    assert [name for name in inputs(form) if name in TOPIC_BLOCKS] == list(TOPIC_BLOCKS[:6])
    assert len(set(choices(form)) - {"7", "8"}) == 58


def test_moving_asks_in_the_zone_of_the_series() -> None:
    form = move_form(meeting(), date(2026, 6, 9), time(10), "America/New_York")
    assert "America/New_York" in words(form)
    assert inputs(form)["at"]["initial_time"] == "10:00"


def test_ending_says_that_the_history_stays() -> None:
    assert "history stays readable" in words(end_form(summary()))


def test_the_history_shows_what_came_of_each_and_pages() -> None:
    held = past(5, discussed=(topic(text="Offsite"),), notes=(note(1, text="Mine", is_own=True),), feeling=3)
    off = past(4, was_held=False, reason="Ann is away")
    shown = history(found(meetings=(held, off), older="4", newer="0"))
    assert "• Offsite" in words(shown)
    assert "not held: Ann is away" in words(shown)
    assert choices(shown) == ["edit:1", "delete:1"]
    assert buttons(shown)["one_on_one.page:older"]["value"] == "7:4"
    assert buttons(shown)["one_on_one.page:newer"]["value"] == "7:0"


def test_what_does_not_fit_a_page_of_history_comes_on_the_next() -> None:
    topics = tuple(topic(number, text="z" * 3000) for number in range(30))
    meetings = tuple(past(number, discussed=topics) for number in (9, 8, 7, 6))
    shown = history(found(meetings=meetings, older="6"))
    assert buttons(shown)["one_on_one.page:older"]["value"] == "7:8"


def test_a_search_without_a_hit_says_what_to_do() -> None:
    assert "Try fewer" in words(history(found(search=CANARY)))
    assert "no history yet" in words(history(found()))


def test_the_question_bank_is_paged() -> None:
    bank = [question(number, is_hidden=number == 1) for number in range(70)]
    first, last = questions_list(bank), questions_list(bank, 60)
    assert buttons(first)["questions.page:more"]["value"] == "30"
    assert buttons(last)["questions.page:back"]["value"] == "30"
    assert "questions.page:more" not in ids(last)
    assert {"Show", "Hide", "Edit", "Add question"} <= labels(first)


def test_a_question_is_changed_under_its_key() -> None:
    form = question_form(replace(question(), kinds=("peer",)))
    assert form["private_metadata"] == "question-1"
    assert [one["value"] for one in inputs(form)["kinds"]["initial_options"]] == ["peer"]
    assert question_form(None)["private_metadata"] == ""


@pytest.mark.parametrize("is_own", [True, False])
def test_notes_in_the_history_stand_under_a_heading_whoever_wrote_them(is_own: bool) -> None:
    written = note(text="Ask again in spring", is_own=is_own)
    shown = words(history(found(meetings=(past(notes=(written,)),))))
    assert shown.index("Notes") < shown.index("Ask again in spring")
