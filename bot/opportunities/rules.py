"""Decisions about opportunities: what one is called, and what is too little to be one."""

from bot.errors import FieldRefusal
from bot.slack.rich_text import RichText


def name(number: int) -> str:
    """How people call it, such as O7."""
    return f"O{number}"


def checked(found: list[RichText], block: str) -> list[RichText]:
    """What is to be noted; refuses, under a field, words that say nothing."""
    if not found:
        raise FieldRefusal(block, "What have you noticed? Please write a few words.")
    return found
