"""Fitting several parts into one view or message, so that a long one never pushes out another."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import MESSAGE_BLOCKS, VIEW_BLOCKS, Block, context

# Slack takes views of 250,000 bytes; these are counted as JSON escapes them, which is never fewer.
VIEW_BYTES = 200_000
NOTE_BYTES = 1_000
# Slack does not say from how many characters on a message is `msg_blocks_too_long`; 13,200 have been seen refused.
MESSAGE_CHARACTERS = 12_000
NOTE_CHARACTERS = 100
NO_LAST_LINE = frozenset({"divider", "header"})


@dataclass(frozen=True)
class Part:
    """Some of a view's blocks, and what people call them."""

    name: str
    blocks: Sequence[Block]


def json_bytes(blocks: Sequence[Block]) -> int:
    """How long these blocks are as JSON."""
    return sum(len(json.dumps(block)) + 2 for block in blocks)


def characters(blocks: Any) -> int:
    """How many characters of text these blocks show."""
    if isinstance(blocks, dict):
        return sum(_length(name, value) for name, value in blocks.items())
    return sum(map(characters, blocks)) if isinstance(blocks, list | tuple) else 0


def _length(name: str, value: Any) -> int:
    return len(value) if name == "text" and isinstance(value, str) else characters(value)


@dataclass(frozen=True)
class Room:
    """How much one view or message takes: a number of blocks, and a size by some measure."""

    blocks: int
    size: int
    note: int
    """The size kept free in each part for the line that says what is left out."""
    measured: Callable[[Sequence[Block]], int]

    def holds(self, parts: Sequence[Part]) -> bool:
        """Whether all of these parts fit as they are."""
        sizes = sum(self.measured(part.blocks) + self.note for part in parts)
        return sum(len(part.blocks) for part in parts) <= self.blocks and sizes <= self.size


VIEW = Room(VIEW_BLOCKS, VIEW_BYTES, NOTE_BYTES, json_bytes)
MESSAGE = Room(MESSAGE_BLOCKS, MESSAGE_CHARACTERS, NOTE_CHARACTERS, characters)


def fitted(parts: Sequence[Part], after: Sequence[Block], room: Room = VIEW) -> list[Block]:
    """The parts in order and then `after`, which is never cut, in the room there is.

    Each part has a fair share; what one does not need is there for the longer ones. A part that is cut ends in
    a line that says how much is left out.
    """
    counts = shares([len(part.blocks) for part in parts], room.blocks - len(after))
    wanted = [room.measured(part.blocks) + room.note for part in parts]
    sizes = shares(wanted, room.size - room.measured(after))
    shown = [_fold(part, room, *limits) for part, *limits in zip(parts, counts, sizes, strict=True)]
    return [block for blocks in shown for block in blocks] + list(after)


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How much of `room` each is given: all it wants, up to a fair share, which grows by what others leave."""
    given = [0] * len(wanted)
    smallest_first = sorted(range(len(wanted)), key=lambda place: wanted[place])
    for done, place in enumerate(smallest_first):
        given[place] = min(wanted[place], max(room, 0) // (len(wanted) - done))
        room -= given[place]
    return given


def _fold(part: Part, room: Room, count: int, size: int) -> list[Block]:
    if len(part.blocks) <= count and room.measured(part.blocks) + room.note <= size:
        return list(part.blocks)
    kept = list(part.blocks[: max(count - 1, 0)])
    while kept and (room.measured(kept) > size - room.note or kept[-1]["type"] in NO_LAST_LINE):
        kept.pop()
    left_out = len(part.blocks) - len(kept)
    note = f"… and {left_out} more {'line' if left_out == 1 else 'lines'} of {part.name} that do not fit here."
    return [*kept, context(note)] if count else []
