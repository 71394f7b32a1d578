"""`python -m tests.simulation`: many seeds, for as long as told; or one, with all that happened in it."""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from typing import Any

from typer import echo

from tests.simulation.many import block, found_by, planted
from tests.simulation.plants import PLANTS
from tests.simulation.run import Outcome

BLOCK = 20
BLOCKS_A_WORKER = 25
SAY_EVERY = 30.0


def main() -> int:
    """Ends with 1 if a promise was broken, and says by which seed."""
    given = _arguments()
    if given.find:
        return _find()
    if given.replay is not None:
        return _replay(given.replay, given.plant)
    return _many(given)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    reader.add_argument("--first", type=int, default=1, help="the first seed (1)")
    reader.add_argument("--seeds", type=int, default=None, help="how many seeds (as many as there is time for)")
    reader.add_argument("--minutes", type=float, default=10, help="for how long, if not --seeds (10)")
    reader.add_argument("--processes", type=int, default=2, help="how many at a time (2)")
    reader.add_argument("--replay", type=int, default=None, metavar="SEED", help="one, and all that happened")
    reader.add_argument("--find", action="store_true", help="by which seed each planted bug is found")
    reader.add_argument("--plant", choices=sorted(PLANTS), help="with a bug, to see it found")
    return reader.parse_args()


def _replay(seed: int, plant: str | None) -> int:
    outcome = planted(seed, plant)
    echo("\n".join(outcome.told))
    echo("\n".join(outcome.broken) or "Every promise was kept.")
    return 1 if outcome.broken else 0


def _find() -> int:
    missed = 0
    with ProcessPoolExecutor(2) as pool:
        for plant, seed in zip(PLANTS, pool.map(found_by, PLANTS), strict=True):
            missed += seed is None
            echo(f"{plant}: {seed or 'not found'}")
    return 1 if missed else 0


def _many(given: argparse.Namespace) -> int:
    began, said, broken = time.monotonic(), time.monotonic(), 0
    done: list[Outcome] = []
    with ProcessPoolExecutor(given.processes, max_tasks_per_child=BLOCKS_A_WORKER) as pool:
        for outcomes in _blocks(pool, given, began):
            done += outcomes
            for outcome in outcomes:
                broken += _say(outcome)
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                echo(_summary(done, began))
    echo(_summary(done, began))
    return 1 if broken else 0


def _blocks(pool: ProcessPoolExecutor, given: argparse.Namespace, began: float) -> Iterator[list[Outcome]]:
    seeds = iter(count(given.first) if given.seeds is None else range(given.first, given.first + given.seeds))
    waiting: list[Any] = []
    while True:
        is_over = given.seeds is None and time.monotonic() - began > given.minutes * 60
        while not is_over and len(waiting) < 2 * given.processes and (some := list(islice(seeds, BLOCK))):
            waiting.append(pool.submit(block, some, given.plant))
        if not waiting:
            return
        yield waiting.pop(0).result()


def _say(outcome: Outcome) -> int:
    for promise in outcome.broken:
        echo(f"seed {outcome.seed}: {promise}")
    return 1 if outcome.broken else 0


def _summary(done: list[Outcome], began: float) -> str:
    minutes = (time.monotonic() - began) / 60
    years = sum(outcome.days for outcome in done) / 365.25
    bad = sum(1 for outcome in done if outcome.broken)
    crashes, messages = sum(one.crashes for one in done), sum(one.messages for one in done)
    return (
        f"{len(done)} seeds in {minutes:.1f} minutes: {years:.2f} years, {messages} messages, {crashes} crashes; "
        f"{bad} with a broken promise"
    )


if __name__ == "__main__":
    sys.exit(main())
