"""Many seeds in one worker process, with a bug planted or with none."""

import gc
from dataclasses import replace

from tests.simulation.plants import PLANTS, WITHIN
from tests.simulation.run import Outcome, run


def block(seeds: list[int], plant: str | None) -> list[Outcome]:
    """What came of each seed, but for all that happened in it."""
    gc.freeze()  # what is imported is never garbage: an eighth of the time went into looking at it
    gc.set_threshold(50_000, 20, 20)
    gc.collect()
    return [replace(planted(seed, plant), told=()) for seed in seeds]


def planted(seed: int, plant: str | None) -> Outcome:
    """What comes of a seed with this bug planted, or with none."""
    if plant is None:
        return run(seed)
    with PLANTS[plant]():
        return run(seed)


def found_by(plant: str) -> int | None:
    """The first seed that finds this bug; None when none does within those it has."""
    return next((seed for seed in range(1, WITHIN + 1) if planted(seed, plant).broken), None)
