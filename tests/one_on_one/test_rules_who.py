"""Who may cancel, who must agree, how far a 1-on-1 may be moved, and what is a streak."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldRefusal, Refusal
from bot.rituals.one_on_one import rules

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["manager", "skip-level"])
def test_a_manager_never_cancels_and_is_shown_how_to_move(kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_may_cancel(kind, is_owner=False, owner="Ana", mention="@ana")
    assert "/1on1 move @ana" in refused.value.sentence
    rules.check_may_cancel(kind, is_owner=True, owner="Ana", mention="@ana")
    assert rules.needs_agreement(kind)


@pytest.mark.parametrize("kind", ["mentor", "peer"])
@pytest.mark.parametrize("is_owner", [True, False])
def test_a_mentor_or_peer_cancels_alone(kind: str, is_owner: bool) -> None:
    rules.check_may_cancel(kind, is_owner, owner="Ana", mention="@ana")
    assert not rules.needs_agreement(kind)


def test_a_move_stays_ahead_of_now_and_before_the_next_one() -> None:
    following = date(2026, 3, 10)
    rules.check_move(NOW + timedelta(minutes=1), NOW, following, date(2026, 3, 2))
    rules.check_move(NOW + timedelta(days=7), NOW, following, date(2026, 3, 9))
    for starts_at, day in ((NOW, date(2026, 3, 2)), (NOW + timedelta(days=8), following)):
        with pytest.raises(FieldRefusal):
            rules.check_move(starts_at, NOW, following, day)


@given(st.lists(st.booleans()), st.integers(1, 5))
def test_a_streak_is_that_many_of_the_newest_in_a_row(held: list[bool], length: int) -> None:
    assert rules.streak(held, length) == (len(held) >= length and held[:length] == [False] * length)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_the_first_such_weekday_is_within_the_week(day: date, weekday: int) -> None:
    found = rules.first_on_or_after(day, weekday)
    assert found.weekday() == weekday
    assert timedelta(0) <= found - day < timedelta(days=7)
