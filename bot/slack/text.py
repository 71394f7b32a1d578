"""Text of people, made safe to show: it never mentions, links or formats by itself."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

SECTION_LIMIT = 3000
TOKEN = re.compile(r"<([^<>]*)>")
DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
WORKSPACE = re.compile(rf"https://({DOMAIN.pattern})\.slack\.com/?")
CONVERSATION = re.compile(r"[CDG][A-Z0-9]{1,20}")
STAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,6}")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
# No database takes half a surrogate pair as text, and PostgreSQL takes no NUL; Slack's JSON can spell both.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Zero-width space, word joiner, byte order mark, soft hyphen: nothing to see, so they are not content.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
# White space, controls and formats (directions, joiners); then fillers that Unicode calls letters or marks.
UNSEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10))))


def escape(text: str) -> str:
    """Text as it may stand in mrkdwn or in a message's `text`: Slack's three control characters become entities.

    Source: docs.slack.dev/messaging/formatting-message-text ("Escaping text").
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(mrkdwn: str, name_of: Callable[[str], str | None] = lambda user: None) -> str:
    """What a person typed, from the form Slack sends it in: tokens become words, entities become characters.

    `<@U1|bob>` becomes `@` and `name_of("U1")` (else the label, else the id), `<!channel>` becomes `@channel`,
    a link its label and address. The result is content, safe only where shown as plain text or escaped again.
    """
    words = TOKEN.sub(lambda token: _token_words(token[1], name_of), mrkdwn)
    return unescaped(words)


def unescaped(text: str) -> str:
    """Slack's three entities as the characters they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def storable(text: str) -> str:
    """The text as every database takes it: what none can keep becomes a replacement character."""
    return UNSTORABLE.sub("\ufffd", text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to read in it: empty, white space, or characters that do not show."""
    return all(sign in UNSEEN or unicodedata.category(sign) in UNSEEN_CATEGORIES for sign in text)


def mentioned(text: str) -> list[str]:
    """The Slack ids of the people mentioned, in order, each once."""
    return list(dict.fromkeys(MENTION.findall(text)))


def leading_mention(text: str) -> tuple[str | None, str]:
    """The person mentioned at the beginning, and what follows.

    The mention is a Slack id, or `@name` where Slack left the name as it was typed.
    """
    trimmed = (INVISIBLE.sub("", text[:1]) + text[1:]).strip()
    if found := MENTION.match(trimmed):
        return found[1], trimmed[found.end() :].strip()
    if trimmed.startswith("@"):
        word, rest = first_word(trimmed)
        return (word, rest) if len(word) > 1 else (None, trimmed)
    return None, trimmed


def first_word(text: str) -> tuple[str, str]:
    """The first word and what follows it, whatever kind of white space, or how much of it, lies between."""
    words = text.split(maxsplit=1)
    return (words[0], words[1].strip()) if len(words) == 2 else (text.strip(), "")


def link_words(label: str, target: str) -> str:
    """A link in words: its label and its address, or one of them where they say the same."""
    # Slack links what looks like an address by itself; then the label is what was typed.
    if label and target in (label, f"mailto:{label}", f"tel:{label}", f"http://{label}"):
        return label
    return f"{label} ({target})" if label else target


def folded(text: str, limit: int = SECTION_LIMIT) -> str:
    """The text, or its beginning with an ellipsis when it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = 120) -> str:
    """The text on one line, folded: for fallback texts, list rows and option labels."""
    return folded(" ".join(text.split()), limit)


def when(instant: datetime, zone: ZoneInfo, form: str = "{date_short_pretty} at {time}") -> str:
    """An instant as Slack shows it in the reader's own zone; `zone` is for clients that cannot.

    Source: docs.slack.dev/messaging/formatting-message-text ("Date formatting").
    """
    local = instant.astimezone(zone)
    return f"<!date^{int(instant.timestamp())}^{form}|{local:%a} {local.day} {local:%b %H:%M} ({zone.key})>"


def domain_of(address: str) -> str | None:
    """The domain in a workspace's address, as in https://acme.slack.com/; None where it is built otherwise."""
    found = WORKSPACE.fullmatch(address)
    return found[1] if found else None


def permalink(domain: str | None, place: str) -> str | None:
    """The address of a message from the workspace's domain and its `channel:ts`; None for anything else.

    Whoever may not read the conversation is not let in by the address.
    """
    channel, _, ts = place.partition(":")
    if not (DOMAIN.fullmatch(domain or "") and CONVERSATION.fullmatch(channel) and STAMP.fullmatch(ts)):
        return None
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"


def _token_words(token: str, name_of: Callable[[str], str | None]) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return "@" + (name_of(target[1:]) or label or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!date^"):
        return label
    if target.startswith("!subteam^"):
        return label or "@group"
    if target.startswith("!"):
        return "@" + target[1:].split("^")[0]
    return link_words(label, target)
