"""Fitting several parts into one view, so that a long one never pushes out another."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.blocks import VIEW_BLOCKS, Block, context

# Slack takes views of 250,000 bytes; these are counted as JSON escapes them, which is never fewer.
VIEW_BYTES = 200_000
NOTE_BYTES = 1_000
NO_LAST_LINE = frozenset({"divider", "header"})


@dataclass(frozen=True)
class Part:
    """Some of a view's blocks, and what people call them."""

    name: str
    blocks: Sequence[Block]


def fitted(parts: Sequence[Part], after: Sequence[Block]) -> list[Block]:
    """The parts in order and then `after`, which is never cut: at most 100 blocks and 200,000 bytes.

    Each part has a fair share; what one does not need is there for the longer ones. A part that is cut ends in
    a line that says how much is left out.
    """
    counts = shares([len(part.blocks) for part in parts], VIEW_BLOCKS - len(after))
    sizes = shares([_size(part.blocks) + NOTE_BYTES for part in parts], VIEW_BYTES - _size(after))
    shown = [_fold(part, *limits) for part, *limits in zip(parts, counts, sizes, strict=True)]
    return [block for blocks in shown for block in blocks] + list(after)


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How much of `room` each is given: all it wants, up to a fair share, which grows by what others leave."""
    given = [0] * len(wanted)
    smallest_first = sorted(range(len(wanted)), key=lambda place: wanted[place])
    for done, place in enumerate(smallest_first):
        given[place] = min(wanted[place], max(room, 0) // (len(wanted) - done))
        room -= given[place]
    return given


def _fold(part: Part, count: int, size: int) -> list[Block]:
    if len(part.blocks) <= count and _size(part.blocks) + NOTE_BYTES <= size:
        return list(part.blocks)
    kept = list(part.blocks[: max(count - 1, 0)])
    while kept and (_size(kept) > size - NOTE_BYTES or kept[-1]["type"] in NO_LAST_LINE):
        kept.pop()
    left_out = len(part.blocks) - len(kept)
    note = f"… and {left_out} more {'line' if left_out == 1 else 'lines'} of {part.name} that do not fit here."
    return [*kept, context(note)] if count else []


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(json.dumps(block)) + 2 for block in blocks)
