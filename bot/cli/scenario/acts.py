"""What people of the script do, each as a person in Slack would: commands, buttons, forms, words."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.rituals.standup.rules import STANDARD_QUESTIONS
from bot.rituals.standup.views.faces import MOODS
from bot.sandbox.blocks import visible_text
from bot.sandbox.forms import elements
from bot.sandbox.people import Person
from bot.sandbox.records import Message
from bot.sandbox.refusals import NotShown

Settle = Callable[[], Awaitable[None]]
"""Lets the bot do all that follows from what was done."""
Fields = Mapping[str, Any]
LABELS = dict(STANDARD_QUESTIONS)


class Act(Protocol):
    """Something a person does; `NotShown` when what it takes is not in front of them."""

    async def carry_out(self, person: Person, settle: Settle) -> None: ...


@dataclass(frozen=True)
class Type:
    """Type a slash command, and send the form that opens with these fields, if there are any given."""

    command: str
    text: str = ""
    form: Fields | None = None
    where: str | None = None
    """A channel; None is the DM with the bot."""

    async def carry_out(self, person: Person, settle: Settle) -> None:
        answer = await person.command(self.command, self.text, self.where)
        if answer.refused or answer.timed_out:
            raise NotShown(f"{self.command} {self.text} was not answered: {answer.refused}")
        await settle()
        if self.form is not None:
            await _send(person, self.form, settle)


@dataclass(frozen=True)
class Press:
    """Press a button by what it is called, or by what a screen reader says it is."""

    label: str
    row: str | None = None
    """Words beside the button, or just above it."""
    place: str = "message"
    """`message` is the newest message in the DM that has it; or `home`, or `modal`."""
    form: Fields | None = None

    async def carry_out(self, person: Person, settle: Settle) -> None:
        if self.place == "home":
            await person.open_home()
            await settle()
        where = newest_with(person, self.label, self.row) if self.place == "message" else self.place
        await person.click(where, self.label, row=self.row)
        await settle()
        if self.form is not None:
            await _send(person, self.form, settle)


@dataclass(frozen=True)
class Answer:
    """Answer the sync-up of a team, or change the answer; what is None stays as the form has it."""

    team: str
    today: str | None = None
    yesterday: str | None = None
    blockers: str | None = None
    opportunities: str | None = None
    mood: int | None = None
    by_command: bool = False
    """By `/standup`: early, or without looking for the message."""
    more: Fields = field(default_factory=dict)
    """Further fields by their block or label, such as what is resolved."""

    async def carry_out(self, person: Person, settle: Settle) -> None:
        if self.by_command:
            await self._open_by_command(person, settle)
        else:
            message, label = _asking(person, self.team)
            await person.click(message, label)
            await settle()
        await _send(person, self._fields(), settle)
        while person.modal is not None:  # the list of teams that a command opened
            await person.close_modal()

    async def _open_by_command(self, person: Person, settle: Settle) -> None:
        await person.command("/standup")
        await settle()
        if person.modal is not None and not person.modal.source.get("submit"):
            await person.click("modal", row=self.team, action_id="standup.open")
            await settle()

    def _fields(self) -> dict[str, Any]:
        said = {
            "yesterday": self.yesterday,
            "today": self.today,
            "blockers": self.blockers,
            "opportunities": self.opportunities,
        }
        mood = {} if self.mood is None else {"mood": MOODS[self.mood]}
        return {LABELS[key]: text for key, text in said.items() if text is not None} | mood | dict(self.more)


@dataclass(frozen=True)
class Say:
    """Write in a channel."""

    channel: str
    text: str

    async def carry_out(self, person: Person, settle: Settle) -> None:
        await person.say(self.channel, self.text)
        await settle()


@dataclass(frozen=True)
class Use:
    """Use a shortcut on the newest message of a channel that contains these words."""

    shortcut: str
    channel: str
    words: str
    form: Fields | None = None

    async def carry_out(self, person: Person, settle: Settle) -> None:
        found = [message for message in person.sees(self.channel) if self.words in message.text]
        if not found:
            raise NotShown(f"Nobody said “{self.words}” in #{self.channel}.")
        await person.message_shortcut(self.shortcut, found[-1])
        await settle()
        if self.form is not None:
            await _send(person, self.form, settle)


@dataclass(frozen=True)
class SetStatus:
    """Set one's status in Slack until a wall-clock time."""

    emoji: str
    text: str
    until: str
    """Date and time where the person is: `2026-03-26T00:00`."""

    async def carry_out(self, person: Person, settle: Settle) -> None:
        ends = datetime.fromisoformat(self.until).replace(tzinfo=ZoneInfo(person.zone))
        await person.workspace.change_status(person, self.emoji, self.text, int(ends.timestamp()))
        await settle()


@dataclass(frozen=True)
class Invite:
    """Invite the bot into channels."""

    channels: tuple[str, ...]

    async def carry_out(self, person: Person, settle: Settle) -> None:
        for channel in self.channels:
            await person.workspace.invite_bot(channel, person)
        await settle()


@dataclass(frozen=True)
class JoinGroup:
    """Join a user group."""

    handle: str

    async def carry_out(self, person: Person, settle: Settle) -> None:
        group = person.workspace.groups.find(self.handle)
        await person.workspace.change_user_group(self.handle, [*group.members, person])
        await settle()


@dataclass(frozen=True)
class LeaveCompany:
    """Leave for good: an admin closes the account."""

    async def carry_out(self, person: Person, settle: Settle) -> None:
        await person.workspace.deactivate(person)
        await settle()


def newest_with(person: Person, label: str, row: str | None) -> Message:
    """The newest message in the person's DM with such a button; `NotShown` when there is none."""
    for message in reversed(person.dm):
        if label in _labels(message) and (row is None or any(row in visible_text(one) for one in message.blocks)):
            return message
    raise NotShown(f"{person.handle} has no message with “{label}”.")


def _asking(person: Person, team: str) -> tuple[Message, str]:
    """The newest message about a team's sync-up, and what its button to answer or change is called."""
    for message in reversed(person.dm):
        for label in _labels(message):
            if label.startswith((f"Answer the Sync-up of {team} ·", f"Change the Sync-up of {team} ·")):
                return message, label
    raise NotShown(f"{person.handle} has not been asked for {team}.")


def _labels(message: Message) -> Iterator[str]:
    for block in message.blocks:
        for element in elements(block):
            shown = element.get("text") or {}
            yield from filter(None, (element.get("accessibility_label"), shown.get("text")))


async def _send(person: Person, fields: Fields, settle: Settle) -> None:
    answer = await person.submit(dict(fields))
    await settle()
    if answer.errors or answer.refused or answer.timed_out:
        raise NotShown(f"The form of {person.handle} was not taken: {answer.errors or answer.refused}")
