"""Statements that every request needs, built once: SQLAlchemy takes longer to build one than to run it."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any, TypeVar

from sqlalchemy import bindparam

Statement = TypeVar("Statement")


def prepared(build: Callable[..., Statement]) -> Callable[..., tuple[Statement, dict[str, Any]]]:
    """The statement with values for its parameters, as `session.execute(*found(1, "a"))` takes both.

    `build` is called once, with a bound parameter for each of its own by its name; it may compare a column with
    one, or look for a column `in_` one that stands for several values. What it does may not depend on the values:
    None compared with `==` finds nothing.
    """
    names = tuple(signature(build).parameters)

    @cache
    def built() -> Statement:
        return build(*(bindparam(name) for name in names))

    @wraps(build)
    def bound(*values: Any) -> tuple[Statement, dict[str, Any]]:
        return built(), dict(zip(names, values, strict=True))

    return bound
