"""What each message of a 1-on-1 says to whom, and which buttons it has when."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.rituals.one_on_one.views.agenda import agenda
from bot.rituals.one_on_one.views.changes import cancel_asked, proposal, skipped
from bot.rituals.one_on_one.views.meeting_now import start, wrap_up
from bot.rituals.one_on_one.views.models import Cancel, Offer, Phase
from bot.rituals.one_on_one.views.prep import prep
from bot.rituals.one_on_one.views.recap import recap
from bot.rituals.one_on_one.views.series import ask_to_pause, started_series
from tests.one_on_one.all_views import Shown, everything
from tests.one_on_one.reading import buttons, ids, labels, words
from tests.one_on_one.view_models import STARTS, as_manager, meeting, note, promise, summary, topic, typical

MINE = {"may_cancel": True, "cancel_needs": "Bob"}


def test_the_owner_is_asked_what_to_talk_about() -> None:
    shown = prep(meeting(**MINE))
    wanted = {"Add topic", "Suggest a question", "Nothing to discuss", "Reschedule", "Cancel this one"}
    assert wanted <= labels(shown)
    assert "What would you like to talk about?" in words(shown)
    assert "It is your meeting" in shown.text


def test_the_other_one_reads_whose_meeting_it_is_and_may_add_and_move() -> None:
    shown = prep(as_manager())
    assert "Ann’s meeting" in words(shown)
    assert labels(shown) == {"Add topic", "Agenda", "Reschedule"}


def test_a_manager_never_sees_a_way_to_cancel() -> None:
    for phase in Phase:
        for cancel in Cancel:
            seen = as_manager(phase=phase, cancel=cancel)
            for view in (prep, start, wrap_up, recap, cancel_asked, skipped, agenda):
                assert not {"one_on_one.cancel", "one_on_one.skip"} & ids(view(seen)), view.__name__
            away = proposal(seen, "Bob is away", (date(2026, 6, 10), STARTS))
            assert "one_on_one.skip" not in ids(away)


def test_a_report_who_cancels_is_told_whose_agreement_it_takes() -> None:
    asks = buttons(prep(meeting(**MINE)))["one_on_one.cancel"]["confirm"]
    assert "Bob is asked to agree" in asks["text"]["text"]


def test_a_cancel_that_was_asked_for_cannot_be_asked_for_again() -> None:
    shown = prep(meeting(**MINE, cancel=Cancel.ASKED_BY_ME))
    assert "one_on_one.cancel" not in ids(shown)
    assert "stays on until Bob agrees" in shown.text
    assert "stays on until Bob agrees" in words(shown)


def test_a_topic_that_was_carried_over_says_how_often() -> None:
    said = {times: words(prep(meeting(topics=(topic(times_carried=times),)))) for times in (0, 1, 2, 5)}
    assert "arried over" not in said[0]
    assert "Carried over once" in said[1]
    assert "Carried over twice" in said[2]
    assert "Carried over 5 times" in said[5]


def test_a_standing_question_has_no_button_and_a_used_one_neither() -> None:
    offers = (Offer(0, "Anything on your mind?"), Offer(5, "What now?"), Offer(6, "And then?", was_used=True))
    shown = prep(meeting(offers=offers))
    assert [one["value"] for one in _all(shown, "one_on_one.use_question")] == ["5"]
    assert "Anything on your mind?" in words(shown)


def _all(shown: Shown, action: str) -> list[dict[str, Any]]:
    return [one for one in buttons(shown, every=True) if one["action_id"] == action]


@pytest.mark.parametrize("phase", [Phase.STARTED, Phase.WRAPPING_UP, Phase.CLOSED])
def test_a_prep_whose_time_has_passed_is_one_line(phase: Phase) -> None:
    shown = prep(meeting(phase=phase, topics=(topic(),)))
    assert len(shown.blocks) == 2
    assert labels(shown) == {"Agenda"}


def test_a_prep_of_what_is_off_says_why_and_when_the_next_one_is() -> None:
    shown = prep(meeting(phase=Phase.SKIPPED, reason="Bob is away", next_at=STARTS + timedelta(days=7)))
    assert "is off: Bob is away." in shown.text
    assert "The next one:" in shown.text


def test_nothing_to_discuss_is_shown_to_both_and_can_be_taken_back() -> None:
    assert "Ann has nothing to discuss" in words(prep(as_manager(nothing_to_discuss=True)))
    shown = prep(meeting(nothing_to_discuss=True))
    assert "I have something after all" in labels(shown)


def test_at_the_start_each_topic_can_be_ticked_off_and_taken_back() -> None:
    shown = start(meeting(phase=Phase.STARTED, topics=(topic(1), topic(2)), discussed=(topic(3),)))
    assert [one["value"] for one in _all(shown, "one_on_one.discuss")] == ["1", "2"]
    assert [one["value"] for one in _all(shown, "one_on_one.reopen")] == ["3"]
    assert {"Add note", "Add action", "Add topic", "Done"} <= labels(shown)


def test_what_is_left_at_the_end_carries_over_unless_dropped() -> None:
    shown = start(meeting(phase=Phase.WRAPPING_UP, topics=(topic(4),)))
    assert "What you do not drop carries over" in words(shown)
    assert [one["value"] for one in _all(shown, "one_on_one.drop")] == ["4"]
    assert {"Done", "We didn’t meet", "Yes", "No"} <= labels(shown)


def test_the_five_faces_are_for_the_owner_and_each_says_in_words_what_it_means() -> None:
    faces = [
        one for one in buttons(wrap_up(meeting(phase=Phase.WRAPPING_UP)), every=True) if "feel" in one["action_id"]
    ]
    assert [one["action_id"] for one in faces] == [f"one_on_one.feel:{number}" for number in range(1, 6)]
    assert all(one["accessibility_label"].startswith("I feel") for one in faces)
    assert all(one["text"]["text"][2:].strip().isascii() for one in faces)
    assert not any("feel" in one for one in ids(wrap_up(as_manager(phase=Phase.WRAPPING_UP))))


def test_both_read_how_it_was() -> None:
    answered = {"phase": Phase.CLOSED, "feeling": 5, "was_worth_it": False}
    assert "You feel: very good" in words(recap(meeting(**answered)))
    assert "Ann feels: very good" in words(recap(as_manager(**answered)))
    assert "Worth the time: no" in words(recap(as_manager(**answered)))


def test_a_private_note_says_that_nobody_else_sees_it() -> None:
    notes = (note(1, text="For you"), note(2, text="For me", is_own=True, is_private=True))
    shown = words(recap(meeting(phase=Phase.CLOSED, notes=notes)))
    assert "For you\n— Bob, shared with both" in shown
    assert "For me\n— you, only you can see this" in shown


def test_a_recap_holds_new_action_items_only() -> None:
    promises = (promise(1, text="Old one"), promise(2, text="New one", is_new=True))
    shown = recap(meeting(phase=Phase.CLOSED, promises=promises))
    assert "New one" in words(shown)
    assert "Old one" not in words(shown) + shown.text


def test_whoever_is_asked_to_agree_can_agree_keep_or_move_it() -> None:
    shown = cancel_asked(as_manager(cancel=Cancel.ASKED_OF_ME))
    assert labels(shown) == {"Agree", "Keep it", "Reschedule"}


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (as_manager(cancel=Cancel.REFUSED), "stays on, as you decided"),
        (as_manager(phase=Phase.SKIPPED, reason="Ann cancelled it"), "is off: Ann cancelled it"),
        (as_manager(was_moved=True), "moved to this time"),
        (as_manager(phase=Phase.STARTED, cancel=Cancel.ASKED_OF_ME), "was not cancelled, since nobody agreed"),
    ],
)
def test_a_question_about_cancelling_ends_in_its_answer(seen: Any, said: str) -> None:
    shown = cancel_asked(seen)
    assert said in shown.text
    assert "one_on_one.agree_cancel" not in ids(shown)


def test_a_proposal_carries_the_date_of_the_series() -> None:
    shown = proposal(meeting(may_cancel=True), "Bob is away", (date(2026, 6, 11), STARTS + timedelta(days=2)))
    assert buttons(shown)["one_on_one.move_to"]["value"] == "70:2026-06-11"
    assert {"Move it there", "Skip this one"} <= labels(shown)


def test_a_proposal_that_is_settled_asks_nothing_more() -> None:
    assert not {"one_on_one.move_to", "one_on_one.skip"} & ids(proposal(meeting(), None, None))


def test_the_welcome_says_who_set_it_up() -> None:
    assert started_series(summary(), "Bob", "Ann").text.startswith("Bob set up a 1-on-1 with you: every week")
    assert started_series(summary(), None, "Ann").text.startswith("You set up a 1-on-1 with Bob")


def test_the_question_whether_to_pause_is_asked_until_it_is_answered() -> None:
    assert labels(ask_to_pause(summary())) == {"Pause", "Keep it as it is"}
    assert not ids(ask_to_pause(summary(), was_kept=True))
    assert not ids(ask_to_pause(replace(summary(), is_paused=True)))


def test_values_are_ids_and_never_words() -> None:
    for name, shown in everything(typical()):
        for one in buttons(shown, every=True):
            value = one.get("value", "0")
            assert value.replace(":", "").replace("-", "").isdigit() or name == "questions_list", (name, value)
