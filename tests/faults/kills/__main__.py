"""`make kills`: real processes are killed at random moments of a fan-out, and Slack's own log is counted."""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.storage.migration import upgrade
from tests.faults.kills.plants import PLANTS
from tests.faults.kills.rounds import Counted, Setting, play
from tests.faults.kills.stopping import Order
from tests.faults.servers import own_server

KINDS = {
    "sqlite": "one bot, killed, on SQLite",
    "postgresql": "three bots, one of them killed, on PostgreSQL",
    "server": "two bots, PostgreSQL itself killed",
    "stopped": "two bots, one stopped for longer than its lease and woken, on PostgreSQL",
    "rolling": "two bots, each stopped and replaced by a new one, on PostgreSQL",
}
BOTS = {"postgresql": 3, "server": 2, "stopped": 2, "rolling": 2}


@contextmanager
def played(kind: str, setting: Setting) -> Iterator[tuple[Setting, str]]:
    """With all that is needed to play on this kind of database, which is migrated and empty."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{folder}/drumbeat.db"
            upgrade(url)
            yield setting, url
            return
        order = Order(Path(folder) / "order") if kind == "stopped" else None
        with own_server(durable=True) as server:
            killed = server if kind == "server" else None
            bots, is_rolling = BOTS[kind], kind == "rolling"
            yield replace(setting, bots=bots, order=order, server=killed, is_rolling=is_rolling), server.url


def table(counted: dict[str, Counted]) -> str:
    """What was counted, as Markdown."""
    head = (
        "| what is killed | rounds | in the middle | messages | faults | lost | doubled | unanswered | minutes |"
    )
    rows = [
        f"| {KINDS[kind]} | {one.rounds} | {one.in_the_middle} | {one.wanted} | {one.faults} "
        f"| {one.lost} | {one.doubled} | {one.unanswered} | {one.seconds / 60:.1f} |"
        for kind, one in counted.items()
    ]
    return "\n".join([head, "|" + " --- |" * 9, *rows])


def main() -> int:
    """Play, print the table, and answer with 1 if anything was lost or doubled."""
    read = argparse.ArgumentParser(prog="make kills", description=__doc__)
    read.add_argument("--rounds", type=int, default=100)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("--database", choices=KINDS, action="append", help="all if none is named")
    read.add_argument(
        "--plant", choices=sorted(PLANTS), help="let the bots make this mistake, which must be found"
    )
    given, counted = read.parse_args(), {}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ended by whomever, it counts so far and cleans up
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    for kind in given.database or KINDS:
        with played(kind, Setting(given.rounds, given.seed, plant=given.plant)) as (setting, url):
            counted[kind] = asyncio.run(play(setting, url, lambda line: print(line, file=sys.stderr)))  # noqa: T201
        if counted[kind].rounds < given.rounds:
            break
    print(table(counted))  # noqa: T201
    return int(any(one.lost or one.doubled or one.unanswered for one in counted.values()))


if __name__ == "__main__":
    sys.exit(main())
