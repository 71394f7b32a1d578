"""What blockers and opportunities are shown with: their words, folded or whole, and the fields of their forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.answers import Answer, said
from bot.slack.blocks import OPTIONS, Block, Element, actions, button, context, option, section
from bot.slack.cutting import folded, pieces
from bot.slack.inputs import field, rich_text_input, select
from bot.slack.rich_text import RichText
from bot.slack.text import escape, is_blank, one_line

TEAM, TEXT = "team", "text"
LINE_CHARACTERS = 150
NAME_CHARACTERS = 60
# A paragraph of rich text has no limit of its own, but clients fold long ones.
PIECE_CHARACTERS = 3000
# A form carries what it begins with, and Slack takes no more than 250,000 bytes of it.
FORM_CHARACTERS = 15_000


@dataclass(frozen=True)
class Choice:
    """An option of a menu."""

    value: str
    label: str


def first_words(text: RichText, most: int = LINE_CHARACTERS) -> tuple[str, bool]:
    """The beginning of somebody's words on one line, as plain text, and whether there is more to them."""
    words = " ".join(text.plain().split())
    return one_line(words, most) or "–", len(words) > most


def whole(text: RichText) -> list[Block]:
    """Somebody's words however long they are, formatted as they were written."""
    return [piece.for_editing() for piece in pieces(text, PIECE_CHARACTERS)]


def beginning(text: RichText, most: int) -> tuple[list[Block], int]:
    """The beginning of somebody's words, formatted as they were written, and how many characters are left out."""
    shown, left_out = folded(text, most)
    return ([] if shown.is_blank else [shown.for_editing()]), left_out


def name_said(name: str) -> str:
    """A name on one line, for plain text; “someone” where there is nothing to read."""
    return "someone" if is_blank(name) else one_line(name, NAME_CHARACTERS)


def team_field(choices: Sequence[Choice], chosen: str | None = None) -> list[Block]:
    """Which team it is for: the block `team`; nothing when there is nothing to choose."""
    if not choices:
        return []
    return [field(TEAM, "Team", select(options(choices), chosen, "Choose a team"))]


def text_field(label: str, text: RichText, hint: str) -> list[Block]:
    """The block `text`, filled in; of what is too long for a form its beginning, which is said."""
    shown, left_out = folded(text, FORM_CHARACTERS)
    note = f"This is the beginning: the last {left_out:,} characters did not fit here."
    return [
        *([context(note)] if left_out else []),
        field(TEXT, label, rich_text_input(shown, focus=True), hint=hint),
    ]


def options(choices: Sequence[Choice]) -> list[Element]:
    """The first hundred choices as options of a menu."""
    return [option(choice.label, choice.value) for choice in choices[:OPTIONS]]


def kept(sentence: str, text: RichText, draft: int) -> Answer:
    """Why something has no place yet, and that it is kept in a form that opens again."""
    words, _ = first_words(text)
    return said(
        f"{escape(sentence)} Your words are kept: {escape(words)}",
        [
            section(escape(sentence)),
            *beginning(text, PIECE_CHARACTERS)[0],
            context("I keep these words for you. Open the form when you are in a team."),
            actions(button("Open the form", "form.open", draft, style="primary")),
        ],
    )
