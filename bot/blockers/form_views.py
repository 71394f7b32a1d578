"""The forms in which a blocker is raised and reworded, and the private answers to what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blockers.views import BlockerLine, names
from bot.raised.views import TEXT, Choice, first_words, name_said, options, team_field, text_field
from bot.slack.answers import Answer, said
from bot.slack.blocks import Block, View, actions, button, context, line, modal, option, words
from bot.slack.inputs import field, select
from bot.slack.rich_text import RichText
from bot.slack.text import escape

FORM = "blocker.form"
EDIT = "blocker.edit_form"
AGAIN, NONE = "again", "none"
__all__ = ["AGAIN", "EDIT", "FORM", "NONE", "TEXT"]


@dataclass(frozen=True)
class BlockerForm:
    """What a form for blockers shows: the team if it is known, else those to choose from."""

    text: RichText
    team_id: int | None = None
    team: str = ""
    choices: tuple[Choice, ...] = ()
    resolved: tuple[Choice, ...] = ()
    """One's own earlier ones, that it may be again."""
    again_of: str | None = None


def blocker_form(form: BlockerForm) -> View:
    """*Raise a blocker*; metadata is the team if it is known."""
    blocks = [
        *([line(f"In {name_said(form.team)}")] if form.team else []),
        *team_field(form.choices),
        *text_field("What is in your way?", form.text, "More than one? Write a list."),
        *again_field(form.resolved, form.again_of),
        context("It is in your team’s list until it is resolved. Your lead hears of it after two working days."),
    ]
    return modal(FORM, "Raise a blocker", blocks, submit="Raise", close="Cancel", metadata=form.team_id or "")


def edit_form(blocker: int, form: BlockerForm) -> View:
    """*Edit* of one's own; metadata is its id."""
    blocks = [
        *text_field("What is in your way?", form.text, "Its number and its age stay."),
        *again_field(form.resolved, form.again_of),
    ]
    return modal(EDIT, "Edit blocker", blocks, submit="Save", close="Cancel", metadata=blocker)


def again_field(resolved: Sequence[Choice], chosen: str | None) -> list[Block]:
    """Whether an earlier blocker has come back, of which only its owner can tell; nothing without earlier ones."""
    if not resolved:
        return []
    offered = [option("No", NONE), *options(resolved)]
    return [field(AGAIN, "Has one of these come back?", select(offered, chosen or NONE), optional=True)]


def raised(blockers: Sequence[BlockerLine], team_id: int, team: str) -> Answer:
    """Raised by a command."""
    text, _ = first_words(blockers[0].text)
    title = f"Raised in {name_said(team)}: {names(blockers)}"
    undo = button("Take back", "blocker.take_back", blockers[0].id) if len(blockers) == 1 else None
    return said(
        f"{escape(title)}: {escape(text)}",
        [line(title), words(text), actions(button("All blockers", "blocker.list", team_id), undo)],
    )


def resolved(blocker: BlockerLine) -> Answer:
    """Resolved by a press in a message that may not show it by itself."""
    text, _ = first_words(blocker.text)
    undo = button("Not resolved after all", "blocker.reopen", blocker.id)
    return _told(f"✓ {blocker.name} is resolved", text, [actions(undo)])


def reopened(blocker: BlockerLine) -> Answer:
    """Not resolved after all."""
    return _told(f"{blocker.name} is open again", first_words(blocker.text)[0], [])


def taken_back(blocker: BlockerLine) -> Answer:
    """It is in no list any more."""
    return _told(f"{blocker.name} is taken back", first_words(blocker.text)[0], [])


def _told(title: str, text: str, more: Sequence[Block]) -> Answer:
    return said(f"{escape(title)}: {escape(text)}", [words(f"{title}: {text}"), *more])
