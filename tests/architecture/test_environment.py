"""The example of an environment is complete, explained, and says what is so without it."""

import re
from itertools import pairwise
from pathlib import Path

from bot.config import Settings
from tests.architecture.source import ROOT

EXAMPLE = ROOT / ".env.example"
NAMES = {name.upper() for name in Settings.model_fields}


def variables(text: str) -> list[str]:
    """The variables an example sets, or shows with their default behind a `#`, in order."""
    return re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE)


def unexplained(text: str) -> list[str]:
    """The variables with no line of comment directly above."""
    lines = ["", *text.splitlines()]
    return [line for above, line in pairwise(lines) if variables(line) and not above.startswith("# ")]


def test_every_setting_is_in_the_example_once() -> None:
    assert sorted(variables(EXAMPLE.read_text())) == sorted(NAMES)


def test_every_setting_in_the_example_has_a_comment() -> None:
    assert unexplained(EXAMPLE.read_text()) == []


def test_the_example_as_it_stands_changes_nothing() -> None:
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_what_the_example_shows_is_what_holds_without_it(tmp_path: Path) -> None:
    shown = tmp_path / "env"
    shown.write_text(re.sub(r"^#([A-Z_]+=)", r"\1", EXAMPLE.read_text(), flags=re.MULTILINE))
    assert Settings(_env_file=shown) == Settings(_env_file=None)


def test_the_example_sets_only_what_has_to_be_filled_in_so_that_a_container_keeps_its_own() -> None:
    set_here = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE)
    assert set_here == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ENCRYPTION_KEYS"]


def test_a_setting_without_a_comment_is_reported() -> None:
    assert unexplained("# The port.\nPORT=\nHOST=\n") == ["HOST="]
