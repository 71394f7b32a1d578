"""Who has had no 1-on-1 lately, as admins see it."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.one_on_one.views.words import counted, day, name
from bot.slack.blocks import Block, View, context, line, modal, words

A_BLOCK = 20
MOST_BLOCKS = 20


def coverage(waiting: Sequence[tuple[str, date | None]], members: int) -> View:
    """Names with the day of their last 1-on-1; `members` is how many there are in all."""
    blocks: list[Block] = [
        context("Names and dates only: nobody but the two sees whom a 1-on-1 is with, or what is said in it.")
    ]
    if not waiting:
        everyone = f"All {counted(members, 'member')} had a 1-on-1 in the last four weeks."
        return modal("one_on_one.coverage", "1-on-1 coverage", [*blocks, line(everyone)])
    blocks.append(line(f"{len(waiting)} of {counted(members, 'member')} had none in the last four weeks:"))
    shown = waiting[: A_BLOCK * MOST_BLOCKS]
    blocks += [
        words("\n".join(_said(who, last) for who, last in shown[start : start + A_BLOCK]))
        for start in range(0, len(shown), A_BLOCK)
    ]
    if len(waiting) > len(shown):
        blocks.append(context(f"…and {len(waiting) - len(shown)} more."))
    return modal("one_on_one.coverage", "1-on-1 coverage", blocks)


def _said(who: str, last: date | None) -> str:
    return f"{name(who)} · {'never' if last is None else f'last on {day(last)}'}"
