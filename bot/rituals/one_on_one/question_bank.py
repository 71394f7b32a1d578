"""The questions offered for 1-on-1s: the shipped ones, a workspace's changes to them, whose turn it is."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from bot.errors import ConfigurationError, FieldRefusal

KINDS = ("manager", "skip-level", "mentor", "peer")
MAX_TEXT = 200
OWN_THEME = "our own"
ADDED = "added-"

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELDS = {"key", "text", "kinds", "standing"}


@dataclass(frozen=True)
class Question:
    """One question, for the kinds of 1-on-1 it suits; a standing one is asked every time."""

    key: str
    text: str
    theme: str
    kinds: frozenset[str]
    standing: bool = False


@dataclass(frozen=True)
class QuestionChange:
    """What a workspace's admins changed about one question, or added; None leaves what was shipped."""

    key: str
    text: str | None = None
    theme: str | None = None
    kinds: frozenset[str] | None = None
    is_hidden: bool = False


@cache
def shipped() -> tuple[Question, ...]:
    """The questions that come with the bot, read once; a ConfigurationError names every mistake in them."""
    return parsed(resources.files(__package__).joinpath("questions.toml").read_text(encoding="utf-8"))


def parsed(toml: str) -> tuple[Question, ...]:
    """The questions a TOML text holds, in its order; refuses with all of its mistakes at once."""
    try:
        tables = tomllib.loads(toml).get("theme", [])
    except tomllib.TOMLDecodeError as mistake:
        raise ConfigurationError([f"questions.toml cannot be read: {mistake}"]) from mistake
    entries = [(theme.get("name"), entry) for theme in tables for entry in theme.get("questions", [])]
    mistakes = [*_repeated(entries), *(line for theme, entry in entries for line in _mistakes(theme, entry))]
    if mistakes or not entries:
        raise ConfigurationError(mistakes or ["questions.toml holds no questions"])
    return tuple(_question(theme, entry) for theme, entry in entries)


def bank(shipped: Sequence[Question], changes: Sequence[QuestionChange]) -> tuple[Question, ...]:
    """A workspace's questions: shipped ones as changed, then the added ones; hidden ones are left out.

    The last of several changes to a key counts. A reworded question keeps its key and its turn. An added
    question without kinds suits all of them. A change without words to a question no longer shipped is
    passed over.
    """
    by_key = {change.key: change for change in changes}
    ours = {question.key for question in shipped}
    kept = [_changed(question, by_key.get(question.key)) for question in shipped]
    added = [_added(change) for change in by_key.values() if change.key not in ours]
    return tuple(question for question in (*kept, *added) if question is not None)


def added_key(number: int) -> str:
    """The key of the workspace's added question of that number; no shipped question ever takes such a key."""
    return f"{ADDED}{number}"


def themes(bank: Sequence[Question]) -> tuple[str, ...]:
    """Every theme of the bank once, in its order."""
    return tuple(dict.fromkeys(question.theme for question in bank))


def standing_questions(bank: Sequence[Question], kind: str) -> tuple[Question, ...]:
    """What every 1-on-1 of this kind asks first, in the bank's order."""
    return tuple(question for question in bank if question.standing and kind in question.kinds)


def suggestions(
    bank: Sequence[Question],
    kind: str,
    already_used: Sequence[str],
    previous: Collection[str],
    seed: int,
    count: int = 3,
) -> tuple[Question, ...]:
    """Up to `count` questions whose turn it is for a pair, never a standing one and never one of `previous`.

    `already_used` is every key the pair was offered, oldest first (its last place counts); `previous` is what
    the last occurrence offered, what *Suggest a question* added included. Questions never offered come first,
    then those offered longest ago; among each, different themes before the same one. When too few are left,
    fewer come, never a repeat. The same arguments give the same answer; `seed` is the occurrence's id, so
    pairs and weeks differ.
    """
    chosen: list[Question] = []
    while len(chosen) < count:
        found = next_suggestion(bank, kind, already_used, previous, [one.key for one in chosen], seed)
        if found is None:
            break
        chosen.append(found)
    return tuple(chosen)


