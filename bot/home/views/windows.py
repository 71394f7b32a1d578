"""The windows that Home opens to read in: what was due for a person, and help."""

from collections.abc import Iterator, Sequence

from bot.home.views import words
from bot.home.views.models import Due, DuePage, Offered
from bot.slack import blocks
from bot.slack.blocks import SECTION, VIEW_BLOCKS, Block, View
from bot.slack.models import PostState

DAYS = 14
EMPTY = f"Nothing was due for you in the last {DAYS} days, so nothing was sent and nothing was left out."
ABOUT = "I ask before your meetings, keep what you agree on, and stay quiet on your days off."


def due_page(shown: DuePage) -> View:
    """What was due for a person lately, newest first, and what became of each; never what it said."""
    if not shown.rows:
        return blocks.modal("home.why", "What was due for you", [blocks.words(EMPTY)])
    intro = f"What was due for you in the last {DAYS} days, newest first."
    cut = [blocks.context("There was more, which is too much to show here.")] if shown.is_cut else []
    rows = [_row(due, shown) for due in shown.rows]
    return blocks.modal("home.why", "What was due for you", [blocks.context(intro), *rows, *_turning(shown), *cut])


def help_window(offered: Sequence[Offered]) -> View:
    """What the bot can do, way by way."""
    listed = [block for one in offered for block in _offered(one)]
    return blocks.modal("home.help", "Help", [blocks.words(ABOUT), *listed][:VIEW_BLOCKS])


def _row(due: Due, shown: DuePage) -> Block:
    head = blocks.moment(due.at, shown.zone), f" · {due.about}\n"
    became = words.outcome(due.state, due.error)
    if due.state is not PostState.SHOWN or due.shown_at is None:
        return blocks.line(*head, became)
    shown_word = words.OUTCOMES[PostState.SHOWN]
    at = blocks.moment(due.shown_at, shown.zone)
    return blocks.line(*head, f"{shown_word}: ", at, became.removeprefix(shown_word))


def _turning(shown: DuePage) -> list[Block]:
    newer = blocks.button("Newer", "home.why_page:newer", shown.page - 1) if shown.page > 0 else None
    is_last = shown.page + 1 >= shown.pages
    older = None if is_last else blocks.button("Older", "home.why_page:older", shown.page + 1)
    return [blocks.actions(newer, older)] if newer or older else []


def _offered(one: Offered) -> list[Block]:
    return [blocks.header(one.title), *(blocks.section(text) for text in _paragraphs(one.lines))]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines put together as far as a paragraph holds; one that is too long by itself is left out."""
    text = ""
    for line in (line for line in lines if len(line) <= SECTION):
        if text and len(text) + 1 + len(line) > SECTION:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield text
