"""The table keeps what was not measured anew, and never mixes two machines."""

from datetime import date

import pytest

from benchmarks import table
from benchmarks.rows import Effort, Row, Spread, at_most, percentile

NAMES = ("beat", "home")
MADE = (date(2026, 3, 2), Effort.FULL)
LATER = (date(2026, 4, 1), Effort.QUICK)
BEAT = at_most("SQLite", "8.0 ms", Spread((1.0, 1.1, 1.3)), 1.2)
HOME = Row("SQLite", "9.0 ms", "2.00")
EMPTY = f"# Page\n\n{table.BEGIN}\n{table.HEAD}\n{table.END}\n\nMore."


def _page() -> str:
    return table.merged(EMPTY, NAMES, {"home": [HOME], "beat": [BEAT]}, "A", MADE)


def test_a_row_says_what_was_measured_against_which_bar_and_when() -> None:
    assert table.lines_of(_page())["beat"] == [
        "| `beat` | SQLite | 8.0 ms | 1.10 (1.00–1.30) | at most 1.2 | holds | 2026-03-02 |"
    ]


def test_a_bar_that_is_missed_is_told() -> None:
    assert at_most("SQLite", "8.0 ms", Spread((1.3,)), 1.2).verdict == "**missed**"


def test_rows_stand_in_the_order_of_their_names() -> None:
    assert list(table.lines_of(_page())) == ["beat", "home"]


def test_what_stands_around_the_table_stays() -> None:
    assert _page().startswith("# Page\n\n") and _page().endswith("\n\nMore.")  # noqa: PT018


def test_rows_that_were_not_measured_anew_are_kept_with_their_day() -> None:
    page = table.merged(_page(), NAMES, {"home": [HOME]}, "A", LATER)
    assert table.lines_of(page)["beat"] == table.lines_of(_page())["beat"]
    assert table.lines_of(page)["home"] == ["| `home` | SQLite | 9.0 ms | 2.00 |  |  | 2026-04-01, quick |"]


def test_rows_of_two_machines_never_stand_side_by_side() -> None:
    with pytest.raises(table.AnotherMachine, match="A"):
        table.merged(_page(), NAMES, {"home": [HOME]}, "B", LATER)
    assert table.lines_of(table.of_machine(_page(), "B")) == {}
    assert table.of_machine(_page(), "A") == _page()


def test_a_percentile_lies_between_what_was_measured() -> None:
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([4.0], 99) == 4.0
