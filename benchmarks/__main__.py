"""`python -m benchmarks`: runs all of them, or those that are named, and writes the table."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from types import ModuleType

from benchmarks import NAMES, table
from benchmarks.machine import machine
from benchmarks.rows import Effort, Row


def main(arguments: Sequence[str], say: Callable[[str], object] | None = None) -> int:
    """Run what was asked for; each row is written as soon as it is there, so a run cut short keeps what it has."""
    asked, say = _asked(arguments), say or _say
    effort = Effort.QUICK if asked.quick else Effort.FULL
    if not (asked.names or asked.dry):
        table.PAGE.write_text(table.of_machine(table.PAGE.read_text(), machine()))
    missed = 0
    for name in asked.names or NAMES:
        rows = _run(name, effort, say)
        missed += sum(row.holds is False for row in rows)
        if not asked.dry:
            _write(name, rows, effort, say)
    return 1 if missed else 0


def module(name: str) -> ModuleType:
    """The benchmark of this name: `TITLE`, and `measure(effort)`, which answers rows."""
    return import_module(f"benchmarks.{name}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run(name: str, effort: Effort, say: Callable[[str], object]) -> list[Row]:
    benchmark = module(name)
    say(f"{name}: {benchmark.TITLE}")
    begun = time.monotonic()
    rows: list[Row] = list(benchmark.measure(effort))
    for row in rows:
        say(f"  {row.what}: {row.figure} {row.ratio} {row.bar} {row.verdict}".rstrip())
    say(f"  took {time.monotonic() - begun:.0f} s")
    return rows


def _write(name: str, rows: list[Row], effort: Effort, say: Callable[[str], object]) -> None:
    try:
        page = table.merged(table.PAGE.read_text(), NAMES, {name: rows}, machine(), (_today(), effort))
    except table.AnotherMachine as other:
        say(f"  not written: the other rows were made on {other}; run all of them to begin anew here")
        return
    table.PAGE.write_text(page)


def _today() -> date:
    return datetime.now(UTC).date()


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how fast the bot is.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, to see a direction")
    parser.add_argument("--dry", action="store_true", help="print the figures and write nothing")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
