"""Today's sync-ups on the Home tab of somebody who takes part in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rituals.standup.models import PartState
from bot.rituals.standup.views.words import day_said, name
from bot.slack.blocks import Block, Element, actions, bold, button, context, header, line

MOST = 8


@dataclass(frozen=True)
class OpenPart:
    """A day's sync-up that is open for somebody."""

    occurrence: int
    day: date
    team: str
    state: PartState = PartState.EXPECTED


def open_prompts(parts: Sequence[OpenPart]) -> list[Block]:
    """Each with what can be done; no heading either when there is none."""
    if not parts:
        return []
    rest = len(parts) - MOST
    more = [context(f"…and {rest} more of your teams: /standup")] if rest > 0 else []
    return [header("Today"), *(block for part in parts[:MOST] for block in _prompt(part)), *more]


def _prompt(part: OpenPart) -> list[Block]:
    about = f"Sync-up of {name(part.team)}, {day_said(part.day)}"
    if part.state is PartState.SKIPPED:
        return [line(bold(about), " · you skip it"), actions(_answer(part, style=None))]
    if part.state is PartState.ANSWERED:
        change = button("Change", "standup.answer", part.occurrence, spoken=f"Change your answer: {part.team}")
        return [line("✓ ", bold(about), " · answered"), actions(change)]
    return [
        line(bold(about), " · waiting for your answer"),
        actions(
            _answer(part, style="primary"),
            button("Skip today", "standup.skip", part.occurrence, spoken=f"Skip today: {part.team}"),
        ),
    ]


def _answer(part: OpenPart, style: str | None) -> Element:
    return button("Answer", "standup.answer", part.occurrence, style=style, spoken=f"Answer: {part.team}")
