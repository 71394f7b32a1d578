"""`manifest`: the files that are read off the code, written or checked."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import stop

ROOT = Path(__file__).parents[2]


def manifest(
    check: Annotated[bool, typer.Option("--check", help="Only say whether they are; exit code 1 if not.")] = False,
) -> None:
    """Write manifest.json and docs/commands.md as the code has them."""
    stale = [(file, content) for file, content in written() if not _holds(file, content)]
    names = " and ".join(file.relative_to(ROOT).as_posix() for file, _ in stale)
    if check and stale:
        raise stop(f"Out of step with the code: {names}. Write anew with: python -m bot manifest")
    for file, content in stale:
        file.write_text(content, encoding="utf-8")
    typer.echo(f"Wrote {names}." if stale else "manifest.json and docs/commands.md are in step.")


def written() -> list[tuple[Path, str]]:
    """Each file that is read off the code, with what belongs in it."""
    from bot.catalogue import SURFACE
    from bot.slack.manifest import commands_page, manifest_file

    return [
        (ROOT / "manifest.json", manifest_file(SURFACE)),
        (ROOT / "docs" / "commands.md", commands_page(SURFACE)),
    ]


def _holds(file: Path, content: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == content