def next_suggestion(
    bank: Sequence[Question],
    kind: str,
    already_used: Sequence[str],
    previous: Collection[str],
    shown: Collection[str],
    seed: int,
) -> Question | None:
    """One more question by the rule of `suggestions` not among those `shown`; None when none is left."""
    age = {key: place for place, key in enumerate(already_used)}
    seen = Counter(question.theme for question in bank if question.key in shown)
    out = {*previous, *shown}
    waiting = [q for q in bank if kind in q.kinds and not q.standing and q.key not in out]
    return min(
        waiting, key=lambda q: (q.key in age, seen[q.theme], age.get(q.key, 0), _draw(seed, q)), default=None
    )


def checked_text(text: str, others: Sequence[Question] = ()) -> str:
    """The question on one line; refuses no words, over 200 characters, or the words of one of `others`."""
    line = " ".join(text.split())
    if not _words(line):
        raise FieldRefusal("text", "Write the question first, in a sentence or two.")
    if len(line) > MAX_TEXT:
        too_long = f"This question has {len(line)} characters. Shorten it to {MAX_TEXT} or fewer."
        raise FieldRefusal("text", too_long)
    if _words(line) in {_words(question.text) for question in others}:
        raise FieldRefusal(
            "text", "This question is already in the list. Word it differently, or keep the other one."
        )
    return line


def checked_kinds(kinds: Collection[str]) -> frozenset[str]:
    """The kinds of 1-on-1 a question suits; refuses none at all and names that do not exist."""
    if not kinds:
        raise FieldRefusal("kinds", "Choose at least one kind of 1-on-1 for this question.")
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        choice = "Choose from manager, skip-level, mentor and peer."
        raise FieldRefusal("kinds", f"There is no kind of 1-on-1 called {', '.join(unknown)}. {choice}")
    return frozenset(kinds)


def _changed(question: Question, change: QuestionChange | None) -> Question | None:
    if change is None:
        return question
    if change.is_hidden:
        return None
    return replace(
        question,
        text=change.text or question.text,
        theme=change.theme or question.theme,
        kinds=change.kinds or question.kinds,
    )


def _added(change: QuestionChange) -> Question | None:
    if change.is_hidden or not change.text:
        return None
    return Question(change.key, change.text, change.theme or OWN_THEME, change.kinds or frozenset(KINDS))


def _draw(seed: int, question: Question) -> bytes:
    """Depends on the occurrence and the key alone, so an admin's edit moves no other question."""
    return blake2b(f"{seed}:{question.key}".encode(), digest_size=8).digest()


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _question(theme: str, entry: Mapping[str, Any]) -> Question:
    kinds = frozenset(entry["kinds"])
    return Question(entry["key"], entry["text"], theme, kinds, entry.get("standing", False))


def _repeated(entries: Iterable[tuple[object, Mapping[str, Any]]]) -> list[str]:
    counted = Counter(str(entry.get("key")) for _, entry in entries)
    return [f"questions.toml: the key {key} is there {times} times" for key, times in counted.items() if times > 1]


def _mistakes(theme: object, entry: Mapping[str, Any]) -> list[str]:
    key, text, kinds = entry.get("key"), entry.get("text"), entry.get("kinds")
    checks = {
        "its theme needs a name": isinstance(theme, str) and theme != "",
        "its key must be words joined by hyphens": isinstance(key, str) and _KEY.fullmatch(key) is not None,
        f"keys that begin with {ADDED} belong to workspaces": not str(key).startswith(ADDED),
        f"its text must be 1 to {MAX_TEXT} characters": isinstance(text, str) and 0 < len(text) <= MAX_TEXT,
        f"its kinds must be some of {', '.join(KINDS)}": _are_kinds(kinds),
        "standing is true or false": isinstance(entry.get("standing", False), bool),
        f"it may only have {', '.join(sorted(_FIELDS))}": entry.keys() <= _FIELDS,
    }
    return [f"questions.toml: {key or text}: {rule}" for rule, holds in checks.items() if not holds]


def _are_kinds(kinds: object) -> bool:
    return isinstance(kinds, list) and bool(kinds) and all(kind in KINDS for kind in kinds)
