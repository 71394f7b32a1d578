"""What stands in the inputs of a form, read once at the border into typed values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar

from bot.errors import Refusal
from bot.slack.text import storable

T = TypeVar("T")


@dataclass(frozen=True)
class Values:
    """The inputs of a view by block id; an input left empty reads as None."""

    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, block: str) -> str | None:
        """What was typed, as it was typed."""
        value = self._input(block).get("value")
        return None if value is None else storable(str(value))

    def choice(self, block: str) -> str | None:
        """The value of the option chosen in a menu or among radio buttons."""
        option = self._input(block).get("selected_option") or {}
        return option.get("value")

    def choices(self, block: str) -> list[str]:
        return [option["value"] for option in self._input(block).get("selected_options") or []]

    def user(self, block: str) -> str | None:
        """The Slack id of whoever was chosen."""
        user = self._input(block).get("selected_user")
        return None if user is None else storable(str(user))

    def day(self, block: str) -> date | None:
        return _read(date.fromisoformat, self._input(block).get("selected_date"))

    def time(self, block: str) -> time | None:
        return _read(time.fromisoformat, self._input(block).get("selected_time"))

    def _input(self, block: str) -> Mapping[str, Any]:
        elements = self.state.get(block) or {}
        return next(iter(elements.values()), {}) or {}


def _read(reader: Callable[[str], T], value: str | None) -> T | None:
    if not value:
        return None
    try:
        return reader(value)
    except ValueError:
        raise Refusal(f"“{value}” is not a date or time that exists. Please choose another.") from None
