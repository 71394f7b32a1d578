"""The Home tab's own parts: what could not be delivered, and a person's settings."""

from collections.abc import Sequence

from bot.home.views import words
from bot.home.views.models import DaysAway, Due, Settings
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.models import PostState
from bot.slack.text import escape, when

MOST_LOST = 5
MOST_AWAY = 10
TWICE = blocks.confirmation(
    "Send it again?",
    "It may have arrived already; then you will have it twice.",
    "Send again",
    "Leave it",
)


def undelivered(lost: Sequence[Due], settings: Settings) -> list[Block]:
    """What could not be delivered lately, each with *Send again*; nothing at all when there is none."""
    if not lost:
        return []
    rows = [_lost(due, settings) for due in lost[:MOST_LOST]]
    rest = len(lost) - len(rows)
    more = [blocks.context(f"… and {rest} more: see “Why did I (not) get this?”")] if rest else []
    return [blocks.header("What could not be delivered"), *rows, *more]


def settings_part(settings: Settings) -> list[Block]:
    """A person's own calendar as the bot knows it, and the buttons to change it or to ask about it."""
    return [
        blocks.divider(),
        blocks.header("Settings"),
        blocks.line(blocks.bold("Time zone: "), f"{settings.zone.key}, from your Slack profile"),
        blocks.line(blocks.bold("Working days: "), words.week(settings.week)),
        blocks.line(blocks.bold("Public holidays: "), settings.region or "none"),
        *_quiet(settings),
        *_days_away(settings.away),
        blocks.actions(
            blocks.button("I’m away…", "home.away"),
            blocks.button("Working days & holidays", "home.calendar"),
            blocks.button("Calendar address…", "calendar.addresses"),
            blocks.button("Why did I (not) get this?", "home.why"),
            blocks.button("Help", "home.help"),
        ),
    ]


def _lost(due: Due, settings: Settings) -> Block:
    said = f"{escape(due.about)} · {when(due.at, settings.zone)}\n{escape(words.outcome(due.state, due.error))}"
    asks = TWICE if due.state is PostState.UNKNOWN else None
    again = blocks.button("Send again", "home.send_again", due.id, asks=asks, spoken=f"Send again: {due.about}")
    return blocks.section(said, again)


def _quiet(settings: Settings) -> list[Block]:
    if settings.quiet_because is None:
        return []
    because = words.quiet(settings.quiet_because)
    return [blocks.context(f"I am quiet today: {because}. Nobody counts you as missing.")]


def _days_away(away: Sequence[DaysAway]) -> list[Block]:
    rest = len(away) - MOST_AWAY
    more = [blocks.context(f"… and {rest} more after these.")] if rest > 0 else []
    return [*(_away(days) for days in away[:MOST_AWAY]), *more]


def _away(days: DaysAway) -> Block:
    span = words.span(days.first, days.last)
    back = blocks.button("Take back", "home.away_cancel", days.id, spoken=f"Take back: away {span}")
    return blocks.words(f"Away: {span}", back)
