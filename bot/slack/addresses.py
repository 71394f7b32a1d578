"""Addresses that people write: which of them may be linked, and what a link has to say about where it leads."""

import re
from string import punctuation
from urllib.parse import SplitResult, quote, urlsplit

LONGEST = 3000
# What a client may read otherwise than we do: brackets, white space, controls, and the backslash, which is `/`.
MISLEADING = re.compile(r"[<>\[\]\\\s\x00-\x20\x7f]")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?(?::[0-9]{1,5})?")
MAILBOX = re.compile(r"[^@:/]+@[A-Za-z0-9.-]+")
# A host as people see it, at the beginning of a word or behind `//` or `@`, but not in a path.
SEEN_HOST = re.compile(r"(?:^|[^\w/.\-]|//)((?:[\w-]+[.。．｡])+\w{2,})")


def linkable(address: str) -> str | None:
    """The address as a link may carry it, or None if it may not be linked.

    Linked are `https`, `http` and `mailto` addresses that every client reads alike: a plain host, no name before
    it, no brackets or white space. Letters beyond ASCII behind the host are percent-encoded; in a host, where they
    can imitate others, they are refused.
    """
    encoded = quote(address, safe=punctuation) if not MISLEADING.search(address) else ""
    parts = _split(encoded)
    if parts is None or len(encoded) > LONGEST:
        return None
    if parts.scheme == "mailto":
        return encoded if MAILBOX.fullmatch(parts.path) else None
    return encoded if parts.scheme in ("https", "http") and HOST.fullmatch(parts.netloc) else None


def honest_label(label: str, address: str) -> str:
    """The label of a link to a `linkable` address, with the real host behind it where the label names another."""
    if not label or label == address:
        return label
    host = _host(address)
    named = {_bare(seen) for seen in SEEN_HOST.findall(label.casefold())}
    if named <= {_bare(host)} or label.endswith(f"({host})"):
        return label
    return f"{label} ({host})"


def _host(address: str) -> str:
    parts = urlsplit(address)
    return parts.path.rpartition("@")[2] if parts.scheme == "mailto" else (parts.hostname or "")


def _bare(host: str) -> str:
    return host.casefold().rstrip(".").removeprefix("www.")


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
