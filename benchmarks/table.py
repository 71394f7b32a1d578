"""The table in docs/performance.md: written between its markers, rows that were not run anew are kept."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.rows import Effort, Row

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN = "<!-- written by make bench: begin -->"
END = "<!-- written by make bench: end -->"
HEAD = "| benchmark | what | figure | ratio | bar | verdict | made |\n| --- | --- | --- | --- | --- | --- | --- |"
BETWEEN = re.compile(f"{re.escape(BEGIN)}\n(.*){re.escape(END)}", re.DOTALL)


class AnotherMachine(Exception):
    """The rows that would stay were measured elsewhere: side by side they would say nothing."""


def lines_of(page: str) -> dict[str, list[str]]:
    """The table's lines by the name of their benchmark."""
    kept: dict[str, list[str]] = {}
    for line in _written(page).splitlines():
        if found := re.match(r"\| `(\w+)` \|", line):
            kept.setdefault(found[1], []).append(line)
    return kept


def machine_of(page: str) -> str:
    """What the page says its figures were measured on; empty if nothing was yet."""
    found = re.search(r"^Machine: (.*)$", _written(page), re.MULTILINE)
    return found[1] if found else ""


def merged(
    page: str, names: Sequence[str], measured: Mapping[str, Sequence[Row]], machine: str, made: tuple[date, Effort]
) -> str:
    """The page with these rows in place of the older ones of the same benchmarks, in the order of `names`.

    Refuses with `AnotherMachine` when rows that stay were made on another one.
    """
    lines = lines_of(page)
    if lines.keys() - measured.keys() and machine_of(page) not in ("", machine):
        raise AnotherMachine(machine_of(page))
    lines |= {name: [_line(name, row, made) for row in rows] for name, rows in measured.items()}
    body = "\n".join([HEAD, *(line for name in names for line in lines.get(name, []))])
    return BETWEEN.sub(lambda _: f"{BEGIN}\n{body}\n\nMachine: {machine}\n{END}", page)


def of_machine(page: str, machine: str) -> str:
    """The page as it is if its figures were measured on this machine, else without any."""
    if machine_of(page) in ("", machine):
        return page
    return BETWEEN.sub(f"{BEGIN}\n{HEAD}\n{END}", page)


def _written(page: str) -> str:
    found = BETWEEN.search(page)
    if found is None:
        raise LookupError(f"no markers in {PAGE.name}")
    return found[1]


def _line(name: str, row: Row, made: tuple[date, Effort]) -> str:
    day, effort = made
    stamp = f"{day:%Y-%m-%d}" if effort is Effort.FULL else f"{day:%Y-%m-%d}, {effort.value}"
    cells = (f"`{name}`", row.what, row.figure, row.ratio, row.bar, row.verdict, stamp)
    return f"| {' | '.join(cells)} |"
