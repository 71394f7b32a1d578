"""What the documents name exists, and what an operator or a newcomer needs is named."""

import re
from pathlib import Path

import pytest
import typer.main

from bot.catalogue import SURFACE
from bot.cli.program import program
from bot.config import Settings
from tests.architecture.source import ROOT, files, relative

PAGES = [path for path in files(".md") if relative(path) != "LICENSE.md"]
WRITTEN_FOR_PEOPLE = [path for path in PAGES if "decisions" not in path.parts]
SETTINGS = {name.upper() for name in Settings.model_fields}
COMMANDS = set(typer.main.get_command(program).commands)  # type: ignore[attr-defined]
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
WORDS = {command.name: {"help", *(sub.word for sub in command.subcommands)} for command in SURFACE.commands}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
SETTING = re.compile(r"`([A-Z]{3,}(?:_[A-Z]+)+|HOST|PORT)\b")
OF_OTHERS = frozenset({"PG_BIN", "POSTGRES_PASSWORD"})
"""Variables that are the tests' own or the database's, and not the bot's."""


def unknown_names(text: str) -> list[str]:
    """What a page names in our name that does not exist: settings, commands, targets, words after `/1on1`."""
    settings = set(SETTING.findall(text)) - SETTINGS - OF_OTHERS
    commands = set(re.findall(r"python -m bot ([a-z]+)", text)) - COMMANDS
    targets = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) - TARGETS
    typed = re.findall(r"`(/[a-z0-9]+)(?: ([a-z]+))?", text)
    words = {f"{name} {word}".strip() for name, word in typed if name in WORDS and word not in WORDS[name] | {""}}
    return sorted(settings | commands | targets | words)


def dead_links(path: Path, text: str) -> list[str]:
    """Links to files of the project that are not there."""
    return [link for link in LINK.findall(text) if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", WRITTEN_FOR_PEOPLE, ids=relative)
def test_what_a_page_names_exists(path: Path) -> None:
    assert unknown_names(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_leads_to_files_that_are_there(path: Path) -> None:
    assert dead_links(path, path.read_text()) == []


def test_every_command_of_the_terminal_is_documented() -> None:
    assert {name for name in COMMANDS if f"`python -m bot {name}" not in OPERATIONS} == set()


def test_every_decision_has_a_number_of_its_own_and_begins_with_it() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert all(path.read_text().startswith(f"# {path.name[:4]} — ") for path in decisions)


@pytest.mark.parametrize(
    "planted",
    ["set `SLACK_USER_TOKEN`", "`python -m bot serve`", "run `make everything`", "type `/1on1 delete @bob`"],
)
def test_a_planted_name_is_reported(planted: str) -> None:
    assert len(unknown_names(planted)) == 1


def test_a_planted_link_is_reported() -> None:
    assert dead_links(ROOT / "README.md", "[a](docs/operations.md) [b](docs/nowhere.md)") == ["docs/nowhere.md"]
