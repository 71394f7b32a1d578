"""Every benchmark measures what it says, on a small scale, and stands in the table."""

import pytest

from benchmarks import NAMES, table
from benchmarks.__main__ import module
from benchmarks.rows import Effort, Row


@pytest.mark.parametrize("name", ["beat", "home"])
def test_it_measures(name: str) -> None:
    rows: list[Row] = list(module(name).measure(Effort.TINY))
    assert {"SQLite", "PostgreSQL"} == {row.what.partition(",")[0] for row in rows}
    assert all(row.figure and row.ratio for row in rows)


def test_the_table_has_rows_of_every_benchmark_and_no_other() -> None:
    assert list(table.lines_of(table.PAGE.read_text())) == list(NAMES)


def test_every_benchmark_says_what_it_measures() -> None:
    assert all(module(name).TITLE for name in NAMES)
