"""What a team may be called, who may be in it, and when a roster is read anew."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import FieldRefusal, Refusal
from bot.slack.text import escape, is_blank, storable

LONGEST_NAME = 80
# A busy channel changes all day; reading all of it is a call for every 200 people.
SPACING = timedelta(minutes=1)
# Longer than the slowest reading; one that broke off in the middle, or failed, is begun again after it.
CLAIMED = timedelta(minutes=10)
CONVERSATION = re.compile(r"[CG][A-Z0-9]{1,20}")
CLOSED_TO_APPS = "restricted_action"
OPENING, CLOSING = "\"“„'‘«", "\"”“'’»"


class Trouble(StrEnum):
    """Why nothing can be said in a channel; each is mended in another way."""

    NOT_INVITED = "not invited"
    NOT_FOUND = "not found"
    ARCHIVED = "archived"
    CLOSED = "closed"


def trouble(error: str | None) -> Trouble | None:
    """What Slack's error code says about a channel; None when it is about something else.

    Source: the errors of docs.slack.dev/reference/methods/chat.postMessage and conversations.members.
    """
    if error is not None and error.startswith(CLOSED_TO_APPS):
        return Trouble.CLOSED
    found = {
        "not_in_channel": Trouble.NOT_INVITED,
        "channel_not_found": Trouble.NOT_FOUND,
        "is_archived": Trouble.ARCHIVED,
    }
    return found.get(error or "")


def checked_name(text: str) -> str:
    """A team's name on one line; refuses, under `name`, a blank one and one of more than 80 characters."""
    name = " ".join(storable(text).split())
    if is_blank(name):
        raise FieldRefusal("name", "Please give the team a name.")
    if len(name) > LONGEST_NAME:
        raise FieldRefusal("name", f"That is {len(name)} characters. Please use {LONGEST_NAME} or fewer.")
    return name


def check_free(name: str, taken: Iterable[str]) -> None:
    """Refuse, under `name`, what another live team of the workspace is called, in any case."""
    if compared(name) in {compared(other) for other in taken}:
        raise FieldRefusal("name", f"There is a team called {name} already. Please choose another name.")


def check_channel(channel: str) -> None:
    """Refuse, under `channel`, what is no channel, public or private, as Slack names them."""
    if not CONVERSATION.fullmatch(channel):
        raise FieldRefusal("channel", "Please choose a channel.")


def check_apart(members: Iterable[tuple[int, str]], observers: Iterable[tuple[int, str]]) -> None:
    """Refuse, under `observers`, somebody (id and name) who is chosen as a member too."""
    both = dict(members).keys() & dict(observers).keys()
    if names := sorted({name for number, name in observers if number in both}):
        raise FieldRefusal(
            "observers", f"{listed(names)}: chosen as a member and as an observer. Please choose one of the two."
        )


def check_members(field: str, outsiders: Sequence[str]) -> None:
    """Refuse, under a field, people by name who are no members of the workspace."""
    if outsiders:
        who = listed(sorted(outsiders))
        raise FieldRefusal(
            field, f"Guests, apps and deactivated people can’t be in a team. Please take out: {who}."
        )


def listed(names: Sequence[str], most: int = 5) -> str:
    """Names in a row, the first few of them and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def reads_at(read_at: datetime | None, due_at: datetime | None, now: datetime) -> datetime:
    """When a roster that has just changed in Slack is read: now, a minute after the last time, or when it was due
    anyway, if that is earlier."""
    earliest = now if read_at is None else max(now, read_at + SPACING)
    return earliest if due_at is None else min(due_at, earliest)


def compared(name: str) -> str:
    """A name as two are compared: in any case and width, with any white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def named_first(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """The longest of the names that a text begins with, and what follows it; None when it begins with none.

    The name may stand in quotes, in any case, and as Slack sends it, with `&`, `<` and `>` as entities.
    """
    for name in sorted(names, key=len, reverse=True):
        for spelt in dict.fromkeys((escape(name), name)):
            rest = _after(text.strip(), spelt)
            if rest is not None:
                return name, rest
    return None


def quoted_first(text: str, name: str) -> str | None:
    """What follows a name that stands in quotes at the beginning of a text; None when it does not."""
    is_quoted = text.strip()[:1] in OPENING and bool(text.strip())
    found = named_first(text, [name]) if is_quoted else None
    return None if found is None else found[1]


def which_team(names: Sequence[str]) -> Refusal:
    """Asks whoever has several teams, or none, which one is meant."""
    if not names:
        return Refusal("You are in no team yet. Set one up with: /sprint setup")
    which = f"You are in several teams: {listed(names, 10)}."
    return Refusal(f"{which} Put the name of one after the command, before any other words.")


def _after(text: str, name: str) -> str | None:
    """What follows the name, which ends where a word ends."""
    opens = text[:1] in OPENING and bool(text)
    body = text[1:] if opens else text
    words, wanted = body[: len(name)], body[len(name) :]
    if compared(words) != compared(name):
        return None
    if opens:
        return wanted[1:].lstrip(" :,").strip() if wanted[:1] and wanted[:1] in CLOSING else None
    if wanted and not (wanted[0].isspace() or wanted[0] in ":,"):
        return None
    return wanted.lstrip(" :,").strip()
