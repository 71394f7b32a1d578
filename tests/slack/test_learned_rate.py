"""The rate that is learned uses what Slack lets through, is seldom refused, and follows when the limit changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.rate import LearnedRate
from tests.slack.limited import Bucket, FanOut

HALF_HOUR, TEN_MINUTES, MINUTE = 1800, 600, 60
LIMITS = st.floats(60, 900)
LATENCIES = st.floats(0.01, 0.4)


def _into(bucket: Bucket, latency: float = 0.1) -> FanOut:
    return FanOut(lambda _: bucket, latency)


@settings(max_examples=15, deadline=None)
@given(LIMITS, LATENCIES)
def test_from_the_second_minute_on_nearly_all_of_the_limit_is_used_and_hardly_a_call_refused(
    limit: float, latency: float
) -> None:
    fan_out = _into(Bucket(limit), latency).run(TEN_MINUTES)
    assert fan_out.used(MINUTE, limit) >= 0.95
    assert fan_out.share_refused(MINUTE) <= 0.02
    assert fan_out.share_refused() <= 0.025, "with all that were under way when the limit was first met"


@pytest.mark.parametrize("limit", [120, 300])
def test_of_all_calls_at_most_two_in_a_hundred_are_refused(limit: float) -> None:
    assert _into(Bucket(limit), 0.05).run(TEN_MINUTES).share_refused() <= 0.02


@pytest.mark.parametrize("size", [5, 30, 120])
def test_a_limit_that_lets_few_through_at_once_is_found_as_well(size: int) -> None:
    fan_out = _into(Bucket(120, size)).run(HALF_HOUR)
    assert fan_out.used(TEN_MINUTES, 120) >= 0.95
    assert fan_out.share_refused(TEN_MINUTES) <= 0.02


@settings(max_examples=15, deadline=None)
@given(LIMITS, LATENCIES)
def test_nothing_begins_before_slack_is_ready(limit: float, latency: float) -> None:
    fan_out = _into(Bucket(limit), latency).run(2 * MINUTE)
    for at, wait in fan_out.refused:
        told, arrives = at + latency / 2, latency / 2
        quiet = [one for one in fan_out.accepted if told + arrives + 1e-6 < one < told + wait]
        assert quiet == []


@pytest.mark.parametrize(
    ("before", "after", "minutes"), [(300, 60, 3), (600, 100, 3), (60, 300, 9), (100, 600, 9)]
)
def test_a_limit_that_changes_is_followed_within_minutes(before: int, after: int, minutes: int) -> None:
    first, then = Bucket(before), Bucket(after, begun=TEN_MINUTES)
    fan_out = FanOut(lambda now: first if now < TEN_MINUTES else then).run(HALF_HOUR)
    settled = TEN_MINUTES + minutes * MINUTE
    assert fan_out.used(settled, after) >= 0.95
    assert fan_out.share_refused(settled) <= 0.02


def test_bursts_with_rests_between_them_are_not_taken_for_the_limit() -> None:
    bucket = Bucket(300)
    fan_out = FanOut(lambda _: bucket, is_wanted=lambda now: now % 60 < 20).run(HALF_HOUR)
    assert fan_out.share_refused() <= 0.02
    assert fan_out.used(0, 300) >= 0.5, "in a third of the time, with what the rest has saved up"


def test_unlimited_until_the_first_refusal() -> None:
    rate = LearnedRate()
    for number in range(1000):
        assert rate.begin(number / 1000) == number / 1000
        rate.accepted(number / 1000)
    assert (rate.per_second, rate.wait(1.0, others=50)) == (None, 0.0)


def test_at_first_few_calls_are_under_way_since_all_of_them_meet_the_first_refusal() -> None:
    rate = LearnedRate()
    assert rate.at_once(10) == 5
    for number in range(100):
        rate.accepted(rate.begin(float(number)))
    assert (rate.at_once(10), rate.at_once(3)) == (10, 3)


def test_what_a_tier_promises_goes_out_at_once_and_the_rest_by_and_by() -> None:
    rate = LearnedRate(per_minute=50)
    starts = [rate.begin(100.0) for _ in range(52)]
    assert starts[:50] == [100.0] * 50
    assert 1.0 < starts[50] - 100.0 < 1.4
    assert starts[51] - starts[50] == pytest.approx(starts[50] - 100.0)


def test_a_tier_that_lets_more_through_than_it_promises_is_used_in_the_end() -> None:
    bucket = Bucket(120)
    fan_out = FanOut(lambda _: bucket, rate=LearnedRate(per_minute=50)).run(2 * HALF_HOUR)
    assert fan_out.used(HALF_HOUR, 120) >= 0.95
    assert fan_out.share_refused() <= 0.02


def test_calls_that_were_under_way_together_are_one_refusal() -> None:
    alone, together = LearnedRate(60), LearnedRate(60)
    starts = [together.begin(0.0) for _ in range(5)]
    alone.refused(alone.begin(0.0), 1.0, 2)
    for start in starts:
        together.refused(start, 1.0, 2)
    assert together.per_second == alone.per_second
    assert together.wait(1.0) == alone.wait(1.0) == 2.0
