"""The project's own code, parsed, for tests that hold it to its rules."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NOT_OURS = frozenset({".git", ".venv", "build", "data", "__pycache__", "node_modules"})


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, and its text. A package is named `folder.__init__`."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What its path says it holds: `rules` for `rules.py`, and for every file in a folder `rules`."""
        return frozenset(self.name.split(".")[1:])

    @cached_property
    def kind(self) -> str:
        """What its own name says it holds: `rules` for `rules.py` and for `rules/__init__.py`."""
        return self.name.removesuffix(".__init__").rpartition(".")[2]

    @cached_property
    def imported(self) -> frozenset[str]:
        """Every dotted name it imports, `from a import b` as `a.b`, wherever in the file."""
        return frozenset(name for node in ast.walk(self.tree) for name in _imported_by(node))

    def imports(self, *packages: str) -> list[str]:
        """Those of its imports that are, or lie in, one of the packages."""
        return sorted(name for name in self.imported if lies_in(name, *packages))

    def lies_in(self, *packages: str) -> bool:
        """Whether the module is, or lies in, one of the packages."""
        return lies_in(self.name, *packages)


Rule = Callable[[Module], list[Any]]


def lies_in(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages, or below one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def _imported_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file of the project with one of the suffixes, or every file; nothing that tools left behind."""
    found = (path for top in ROOT.iterdir() if _is_ours(top) for path in _below(top))
    return tuple(sorted(path for path in found if not suffixes or path.suffix in suffixes))


def _below(top: Path) -> Iterator[Path]:
    if top.is_file():
        yield top
        return
    for path in top.rglob("*"):
        if path.is_file() and NOT_OURS.isdisjoint(path.parts):
            yield path


def _is_ours(top: Path) -> bool:
    hidden_cache = top.name.startswith(".") and top.name.endswith("_cache")
    return top.name not in NOT_OURS | {".env", ".hypothesis"} and not hidden_cache


def relative(path: Path) -> str:
    """The file's place in the project, for a breach's sentence."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below the folders."""
    return tuple(
        Module(relative(path).removesuffix(".py").replace("/", "."), path.read_text(encoding="utf-8"))
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] in folders
    )


def breaches(rule: Rule, *folders: str) -> str:
    """What a rule reports in the folders, one line a breach, below the rule's own words; empty if it holds."""
    found = [f"{module.name}: {breach}" for module in modules(*folders) for breach in rule(module)]
    return "\n".join([rule.__doc__ or "", *found]) if found else ""
