"""Today's sync-ups on the Home tab of somebody who takes part in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rituals.standup.views.saying import day_said
from bot.rituals.standup.views.words import name
from bot.slack.blocks import Block, actions, bold, button, header, line

MOST = 8


@dataclass(frozen=True)
class OpenPart:
    """A day's sync-up that is open for somebody."""

    occurrence: int
    day: date
    team: str
    is_answered: bool


def open_prompts(parts: Sequence[OpenPart]) -> list[Block]:
    """Each with what can be done; no heading either when there is none."""
    if not parts:
        return []
    return [header("Today"), *(block for part in parts[:MOST] for block in _prompt(part))]


def _prompt(part: OpenPart) -> list[Block]:
    about = f"Sync-up of {name(part.team)}, {day_said(part.day)}"
    if part.is_answered:
        change = button("Change", "standup.answer", part.occurrence, spoken=f"Change your answer: {part.team}")
        return [line("✓ ", bold(about), " · answered"), actions(change)]
    return [
        line(bold(about), " · waiting for your answer"),
        actions(
            button("Answer", "standup.answer", part.occurrence, style="primary", spoken=f"Answer: {part.team}"),
            button("Skip today", "standup.skip", part.occurrence, spoken=f"Skip today: {part.team}"),
        ),
    ]
