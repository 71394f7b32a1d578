"""What Slack's editor makes of typed text: a rich_text value, and that value as it would be typed again."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox.mentions import meant

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
Style = dict[str, bool]

FENCED = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
ITEM = re.compile(r"(?P<indent> *)(?:[-•*]|(?P<number>\d{1,6})\.) (?P<text>.*)")
QUOTED = re.compile(r"> ?(?P<text>.*)")
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?P<link>https?://[^\s<>]*[^\s<>.,;:!?'\")\]*_~`])"
    r"|(?<![\w@])@(?P<handle>[\w.-]*\w)"
    r"|(?<![\w#])#(?P<channel>[\w-]+)"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+-]+):(?![\w:])"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
)
MARKS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
WORDS = re.compile(r"\S(?:.*\S)?")
DEEPEST = 8
SPACES = 4

Line = tuple[tuple[str, int], str, int]
"""A line's kind and depth, its text, and its number if it is in an ordered list."""


# From what is typed


def rich_text(workspace: "Workspace", text: str) -> Json | None:
    """The value Slack sends for typed text; None for text of nothing but space, however long it may be."""
    if not text.strip():
        return None
    parts = [part for piece in _pieces(text) for part in _parts(workspace, *piece)]
    return {"type": "rich_text", "elements": parts}


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text between the fences, and the text inside them (told by True)."""
    start = 0
    for fence in FENCED.finditer(text):
        yield text[start : fence.start()].removesuffix("\n"), False
        yield fence.group(1), True
        start = fence.end() + text.startswith("\n", fence.end())
    yield text[start:], False


def _parts(workspace: "Workspace", text: str, fenced: bool) -> Iterator[Json]:
    if fenced:
        yield {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}], "border": 0}
        return
    if not text:
        return
    for (kind, depth), lines in groupby(map(_line, text.split("\n")), key=lambda line: line[0]):
        yield _part(workspace, kind, depth, list(lines))


def _line(line: str) -> Line:
    if item := ITEM.fullmatch(line):
        depth = min(len(item["indent"]) // SPACES, DEEPEST)
        return ("ordered" if item["number"] else "bullet", depth), item["text"], int(item["number"] or 0)
    if quoted := QUOTED.fullmatch(line):
        return ("quote", 0), quoted["text"], 0
    return ("section", 0), line, 0


def _part(workspace: "Workspace", kind: str, depth: int, lines: list[Line]) -> Json:
    texts = [text for _, text, _ in lines]
    if kind in ("section", "quote"):
        return {"type": f"rich_text_{kind}", "elements": _inline(workspace, "\n".join(texts) or "\n", {})}
    items = [{"type": "rich_text_section", "elements": _inline(workspace, text, {})} for text in texts]
    part: Json = {"type": "rich_text_list", "style": kind, "indent": depth, "border": 0, "elements": items}
    first = lines[0][2]
    return part | ({"offset": first - 1} if first > 1 else {})


def _inline(workspace: "Workspace", text: str, style: Style) -> list[Json]:
    """The elements of one stretch of text, what stands side by side in one style as one."""
    shown: list[Json] = []
    start = 0
    for found in INLINE.finditer(text):
        elements = _marked(workspace, found, style)
        if elements:
            _add(shown, _text(text[start : found.start()], style), *elements)
            start = found.end()
    _add(shown, _text(text[start:], style))
    return shown


def _add(shown: list[Json], *elements: Json) -> None:
    for element in elements:
        last = shown[-1] if shown else {}
        if last.get("type") == element["type"] == "text" and last.get("style") == element.get("style"):
            last["text"] += element["text"]
        elif element.get("text") != "":
            shown.append(element)


def _marked(workspace: "Workspace", found: re.Match[str], style: Style) -> list[Json]:
    """What a piece of markup stands for; nothing where it is only text."""
    kind, inside = str(found.lastgroup), found[str(found.lastgroup)]
    if kind in ("bold", "italic", "strike"):
        return _inline(workspace, inside, style | {kind: True})
    if kind == "code":
        return [_text(inside, style | {"code": True})]
    if kind == "link":
        return [_styled({"type": "link", "url": inside}, style)]
    if kind == "emoji":
        emoji = {"type": "emoji", "name": inside, "unicode": EMOJI.get(inside, "")}
        return [_styled(emoji, style)] if inside in EMOJI else []
    target = meant(workspace, **{kind: inside})
    return [_styled(target, style)] if target else []


def _text(text: str, style: Style) -> Json:
    return _styled({"type": "text", "text": text}, style)


def _styled(element: Json, style: Style) -> Json:
    return element | ({"style": dict(style)} if style else {})


# As it would be typed


def typed_text(workspace: "Workspace", value: Json) -> str:
    """A rich_text value as typed text; what no typing makes (a date, a colour) is written as its plain text."""
    return "\n".join(_typed_part(workspace, part) for part in value["elements"])


def _typed_part(workspace: "Workspace", part: Json) -> str:
    if part["type"] == "rich_text_list":
        first = part.get("offset", 0) + 1
        lead = " " * SPACES * part.get("indent", 0)
        items = enumerate(part["elements"], first)
        sign = "{}. " if part["style"] == "ordered" else "- "
        return "\n".join(lead + sign.format(n) + _typed_inline(workspace, item["elements"]) for n, item in items)
    text = _typed_inline(workspace, part["elements"])
    if part["type"] == "rich_text_preformatted":
        return f"```\n{text}\n```"
    if part["type"] == "rich_text_quote":
        return "\n".join(f"> {line}" for line in text.split("\n"))
    return text.removesuffix("\n") if not text.strip("\n") else text


def _typed_inline(workspace: "Workspace", elements: list[Json], marks: tuple[str, ...] = tuple(MARKS)) -> str:
    """The marks go from the outside in, and around all that stands side by side in one style."""
    if not marks:
        return "".join(_bare(workspace, element) for element in elements)
    shown = ""
    for styled, group in groupby(elements, key=lambda one: bool(one.get("style", {}).get(marks[0]))):
        text = _typed_inline(workspace, list(group), marks[1:])
        shown += WORDS.sub(rf"{MARKS[marks[0]]}\g<0>{MARKS[marks[0]]}", text) if styled else text
    return shown


def _bare(workspace: "Workspace", element: Json) -> str:
    kind = element["type"]
    if kind == "user":
        person = workspace.user(element["user_id"])
        return f"@{person.handle if person else 'someone'}"
    if kind == "channel":
        channel = workspace.channels.get(element["channel_id"])
        return f"#{channel.name if channel else 'a private channel'}"
    if kind == "usergroup":
        group = workspace.groups.all.get(element["usergroup_id"])
        return f"@{group.handle if group else 'group'}"
    if kind == "broadcast":
        return f"@{element['range']}"
    return _as_words(element)


def _as_words(element: Json) -> str:
    kind = element["type"]
    if kind == "link":
        return str(element["url"])
    if kind == "emoji":
        return f":{element['name']}:"
    return str(element.get("text") or element.get("fallback") or element.get("value") or "")


def _emoji() -> dict[str, str]:
    """The emoji that the page draws, by name, as the code points Slack sends with them."""
    source = (Path(__file__).parent / "page" / "emoji.js").read_text(encoding="utf-8")
    words = source.split("`")[1].split()
    points = ("-".join(f"{ord(sign):x}" for sign in shown) for shown in words[1::2])
    return dict(zip(words[::2], points, strict=True))


EMOJI = _emoji()
