"""One Slack workspace in memory: its people, conversations, views, and everything the bot was told and said."""

from collections.abc import Iterable
from typing import Any

from bot.clock import Clock
from bot.sandbox.changes import Changes, Subscription
from bot.sandbox.delivery import Delivery, Emission
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.ids import USLACKBOT, Ids
from bot.sandbox.pacing import RateLimits
from bot.sandbox.people import Person
from bot.sandbox.permissions import Permissions
from bot.sandbox.records import Call, Channel, Message, Refused
from bot.sandbox.refusals import NotShown
from bot.sandbox.triggers import Keys
from bot.sandbox.views import Views

Json = dict[str, Any]


class Workspace:
    """Holds the state; the server serves it to the bot, people act in it, tests read it.

    A manifest limits the bot to what it declares; None allows everything. Changes a person or an admin makes
    send the bot its events; the answer may be awaited until the bot has acknowledged them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        manifest: Json | None = None,
        name: str = "Acme",
        enforce_rate_limits: bool = False,
    ) -> None:
        self.clock, self.name, self.domain = clock, name, name.lower().replace(" ", "-")
        self.ids = Ids()
        self.team_id, self.app_id, self.bot_id = (self.ids.make(kind) for kind in "TAB")
        self.bot_token = f"xoxb-1-{self.ids.digest('token')}"
        self.app_token = f"xapp-1-{self.app_id}-1-{self.ids.digest('token')}"
        self.permissions = Permissions(manifest)
        self.delivery = Delivery(self.ids, self.app_id)
        self.faults = Faults(self.delivery.sockets.cut_all, self._revoked)
        self.delivery.take_repeat = self.faults.take_repeat
        self.keys = Keys(clock, self.ids)
        self.rate_limits = RateLimits(clock, enforced=enforce_rate_limits)
        self.events = Events(self)
        self.views = Views(self)
        self.stream = Changes()
        self.calls: list[Call] = []
        self.refused: list[Refused] = []
        self.channels: dict[str, Channel] = {}
        self._dms: dict[frozenset[str], Channel] = {}
        self.user_groups: dict[str, tuple[str, list[str]]] = {}
        self._users: dict[str, Person] = {}
        self._last_ts = 0
        self._begin(manifest or {})

    def _begin(self, manifest: Json) -> None:
        bot_name = manifest.get("features", {}).get("bot_user", {}).get("display_name", "Drumbeat")
        self._add(Person(self, USLACKBOT, "slackbot", "Slackbot", "America/Los_Angeles"))
        self.bot_user = Person(
            self, self.ids.make("U"), bot_name.lower(), bot_name, "America/Los_Angeles", bot=True
        )
        self._add(self.bot_user)
        watch = getattr(self.clock, "watch", None)
        if watch is not None:
            watch(lambda: self.stream.tell("clock"))

    # People

    @property
    def people(self) -> list[Person]:
        """Everyone a human would call a person, the deactivated too; not the bot, not Slackbot."""
        return [one for one in self._users.values() if one.id not in (USLACKBOT, self.bot_user.id)]

    @property
    def users(self) -> list[Person]:
        """Every user of the workspace, in the order they came."""
        return list(self._users.values())

    def add_person(
        self,
        handle: str,
        name: str | None = None,
        zone: str = "Europe/Berlin",
        *,
        admin: bool = False,
        guest: bool = False,
        bot: bool = False,
    ) -> Person:
        """Someone joins; the bot is sent `team_join` once it is connected."""
        shown = name or handle.capitalize()
        person = Person(self, self.ids.make("U"), handle, shown, zone, admin=admin, guest=guest, bot=bot)
        self._add(person)
        self.events.joined_team(person)
        self.stream.tell("person", person.id)
        return person

    def _add(self, person: Person) -> None:
        person.updated = int(self.clock.now().timestamp())
        self._users[person.id] = person

    def person(self, who: "str | Person") -> Person:
        """Someone by handle (with or without @), by id, or as they are; `NotShown` for others."""
        if isinstance(who, Person):
            return who
        wanted = who.removeprefix("@")
        found = self._users.get(wanted) or next((one for one in self.users if one.handle == wanted), None)
        if found is None:
            raise NotShown(f"Nobody here is called {who}.")
        return found

    def by_id(self, user: str) -> Person:
        return self._users[user]

    def user(self, user: str) -> Person | None:
        """Someone by id, or None."""
        return self._users.get(user)

    def deactivate(self, who: str | Person) -> Emission:
        """Their account is closed, and what they had open with it."""
        person = self.person(who)
        person.deleted = True
        self.views.close_all(person)
        return self._changed(person)

    def reactivate(self, who: str | Person) -> Emission:
        """Their account is open again."""
        person = self.person(who)
        person.deleted = False
        return self._changed(person)

    def change_zone(self, who: str | Person, zone: str) -> Emission:
        """They have moved: `zone` is an IANA name."""
        person = self.person(who)
        person.zone = zone
        return self._changed(person)

    def rename(self, who: str | Person, name: str) -> Emission:
        """They go by another name."""
        person = self.person(who)
        person.name = name
        return self._changed(person)

    def change_status(self, who: str | Person, emoji: str, text: str = "", expiration: int = 0) -> Emission:
        """Set a status; `expiration` is in epoch seconds, 0 for one that stays."""
        person = self.person(who)
        person.status_emoji, person.status_text, person.status_expiration = emoji, text, expiration
        return self._changed(person, status=True)

    def _changed(self, person: Person, *, status: bool = False) -> Emission:
        person.updated = int(self.clock.now().timestamp())
        self.stream.tell("person", person.id)
        return self.events.person_changed(person, status=status)

    def add_user_group(self, handle: str, members: Iterable[str | Person]) -> str:
        """A user group; answers its id."""
        group_id = self.ids.make("S")
        self.user_groups[group_id] = (handle, [self.person(one).id for one in members])
        return group_id

    # Conversations

    def add_channel(self, name: str, *, private: bool = False, members: Iterable[str | Person] = ()) -> Channel:
        """A channel without the bot in it; `invite_bot` brings it in."""
        ids = [self.person(one).id for one in members]
        return self._new_channel("C", name, "private" if private else "public", ids)

    def _new_channel(self, prefix: str, name: str, kind: str, members: list[str]) -> Channel:
        created = int(self.clock.now().timestamp())
        channel = Channel(self.ids.make(prefix), name, kind, members, created)
        self.channels[channel.id] = channel
        self.stream.tell("channel", channel.id)
        return channel

    def channel(self, name: str) -> Channel:
        """A channel by name (with or without #) or id; `NotShown` for others."""
        wanted = name.removeprefix("#")
        named = (one for one in self.channels.values() if wanted in (one.id, one.name) and one.kind != "im")
        found = next(named, None)
        if found is None:
            raise NotShown(f"There is no channel called {name}.")
        return found

    def conversation(self, where: "str | Channel | Person") -> Channel:
        """A channel, a person's DM with the bot, or any conversation by id."""
        if isinstance(where, Channel):
            return where
        if isinstance(where, Person):
            return self.dm_with(where)
        return self.channels[where] if where in self.channels else self.channel(where)

    def dm_with(self, *people: Person) -> Channel:
        """The one DM (or group DM) of the bot and these people; opened when it is not there yet."""
        members = [self.bot_user.id, *(person.id for person in people)]
        known = self._dms.get(frozenset(members))
        if known is not None:
            return known
        kind, prefix = ("im", "D") if len(people) == 1 else ("mpim", "C")
        name = "directmessage" if kind == "im" else "mpdm-" + "--".join(one.handle for one in people) + "-1"
        self._dms[frozenset(members)] = self._new_channel(prefix, name, kind, members)
        return self._dms[frozenset(members)]

    def invite_bot(self, where: str | Channel, inviter: str | Person | None = None) -> Emission:
        return self.join(where, self.bot_user, inviter)

    def join(self, where: str | Channel, who: str | Person, inviter: str | Person | None = None) -> Emission:
        """Someone joins a channel, or is brought in by `inviter`."""
        channel, person = self.conversation(where), self.person(who)
        if person.id in channel.members:
            return Emission()
        channel.members.append(person.id)
        self.stream.tell("channel", channel.id)
        by = self.person(inviter).id if inviter else None
        return self.events.membership(channel, person.id, "member_joined_channel", by)

    def leave(self, where: str | Channel, who: str | Person) -> Emission:
        """Someone leaves a conversation; the bot is told if it is in it."""
        channel, person = self.conversation(where), self.person(who)
        channel.members.remove(person.id)
        self.stream.tell("channel", channel.id)
        return self.events.membership(channel, person.id, "member_left_channel")

    def archive(self, where: str | Channel) -> Emission:
        """The conversation is archived: nobody writes there any more."""
        channel = self.conversation(where)
        channel.archived = True
        self.stream.tell("channel", channel.id)
        return self.events.archived(channel)

    # Messages

    def next_ts(self) -> str:
        """A message's ts: the clock's microseconds, or one more than the last where they would not grow."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def posts_in(self, where: "str | Channel | Person") -> list[Message]:
        """What everyone in a conversation can see, oldest first, replies included."""
        channel = self.conversation(where)
        return [one for one in channel.messages if not one.deleted and not one.ephemeral_for]

    def post(self, channel: Channel, message: Message) -> Emission:
        """Show a message to everyone in a conversation, or to one person if it is ephemeral."""
        channel.messages.append(message)
        if message.ephemeral_for:
            self.stream.tell("ephemeral", message.ts, message.ephemeral_for)
            return Emission()
        self.stream.tell("message", message.ts)
        self._notify(channel, message)
        return self.events.posted(channel, message)

    def _notify(self, channel: Channel, message: Message) -> None:
        """Everyone a message pings: the other people of a DM, and those it names elsewhere."""
        for member in channel.members:
            called = f"<@{member}" in message.text or "<!channel>" in message.text or "<!here>" in message.text
            if member != message.user and (called or channel.kind in ("im", "mpim")):
                self.by_id(member).notifications.append((message.ts, message.text))

    # Watching

    def changes(self) -> Subscription:
        """Every visible change from now on."""
        return self.stream.subscribe()

    def note_refusal(self, method: str, error: str, detail: Iterable[str] = ()) -> None:
        """Record something Slack would not take from the bot."""
        self.refused.append(Refused(method, error, tuple(detail), self.clock.now()))

    async def settled(self) -> None:
        """Wait until every event sent so far was acknowledged or given up."""
        await self.delivery.settled()

    async def redeliver(self) -> int:
        """Send every unacknowledged event once more; how many were acknowledged this time."""
        return await self.delivery.redeliver()

    def _revoked(self) -> None:
        self.events.tokens_revoked()
