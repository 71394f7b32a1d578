"""Block Kit's pieces as small pure builders; plain dicts come out, since slack_sdk lacks the newer blocks.

Words of people go through `words`, `line`, `context`, `header`, and labels: plain text or rich text, which
never mention, link or format. `section` and a message's own `text` are mrkdwn, for our words and escaped ones.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.addresses import linkable
from bot.slack.text import folded, is_blank

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

# docs.slack.dev/reference/block-kit: the most characters or entries each place takes.
SECTION, HEADER, LABEL, TITLE, PLACEHOLDER, INPUT_LABEL = 3000, 150, 75, 24, 150, 2000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
MESSAGE_BLOCKS, VIEW_BLOCKS, OPTIONS, BOXES, MENU = 50, 100, 100, 10, 5
# Slack refuses blocks that are too long together and does not say from where on; about 13,200 were too many.
MESSAGE_CHARACTERS = 12_000


def plain(text: str, limit: int = SECTION) -> Element:
    """Text shown exactly as it is, folded to `limit`; a dash where there is nothing to read."""
    return {"type": "plain_text", "text": "–" if is_blank(text) else folded(text, limit), "emoji": True}


def mrkdwn(text: str) -> Element:
    """Text that may mention, link and format: only our own, or escaped."""
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """A heading, at most 150 characters."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of mrkdwn: our own words."""
    return _section(mrkdwn(text), accessory)


def words(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of a person's words, shown as they are, up to 3,000 characters."""
    return _section(plain(text), accessory)


def words_in_full(text: str, accessory: Element | None = None) -> list[Block]:
    """A person's words however long they are: what does not fit one paragraph goes on in the next."""
    pieces = [text[start : start + SECTION] for start in range(0, max(len(text), 1), SECTION)]
    return [words(pieces[0], accessory), *(words(piece) for piece in pieces[1:] if not is_blank(piece))]


def _section(text: Element, accessory: Element | None) -> Block:
    block: Block = {"type": "section", "text": text}
    return block | {"accessory": accessory} if accessory is not None else block


def context(*texts: str) -> Block:
    """Small print, as it is: up to ten pieces."""
    return {"type": "context", "elements": [plain(text) for text in texts[:10]]}


def divider() -> Block:
    """A thin rule."""
    return {"type": "divider"}


def line(*parts: str | Element) -> Block:
    """A line of rich text: strings are shown as they are, beside `bold`, `moment` and `link` pieces."""
    pieces = [_piece(part) for part in parts if part]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}


def _piece(part: str | Element) -> Element:
    return {"type": "text", "text": part} if isinstance(part, str) else part


def bold(text: str) -> Element:
    """Words in bold, for a line; nothing in them formats."""
    return {"type": "text", "text": text or "–", "style": {"bold": True}}


def moment(instant: datetime, zone: ZoneInfo, form: str = "{date_short_pretty} at {time}") -> Element:
    """An instant for a line, in the reader's own zone; `zone` is for clients that cannot show it so."""
    local = instant.astimezone(zone)
    return {
        "type": "date",
        "timestamp": int(instant.timestamp()),
        "format": form,
        "fallback": f"{local:%a} {local.day} {local:%b %H:%M} ({zone.key})",
        "style": {"bold": True},
    }


def link(address: str, label: str) -> Element | str:
    """A link for a line if the address is one of the web; else the words of the address, which link nowhere."""
    safe = linkable(address)
    if safe is None or not safe.startswith("https://"):
        return folded(address, HEADER)
    return {"type": "link", "url": safe, "text": label}


def actions(*elements: Element | None) -> Block:
    """A row of controls; those that are None are left out."""
    return {"type": "actions", "elements": [element for element in elements if element is not None]}


def button(
    label: str,
    action_id: str,
    value: str | int = "",
    *,
    style: str | None = None,
    asks: Element | None = None,
    spoken: str | None = None,
) -> Element:
    """A button; `asks` is a question before it counts, `spoken` what a screen reader says instead."""
    given = {
        "value": str(value) or None,
        "style": style,
        "confirm": asks,
        "accessibility_label": folded(spoken, LABEL) if spoken else None,
    }
    made = {"type": "button", "text": plain(label, LABEL), "action_id": action_id}
    return made | {name: each for name, each in given.items() if each is not None}


def confirmation(title: str, text: str, yes: str, no: str) -> Element:
    """The question a button asks before it counts."""
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def option(label: str, value: str, description: str | None = None) -> Element:
    """One of several to choose from; label and description up to 75 characters."""
    made = {"text": plain(label, LABEL), "value": value}
    return made | {"description": plain(description, LABEL)} if description else made


def overflow(action_id: str, options: Sequence[Element]) -> Element | None:
    """A menu behind three dots with the first five options; None when there are none."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:MENU])} if options else None


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    metadata: str | int = "",
) -> View:
    """A form or a window; `metadata` carries ids only. Title and button labels up to 24 characters."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "private_metadata": str(metadata),
        "blocks": list(blocks),
    }
    return view | {"submit": plain(submit, TITLE)} if submit else view
