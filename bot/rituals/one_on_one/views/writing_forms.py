"""The forms for notes and action items."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.one_on_one.views.fields import long_text, options, which_one_on_one
from bot.rituals.one_on_one.views.models import Choice, Promise, WrittenNote
from bot.slack.blocks import Block, View, modal, option
from bot.slack.inputs import day_picker, field, radio

SHARED, PRIVATE = "shared", "private"


def note_form(
    choices: Sequence[Choice] = (),
    chosen: str | None = None,
    text: str = "",
    is_private: bool = False,
    metadata: int | str = "",
) -> View:
    """*Add note*; metadata is the occurrence it belongs to, empty when `choices` ask for the 1-on-1."""
    blocks = [*which_one_on_one(choices, chosen), *_note(text, is_private)]
    return modal("one_on_one.note", "Add note", blocks, submit="Save", close="Cancel", metadata=metadata)


def edit_note_form(note: WrittenNote) -> View:
    """*Edit* of one's own note; metadata is its id."""
    blocks = _note(note.text, note.is_private)
    return modal("one_on_one.edit_note", "Edit note", blocks, submit="Save", close="Cancel", metadata=note.id)


def _note(text: str, is_private: bool) -> list[Block]:
    who = [
        option("Both of us", SHARED, "It stands in the recap of both"),
        option("Only me", PRIVATE, "Nobody else ever sees it"),
    ]
    visibility = field("visibility", "Who can see it", radio(who, PRIVATE if is_private else SHARED))
    return [*long_text("text", "Note", text, focus=True), visibility]


def action_form(
    people: Sequence[Choice],
    text: str = "",
    owner: str | None = None,
    due: date | None = None,
    metadata: int | str = "",
    choices: Sequence[Choice] = (),
    chosen: str | None = None,
) -> View:
    """*Add action*; `owner` is the value of one of `people`, metadata as in `note_form`."""
    blocks = [*which_one_on_one(choices, chosen), *_action(people, text, owner, due)]
    return modal("one_on_one.action_form", "Add action", blocks, submit="Add", close="Cancel", metadata=metadata)


def edit_action_form(promise: Promise, people: Sequence[Choice], owner: str | None) -> View:
    """*Edit* of an action item; metadata is its id."""
    blocks = _action(people, promise.text, owner, promise.due_on)
    callback = "one_on_one.edit_action"
    return modal(callback, "Edit action", blocks, submit="Save", close="Cancel", metadata=promise.id)


def _action(people: Sequence[Choice], text: str, owner: str | None, due: date | None) -> list[Block]:
    # The box takes more than an action item may have, so that what was typed arrives and can be shortened.
    blocks = long_text("text", "What is to be done", text, focus=True)
    if people:
        blocks.append(field("owner", "Who does it", radio(options(people), owner)))
    hint = "A reminder comes on that day, once."
    return [*blocks, field("due", "By", day_picker(due), optional=True, hint=hint)]
