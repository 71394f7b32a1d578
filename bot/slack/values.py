"""What stands in the inputs of a form, read once at the border into typed values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeVar

from bot.errors import FieldRefusal, Refusal
from bot.slack.rich_text import RichText, read
from bot.slack.text import one_line, storable

T = TypeVar("T")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")


@dataclass(frozen=True)
class Values:
    """The inputs of a view by block id; an input left empty reads as None."""

    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, block: str) -> str | None:
        """What was typed, as it was typed."""
        value = self._input(block).get("value")
        return None if value is None else storable(str(value))

    def rich(self, block: str) -> RichText | None:
        """What was written in a box that takes formatting; `FieldRefusal` if it is too much to keep."""
        try:
            return read(self._input(block).get("rich_text_value"))
        except Refusal as refusal:
            raise FieldRefusal(block, refusal.sentence) from None

    def number(self, block: str) -> Decimal | None:
        """The number that was typed, in digits; `FieldRefusal` for anything else."""
        typed = (self.text(block) or "").strip()
        if not typed:
            return None
        if not DECIMAL.fullmatch(typed):
            sentence = f"“{one_line(typed, 30)}” is not a number. Please write it in digits, such as 4 or 2.5."
            raise FieldRefusal(block, sentence)
        return Decimal(typed)

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

    def users(self, block: str) -> list[str]:
        """The Slack ids of all who were chosen, each once."""
        users = self._input(block).get("selected_users") or []
        return list(dict.fromkeys(storable(str(user)) for user in users))

    def channel(self, block: str) -> str | None:
        """The Slack id of the channel or conversation that was chosen."""
        held = self._input(block)
        channel = held.get("selected_conversation") or held.get("selected_channel")
        return None if channel is None else storable(str(channel))

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
