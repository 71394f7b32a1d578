"""What became of a post is said in words, whatever became of it and whatever Slack's reason was."""

from datetime import date

import pytest

from bot.home.views import words
from bot.slack.models import PostState
from bot.slack.verdicts import CREDENTIALS


def test_every_fate_of_a_post_has_words_of_its_own() -> None:
    assert set(words.OUTCOMES) == set(PostState)
    assert len(set(words.OUTCOMES.values())) == len(PostState)


def test_no_words_show_a_code() -> None:
    assert not [text for text in (*words.OUTCOMES.values(), *words.REASONS.values()) if "_" in text]


def test_a_common_refusal_is_explained() -> None:
    assert words.outcome(PostState.REFUSED, "is_archived") == (
        "not sent: Slack refused it (the channel is archived)"
    )


def test_a_rare_refusal_is_quoted_and_folded() -> None:
    assert words.reason("odd_code") == "its reason was “odd_code”"
    assert len(words.reason("x" * 5000)) < 90


def test_a_post_given_up_says_what_stood_in_the_way() -> None:
    assert words.outcome(PostState.GIVEN_UP, "ratelimited").endswith("(Slack asked me to slow down)")


def test_a_shown_post_whose_last_edit_failed_may_be_out_of_date() -> None:
    assert words.outcome(PostState.SHOWN) == "shown"
    assert words.outcome(PostState.SHOWN, "edit_window_closed").endswith("may be out of date")


def test_an_old_error_says_nothing_about_a_post_that_is_waiting() -> None:
    assert words.outcome(PostState.WANTED, "ratelimited") == words.outcome(PostState.WANTED)


@pytest.mark.parametrize("code", sorted({"account_inactive", "token_revoked", "invalid_auth"} & CREDENTIALS))
def test_an_ended_access_is_not_blamed_on_the_person(code: str) -> None:
    assert words.reason(code) == "my access to this workspace has ended"


def test_a_holiday_is_named_and_an_unknown_reason_kept() -> None:
    assert words.quiet("holiday: May Day: Workers’ Day") == "this is a holiday: May Day: Workers’ Day"
    assert words.quiet("weekend") == "this is not one of your working days"
    assert words.quiet("asleep") == "asleep"


def test_one_day_is_said_once_and_the_longest_span_can_be_said() -> None:
    assert words.span(date(2026, 3, 2), date(2026, 3, 2)) == "Mon 2 Mar 2026"
    assert words.span(date(1, 1, 1), date(9999, 12, 31)) == "Mon 1 Jan 1 – Fri 31 Dec 9999"
