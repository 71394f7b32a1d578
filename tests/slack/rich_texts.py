"""Rich text to test with: as Slack sends it, as nobody sends it, and short words for its elements."""

from typing import Any

from hypothesis import strategies as st

from bot.slack.rich_text import RichText, read

Json = Any
BAD = "\x00\ud800"
WORDS = st.text(st.sampled_from("ab ,.\n\t<>&@*é👩\u200d\u0301🏽" + BAD), max_size=40)
IDS = st.sampled_from(["U1", "W2", "C3", "G4", "S5", "U\x00", "u1", "", "<@U1>"])
ADDRESSES = st.sampled_from(
    [
        "https://a.example/b?c=d",
        "http://localhost:80",
        "mailto:a@b.example",
        "javascript:x",
        "https://",
        "http://[",
        "/",
    ]
)
STYLES = st.dictionaries(
    st.sampled_from(["bold", "italic", "strike", "code", "underline", "other"]), st.booleans()
)
FIELDS = {
    "text": WORDS,
    "url": ADDRESSES,
    "user_id": IDS,
    "usergroup_id": IDS,
    "channel_id": IDS,
    "range": st.sampled_from(["here", "channel", "everyone", "all"]),
    "name": st.sampled_from(["tada", "+1", "wave::skin-tone-2", "a b", ""]),
    "unicode": st.sampled_from(["1f389", "1f44b-1f3fb", "zz"]),
    "value": st.sampled_from(["#ff0000", ""]),
    "timestamp": st.integers(-(10**20), 10**20),
    "fallback": WORDS,
    "style": STYLES,
}
INLINE_KINDS = ["text", "link", "user", "usergroup", "channel", "broadcast", "emoji", "color", "date", "poem"]
BLOCK_KINDS = ["rich_text_section", "rich_text_quote", "rich_text_preformatted", "poem"]
PLACES = st.fixed_dictionaries({}, optional={name: st.integers(-1, 12) for name in ("indent", "offset", "border")})


def _with(kinds: list[str], **fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries({"type": st.sampled_from(kinds)}, optional=fields)


INLINES = st.lists(_with(INLINE_KINDS, **FIELDS), max_size=6)
SECTIONS = _with(BLOCK_KINDS, elements=INLINES, border=st.integers(0, 1))
LISTS = st.builds(
    lambda kind, items, place: {"type": "rich_text_list", "style": kind, "elements": items, **place},
    st.sampled_from(["bullet", "ordered", "poem"]),
    st.lists(SECTIONS, max_size=4),
    PLACES,
)
PAYLOADS = st.builds(
    lambda elements: {"type": "rich_text", "elements": elements}, st.lists(SECTIONS | LISTS, max_size=5)
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "elements", "style", *FIELDS]) | st.text(), inner, max_size=4)
        | _with(
            [*INLINE_KINDS, *BLOCK_KINDS, "rich_text_list", "rich_text"], elements=inner, text=inner, style=inner
        )
    ),
    max_leaves=20,
)
TEXTS = PAYLOADS.map(read).map(lambda text: RichText(()) if text is None else text)


def rich(*elements: Json) -> Json:
    """A block of rich text as Slack sends it."""
    return {"type": "rich_text", "elements": list(elements)}


def part(*inlines: Json, kind: str = "section", **more: Json) -> Json:
    """A section, quote or block of code; texts may be strings."""
    elements = [{"type": "text", "text": each} if isinstance(each, str) else each for each in inlines]
    return {"type": f"rich_text_{kind}", "elements": elements, **more}


def items(*inlines: Json, style: str = "bullet", **more: Json) -> Json:
    """A list of one-piece items."""
    return part(*(part(each) for each in inlines), kind="list", style=style, **more)


def link(url: str, text: str = "") -> Json:
    """A link, with a label if there is one."""
    return {"type": "link", "url": url} | ({"text": text} if text else {})


def text_of(*elements: Json) -> RichText:
    """What is read from a block of these elements."""
    text = read(rich(*elements))
    assert text is not None
    return text


def types(node: Json) -> set[str]:
    """The types of everything in a payload."""
    if isinstance(node, list):
        return set().union(*map(types, node))
    if not isinstance(node, dict):
        return set()
    own = {node["type"]} if "type" in node else set()
    return own.union(*map(types, node.values()))
