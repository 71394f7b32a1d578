"""What is in the repository is finished, tested without exception, and works on any machine."""

import re

import pytest

from tests.architecture.source import Path, files, relative

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
NOT_TESTED = re.compile(r"\b(pytest\.|mark\.|import )(importor)?(sk" + r"ip|skip" + r"if|xf" + r"ail)\b")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w./:}-])/(wo" + r"rk|ro" + r"ot|Us" + r"ers|home/[a-z]+)/"
    r"|\b(pypi|pyth" + r"onhosted|registry\.npm" + r"js|deb\.deb" + r"ian|proxy\.gol" + r"ang)\.(org|com|net)"
)
LANGUAGES = (".py", ".js", ".css", ".html", ".toml", ".yaml", ".yml", ".md", ".sh", "")


def _lines_with(pattern: re.Pattern[str], *suffixes: str, below: str = "") -> list[str]:
    return [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in files(*suffixes)
        if relative(path).startswith(below)
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_nothing_is_left_to_be_done_later() -> None:
    assert not _lines_with(UNFINISHED, *LANGUAGES)


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert not _lines_with(NOT_TESTED, ".py", below="tests/")


def test_nothing_names_a_package_index_or_a_folder_of_one_machine() -> None:
    assert not _lines_with(OF_ONE_MACHINE, *LANGUAGES, ".json", ".lock", ".example", ".txt", ".cfg", ".ini")


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (UNFINISHED, "x = 1  # TO" + "DO later"),
        (NOT_TESTED, "@pytest.mark.sk" + "ip"),
        (NOT_TESTED, "pytest.importorsk" + "ip('psycopg')"),
        (NOT_TESTED, "    pytest.sk" + "ip('no server')"),
        (NOT_TESTED, "@pytest.mark.xf" + "ail(strict=True)"),
        (OF_ONE_MACHINE, "path = '/wo" + "rk/main'"),
        (OF_ONE_MACHINE, "https://py" + "pi.org/simple"),
    ],
)
def test_a_planted_line_is_reported(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)


@pytest.mark.parametrize("line", ["from bot.home import page", "await skip(occurrence)", "see bot/home/views.py"])
def test_ordinary_lines_are_not_reported(line: str) -> None:
    assert not any(pattern.search(line) for pattern in (UNFINISHED, NOT_TESTED, OF_ONE_MACHINE))
