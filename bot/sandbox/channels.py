"""The conversations of a workspace: made, joined, left, renamed, archived, and what the bot is told of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.sandbox.delivery import Emission
from bot.sandbox.people import Person
from bot.sandbox.records import Channel
from bot.sandbox.refusals import NotShown

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


class Channels:
    """Every conversation of one workspace; each change answers with an event that may be awaited."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.all: dict[str, Channel] = {}
        self._dms: dict[frozenset[str], Channel] = {}

    def add(self, name: str, private: bool, members: Iterable[str | Person]) -> Channel:
        """A channel without the bot in it."""
        ids = list(dict.fromkeys(self._workspace.person(one).id for one in members))
        return self._new("C", name, "private" if private else "public", ids)

    def _new(self, prefix: str, name: str, kind: str, members: list[str]) -> Channel:
        created = int(self._workspace.clock.now().timestamp())
        channel = Channel(self._workspace.ids.make(prefix), name, kind, members, created)
        self.all[channel.id] = channel
        self._changed(channel)
        return channel

    def named(self, name: str) -> Channel:
        """A channel by name (with or without #) or id; `NotShown` for others."""
        wanted = name.removeprefix("#")
        fitting = (one for one in self.all.values() if wanted in (one.id, one.name) and one.kind != "im")
        found = next(fitting, None)
        if found is None:
            raise NotShown(f"There is no channel called {name}.")
        return found

    def conversation(self, where: str | Channel | Person) -> Channel:
        """A channel, a person's DM with the bot, or any conversation by id."""
        if isinstance(where, Channel):
            return where
        if isinstance(where, Person):
            return self.dm_with(where)
        return self.all[where] if where in self.all else self.named(where)

    def dm_with(self, *people: Person) -> Channel:
        """The one DM (or group DM) of the bot and these people; opened when it is not there yet."""
        members = [self._workspace.bot_user.id, *(person.id for person in people)]
        known = self._dms.get(frozenset(members))
        if known is not None:
            return known
        kind, prefix = ("im", "D") if len(people) == 1 else ("mpim", "C")
        name = "directmessage" if kind == "im" else "mpdm-" + "--".join(one.handle for one in people) + "-1"
        self._dms[frozenset(members)] = self._new(prefix, name, kind, members)
        return self._dms[frozenset(members)]

    def join(self, where: str | Channel, who: str | Person, inviter: str | Person | None = None) -> Emission:
        """Someone joins, or is brought in by `inviter`; a bot that is in it, or comes, is told."""
        channel, person = self.conversation(where), self._workspace.person(who)
        if person.id in channel.members:
            return Emission()
        channel.members.append(person.id)
        self._changed(channel)
        by = self._workspace.person(inviter).id if inviter else None
        return self._workspace.events.membership(channel, person.id, "member_joined_channel", by)

    def leave(self, where: str | Channel, who: str | Person) -> Emission:
        """Someone leaves or is removed; a bot that is in it is told, and of its own leaving by another event."""
        channel, person = self.conversation(where), self._workspace.person(who)
        channel.members.remove(person.id)
        self._changed(channel)
        if person is self._workspace.bot_user:
            return self._workspace.events.bot_left(channel)
        return self._workspace.events.membership(channel, person.id, "member_left_channel")

    def archive(self, where: str | Channel, *, archived: bool = True) -> Emission:
        """Nobody writes there any more, or all may again."""
        channel = self.conversation(where)
        channel.archived = archived
        self._changed(channel)
        return self._workspace.events.channel_changed(channel, "archive" if archived else "unarchive")

    def rename(self, where: str | Channel, name: str) -> Emission:
        """It goes by another name."""
        channel = self.conversation(where)
        channel.name = name.removeprefix("#")
        self._changed(channel)
        return self._workspace.events.channel_changed(channel, "rename")

    def _changed(self, channel: Channel) -> None:
        self._workspace.stream.tell("channel", channel.id)
