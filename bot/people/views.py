"""The fields in which people say when they are away, for every form that asks."""

from datetime import date

from bot.slack import blocks, inputs
from bot.slack.blocks import Block


def days_away_fields(today: date) -> list[Block]:
    """First and last day (block ids `first` and `last`), filled in with today alone, and what it means."""
    return [
        inputs.field("first", "First day", inputs.day_picker(today)),
        inputs.field("last", "Last day", inputs.day_picker(today), hint="The last day you are away."),
        blocks.context("On these days I ask and remind you of nothing, and nobody counts you as missing."),
    ]
