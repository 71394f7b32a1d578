"""What the bot offers in Slack, as data: registration, help, the manifest and the docs are all read off it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.requests import (
    ActionRequest,
    CommandRequest,
    EventRequest,
    ShortcutRequest,
    SubmissionRequest,
)

OnCommand = Callable[[CommandRequest, Desk], Awaitable[Answer]]
OnShortcut = Callable[[ShortcutRequest, Desk], Awaitable[Answer]]
OnAction = Callable[[ActionRequest, Desk], Awaitable[Answer]]
OnSubmission = Callable[[SubmissionRequest, Desk], Awaitable[Answer]]
OnEvent = Callable[[EventRequest, Desk], Awaitable[Any]]


@dataclass(frozen=True)
class Subcommand:
    """One word after a slash command; its listener gets the text that follows the word."""

    word: str
    usage: str
    effect: str
    example: str
    listener: OnCommand
    also: tuple[str, ...] = ()
    """Other words for the same thing, not shown in help."""


@dataclass(frozen=True)
class Command:
    """A slash command: `main` answers it without text, each subcommand its word."""

    name: str
    description: str
    main: OnCommand
    main_effect: str
    subcommands: tuple[Subcommand, ...]


@dataclass(frozen=True)
class Shortcut:
    """A shortcut, on a message or global; callback ids are public and stable."""

    callback: str
    name: str
    description: str
    listener: OnShortcut
    on_message: bool


@dataclass(frozen=True)
class Surface:
    """Everything one folder offers: commands, shortcuts, actions by id, forms by callback id, events by type.

    `words` are subcommands of a command that belongs to another folder, by the command's name.
    """

    commands: tuple[Command, ...] = ()
    words: dict[str, tuple[Subcommand, ...]] = field(default_factory=dict)
    shortcuts: tuple[Shortcut, ...] = ()
    actions: dict[str, OnAction] = field(default_factory=dict)
    forms: dict[str, OnSubmission] = field(default_factory=dict)
    events: dict[str, OnEvent] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()


def joined(surfaces: tuple[Surface, ...]) -> Surface:
    """All surfaces as one, each command with the words that others add to it.

    Refuses with `ValueError` when two claim the same name; words for a command that is in none of the surfaces
    are kept for the next joining.
    """
    whole = Surface()
    for surface in surfaces:
        whole = Surface(
            commands=whole.commands + surface.commands,
            words={
                name: whole.words.get(name, ()) + surface.words.get(name, ())
                for name in whole.words | surface.words
            },
            shortcuts=whole.shortcuts + surface.shortcuts,
            actions=_apart(whole.actions, surface.actions),
            forms=_apart(whole.forms, surface.forms),
            events=_apart(whole.events, surface.events),
            scopes=whole.scopes | surface.scopes,
        )
    _refuse_twins([command.name for command in whole.commands])
    _refuse_twins([shortcut.callback for shortcut in whole.shortcuts])
    return _with_words(whole)


def _with_words(whole: Surface) -> Surface:
    added = {command.name: whole.words.get(command.name, ()) for command in whole.commands}
    commands = tuple(
        replace(command, subcommands=command.subcommands + added[command.name]) for command in whole.commands
    )
    for command in commands:
        _refuse_twins([word for sub in command.subcommands for word in (sub.word, *sub.also)])
    left = {name: words for name, words in whole.words.items() if name not in added}
    return replace(whole, commands=commands, words=left)


def _apart(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    _refuse_twins([*one, *other])
    return one | other


def _refuse_twins(names: list[str]) -> None:
    if twins := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"claimed twice: {sorted(twins)}")
