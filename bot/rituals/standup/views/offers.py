"""Private answers about a sync-up: what was done, what comes next, and the button that goes on from there."""

from datetime import date

from bot.rituals.standup.views.words import day_said, name
from bot.slack.answers import Answer, said
from bot.slack.blocks import Element, actions, button, section
from bot.slack.text import escape


def answer_early(team: str, day: date, occurrence: int) -> Answer:
    """No sync-up today: when the next one is, and a button that answers it now."""
    text = f"There is no sync-up of {_name(team)} for you today. The next one is on {day_said(day)}."
    return _with(text, button("Answer early", "standup.answer", occurrence))


def too_old(day: date, sync_up: int) -> Answer:
    """That day is over for good, and a button that answers today's."""
    text = f"The sync-up of {day_said(day)} was more than a week ago, so it can’t be answered any more."
    return _with(text, button("Answer today’s", "standup.open", sync_up))


def skipped(team: str, day: date, occurrence: int) -> Answer:
    """It was skipped, and a button that answers it after all."""
    text = f"Skipped: the sync-up of {_name(team)} on {day_said(day)}. You can still answer it."
    return _with(text, button("Answer", "standup.answer", occurrence))


def away(first: date, last: date) -> Answer:
    """The days that were noted as days away."""
    days = day_said(first) if first == last else f"{day_said(first)} to {day_said(last)}"
    return said(f"Noted: you are away {days}. I ask and remind you of nothing then. Take it back on my Home tab.")


def _name(team: str) -> str:
    return escape(name(team))


def _with(text: str, pressed: Element) -> Answer:
    return said(text, [section(text), actions(pressed)])
