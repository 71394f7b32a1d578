"""The arguments of one Web API call, however they were sent: JSON, form or query."""

import json
from typing import Any

from bot.sandbox.refusals import SlackRefusal

Json = dict[str, Any]

FALSE = {"", "0", "false", "False", "no"}


class Arguments:
    """Reads values as Slack reads them: numbers and booleans may be text, structures may be JSON text."""

    def __init__(self, values: Json) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def needed(self, name: str) -> str:
        """Refuses an absent or empty argument the way Slack does."""
        if not self.text(name):
            problem = f"missing required field: {name}"
            raise SlackRefusal.with_messages("invalid_arguments", [problem])
        return self.text(name)

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean, whether sent as JSON or as the words of a form."""
        value = self.values.get(name, default)
        return value not in FALSE if isinstance(value, str) else bool(value)

    def number(self, name: str, default: int) -> int:
        """Refuses what is not a whole number with `invalid_arguments`."""
        try:
            return int(self.values.get(name, default) or default)
        except (TypeError, ValueError):
            raise SlackRefusal("invalid_arguments") from None

    def structure(self, name: str, error: str) -> Any:
        """A list or an object, given as such or as JSON text; None when absent, `error` when unreadable."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackRefusal(error) from None
