"""The promises hold whatever goes wrong, the same seed goes the same way, and every planted bug is found."""

import pytest

from tests.simulation.plants import PLANTS, WITHIN, a_bad_row
from tests.simulation.run import run

SEEDS = 60
IN_ONE_TEST = 10
FOUND_BY = {
    "claim_without_condition": 7,
    "send_before_commit": 7,
    "retry_without_look": 1,
    "orphans_said_again": 7,
    "orphans_left": 7,
    "looked_too_soon": 25,
    "lease_not_checked_after_the_call": 9,
    "blind_second_try": 9,
    "naive_local_time": 2,
    "one_exception_stops_the_loop": 1,
    "late_is_never_too_late": 27,
    "missed_is_forgotten": 1,
    "acknowledged_before_kept": 3,
    "delivered_twice_is_done_twice": 7,
    "edits_are_forgotten": 27,
}
"""A seed that has found it before, tried first: `python -m tests.simulation --find` looks anew."""


@pytest.mark.parametrize("first", range(1, SEEDS + 1, IN_ONE_TEST))
def test_every_promise_is_kept_whatever_goes_wrong(first: int) -> None:
    broken = {seed: outcome.broken for seed in range(first, first + IN_ONE_TEST) if (outcome := run(seed)).broken}
    assert broken == {}, "replay one with: python -m tests.simulation --replay SEED"


def test_the_same_seed_goes_the_same_way() -> None:
    assert run(13).told == run(13).told


def test_a_row_that_fails_for_ever_holds_up_no_other() -> None:
    with a_bad_row():
        assert [outcome.broken for seed in range(1, 6) if (outcome := run(seed)).broken] == []


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_found(plant: str) -> None:
    with PLANTS[plant]():
        broken = next(filter(None, (run(seed).broken for seed in (FOUND_BY.get(plant, 1), *range(1, WITHIN + 1)))))
    assert not any("TypeError" in promise for promise in broken), "the bug is not what it was planted as"
