"""How the sandbox says no, in Slack's words."""

from typing import Any

from bot.errors import DrumbeatError


class SlackRefusal(DrumbeatError):
    """A Web API call that Slack would answer with `ok: false`; `extra` is merged into that answer."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra

    @classmethod
    def with_messages(cls, error: str, problems: list[str]) -> "SlackRefusal":
        """The shape Slack uses where it says what is wrong with an argument."""
        messages = [f"[ERROR] {problem}" for problem in problems]
        return cls(error, response_metadata={"messages": messages})


class NotShown(DrumbeatError):
    """A person in the sandbox was asked to use something that is not on their screen."""
