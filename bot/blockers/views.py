"""What people see of blockers: a line in a list, a team's list, one as a whole, and the message to the lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.raised.views import LINE_CHARACTERS, beginning, first_words, name_said, whole
from bot.slack.blocks import (
    LABEL,
    Block,
    Element,
    View,
    actions,
    bold,
    button,
    confirmation,
    context,
    divider,
    header,
    line,
    modal,
    words,
)
from bot.slack.content import Message
from bot.slack.rich_text import RichText
from bot.slack.text import escape

LIST, ONE = "blocker.window", "blocker.one"
PAGE = 12
ROW_CHARACTERS = 400
MESSAGE_CHARACTERS = 2500


@dataclass(frozen=True)
class BlockerLine:
    """A blocker as its viewer sees it; the words are as everyone may see them, and the rest is in words."""

    id: int
    name: str
    text: RichText
    owner: str
    age: str
    """“today”, “2 days”."""
    raised_on: str
    """“2 March”, where its owner was."""
    is_own: bool = False
    may_resolve: bool = False
    again: str = ""
    confirmed_on: str = ""
    """The day on which its owner last said that it still blocks; empty if they have not."""
    resolved: str = ""
    """“resolved by Bob on 3 March”; empty while it is open."""
    is_taken_back: bool = False
    owner_has_left: bool = False
    """It is open, and nobody of the team will resolve it unless somebody else does."""


@dataclass(frozen=True)
class Seen:
    """The blockers of a team: the open ones, the oldest first, and those resolved lately, the latest first."""

    team_id: int
    team: str
    open: tuple[BlockerLine, ...] = ()
    resolved: tuple[BlockerLine, ...] = ()
    may_raise: bool = False
    start: int = 0
    """How many come before those on this page, of all in their order."""
    open_total: int = 0
    total: int = 0


def blocker_line(blocker: BlockerLine, most: int = LINE_CHARACTERS) -> Block:
    """A line with the beginning of the words, and *Show* if there are more; for lists in messages and windows."""
    text, is_folded = first_words(blocker.text, most)
    return words(f"{blocker.name} · {text}\n{standing(blocker)}", _show(blocker) if is_folded else None)


def blocker_buttons(blocker: BlockerLine) -> Block | None:
    """*Resolved* and *Still blocked*, or the way back; None for who may do neither."""
    controls = [*_tick(blocker), *_still(blocker)]
    return actions(*controls) if controls else None


def blocker_row(blocker: BlockerLine, most: int = LINE_CHARACTERS) -> list[Block]:
    """A line and its buttons, as in the next prompt."""
    buttons = blocker_buttons(blocker)
    return [blocker_line(blocker, most), *([buttons] if buttons else [])]


def option_label(name: str, text: RichText) -> str:
    """“B7 The VPN is down”, for a menu or a box to tick."""
    return f"{name} {first_words(text, LABEL - len(name) - 1)[0]}"


def list_button(team_id: int, count: int = 0) -> Element:
    """Opens the list of a team's blockers, from wherever it stands."""
    return button(f"All blockers ({count})" if count else "Blockers", "blocker.list", team_id)


def raise_button(team_id: int) -> Element:
    """Opens the form for a blocker in a team."""
    return button("Raise a blocker", "blocker.new", team_id)


def standing(blocker: BlockerLine) -> str:
    """Whose it is and where it stands: “Ann · for 2 days · again (third time, first on 3 March)”."""
    whose = "yours" if blocker.is_own else name_said(blocker.owner)
    whose += ", who has left the team" if blocker.owner_has_left else ""
    confirmed = f"still blocked on {blocker.confirmed_on}" if blocker.confirmed_on else ""
    said = [blocker.resolved] if blocker.resolved else [open_for(blocker), confirmed]
    return " · ".join(part for part in (whose, *said, blocker.again) if part)


def open_for(blocker: BlockerLine) -> str:
    """How long it has been open: “since today”, “for 2 days”."""
    return "since today" if blocker.age == "today" else f"for {blocker.age}"


def blockers_window(seen: Seen) -> View:
    """*Blockers of Falcon*, a page: first what is open, then what was resolved; metadata is `team:start`."""
    blocks = [
        header(f"Blockers of {name_said(seen.team)}"),
        *([actions(raise_button(seen.team_id))] if seen.may_raise else []),
        *_open(seen),
        *_resolved(seen),
        *_paging(seen),
    ]
    return modal(LIST, "Blockers", blocks, metadata=f"{seen.team_id}:{seen.start}")


def one_window(blocker: BlockerLine, team: str) -> View:
    """One blocker as a whole, with all that its viewer can do about it; metadata is its id."""
    blocks = [line(bold(f"{blocker.name} · {name_said(team)}")), *whole(blocker.text), context(standing(blocker))]
    if blocker.is_taken_back:
        blocks.append(context("It was taken back, and is in no list any more."))
    elif controls := _controls(blocker):
        blocks.append(actions(*controls))
    return modal(ONE, f"Blocker {blocker.name}", blocks, metadata=blocker.id)


