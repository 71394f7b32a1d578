"""The promises hold whatever goes wrong, the same seed goes the same way, and every planted bug is found."""

import pytest

from tests.simulation.plants import PLANTS, a_bad_row
from tests.simulation.run import run

SEEDS = 200
IN_ONE_TEST = 10
WITHIN = 200
"""In how many seeds each planted bug has to be found."""


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
        assert any(run(seed).broken for seed in range(1, WITHIN + 1))