def to_lead(blocker: BlockerLine, team_id: int, team: str) -> Message:
    """The one message to a team's lead; in place, what became of it."""
    text, _ = first_words(blocker.text)
    title, ending = _said_to_lead(blocker, name_said(team))
    shown, left_out = beginning(blocker.text, MESSAGE_CHARACTERS)
    more = [context(f"…and {left_out:,} more characters.")] if left_out else []
    controls = [*_tick(blocker, shows_it=True), _show(blocker) if left_out else None, list_button(team_id)]
    return Message(
        escape(f"{title}: {text}"),
        [
            line(bold(title)),
            *shown,
            *more,
            context(_raised(blocker), *_again(blocker)),
            actions(*controls),
            context(ending),
        ],
    )


def _said_to_lead(blocker: BlockerLine, team: str) -> tuple[str, str]:
    if blocker.is_taken_back:
        return f"{blocker.name} in {team} was taken back", "It had been raised by mistake."
    if blocker.resolved:
        return f"✓ {blocker.name} in {team} is {blocker.resolved}", "There is nothing to do any more."
    title = f"{blocker.name} in {team} has been open for two working days"
    return title, "This is the only message about it."


def _raised(blocker: BlockerLine) -> str:
    said = f"Raised by {name_said(blocker.owner)} on {blocker.raised_on}"
    return f"{said}. They have left the team." if blocker.owner_has_left else said


def _again(blocker: BlockerLine) -> list[str]:
    return [blocker.again] if blocker.again else []


def _open(seen: Seen) -> list[Block]:
    if seen.open_total == 0:
        return [line("Nothing is in the way. Enjoy it while it lasts.")]
    rows = [block for blocker in seen.open for block in _managed(blocker)]
    return [line(bold(f"Open ({seen.open_total})")), *rows] if rows else []


def _resolved(seen: Seen) -> list[Block]:
    if not seen.resolved:
        return []
    count = seen.total - seen.open_total
    rows = [block for blocker in seen.resolved for block in _managed(blocker)]
    return [divider(), line(bold(f"Resolved in the last 30 days ({count})")), *rows]


def _managed(blocker: BlockerLine) -> list[Block]:
    controls = _controls(blocker)
    return [blocker_line(blocker, ROW_CHARACTERS), *([actions(*controls)] if controls else [])]


def _controls(blocker: BlockerLine) -> list[Element]:
    if blocker.is_taken_back:
        return []
    return [*_tick(blocker), *_still(blocker), *_own(blocker)]


def _tick(blocker: BlockerLine, *, shows_it: bool = False) -> list[Element]:
    """*Resolved* or the way back, for who may; what `shows_it` by itself needs no answer besides."""
    if not blocker.may_resolve or blocker.is_taken_back:
        return []
    spoken = f"{blocker.name} is resolved"
    if blocker.resolved:
        action = "blocker.reopen:here" if shows_it else "blocker.reopen"
        return [button("Not resolved after all", action, blocker.id, spoken=f"Not so: {spoken}")]
    action = "blocker.resolve:here" if shows_it else "blocker.resolve"
    return [button("Resolved", action, blocker.id, spoken=spoken)]


def _still(blocker: BlockerLine) -> list[Element]:
    if not blocker.is_own or blocker.resolved or blocker.is_taken_back:
        return []
    return [button("Still blocked", "blocker.still", blocker.id, spoken=f"{blocker.name} still blocks me")]


def _own(blocker: BlockerLine) -> list[Element]:
    if not blocker.is_own or blocker.resolved:
        return []
    asks = confirmation(
        f"Take back {blocker.name}?",
        "It was raised by mistake: it will be in no list any more. If it is over, press Resolved instead.",
        "Take back",
        "Keep it",
    )
    return [
        button("Edit", "blocker.edit", blocker.id, spoken=f"Edit {blocker.name}"),
        button("Take back", "blocker.take_back", blocker.id, asks=asks, spoken=f"Take back {blocker.name}"),
    ]


def _show(blocker: BlockerLine) -> Element:
    return button("Show", "blocker.show", blocker.id, spoken=f"Show all of {blocker.name}")


def _paging(seen: Seen) -> list[Block]:
    shown = len(seen.open) + len(seen.resolved)
    if shown == seen.total:
        return []
    end = seen.start + shown
    back = (
        button("Back", "blocker.page:back", f"{seen.team_id}:{max(seen.start - PAGE, 0)}") if seen.start else None
    )
    on = button("More", "blocker.page:more", f"{seen.team_id}:{end}") if end < seen.total else None
    said = context(f"{seen.start + 1} to {end} of {seen.total}")
    return [said, actions(back, on)] if back or on else [said]


def names(blockers: Sequence[BlockerLine]) -> str:
    """“B7”, “B7 and B8”, “B7, B8 and B9”."""
    *before, last = [blocker.name for blocker in blockers]
    return f"{', '.join(before)} and {last}" if before else last
