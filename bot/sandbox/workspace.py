"""One Slack workspace in memory: its people, conversations, views, and everything the bot was told and said."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.sandbox.changes import Changes, Subscription
from bot.sandbox.channels import Channels
from bot.sandbox.delivery import Delivery, Emission
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.groups import Groups
from bot.sandbox.ids import USLACKBOT, Ids
from bot.sandbox.pacing import RateLimits
from bot.sandbox.people import Person
from bot.sandbox.permissions import Permissions
from bot.sandbox.pings import rung
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
        self.places = Channels(self)
        self.channels = self.places.all
        self.groups = Groups(self)
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

    # User groups

    def add_user_group(self, handle: str, members: Iterable[str | Person], name: str = "") -> str:
        """A user group; answers its id, and the bot is sent `subteam_created` once it is connected."""
        return self.groups.add(handle, members, name).id

    def change_user_group(self, which: str, members: Iterable[str | Person]) -> Emission:
        """Exactly these are in it from now on; `which` is its id or handle."""
        return self.groups.change(which, members)

    def disable_user_group(self, which: str) -> Emission:
        return self.groups.disable(which)

    def enable_user_group(self, which: str) -> Emission:
        return self.groups.disable(which, disabled=False)

    # Conversations

    def add_channel(self, name: str, *, private: bool = False, members: Iterable[str | Person] = ()) -> Channel:
        """A channel without the bot in it; `invite_bot` brings it in."""
        return self.places.add(name, private, members)

    def channel(self, name: str) -> Channel:
        return self.places.named(name)

    def conversation(self, where: "str | Channel | Person") -> Channel:
        """A channel, a person's DM with the bot, or any conversation by id."""
        return self.places.conversation(where)

    def dm_with(self, *people: Person) -> Channel:
        return self.places.dm_with(*people)

    def invite_bot(self, where: str | Channel, inviter: str | Person | None = None) -> Emission:
        return self.join(where, self.bot_user, inviter)

    def join(self, where: str | Channel, who: str | Person, inviter: str | Person | None = None) -> Emission:
        return self.places.join(where, who, inviter)

    def leave(self, where: str | Channel, who: str | Person) -> Emission:
        return self.places.leave(where, who)

    def archive(self, where: str | Channel) -> Emission:
        return self.places.archive(where)

    def unarchive(self, where: str | Channel) -> Emission:
        return self.places.archive(where, archived=False)

    def rename_channel(self, where: str | Channel, name: str) -> Emission:
        return self.places.rename(where, name)

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

    def thread(self, where: "str | Channel | Person", parent: "str | Message") -> list[Message]:
        """What everyone can see of a thread, oldest first: the message it is under, and the replies."""
        ts = parent.ts if isinstance(parent, Message) else parent
        return [one for one in self.posts_in(where) if ts in (one.ts, one.thread_ts)]

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
        for member in rung(self, channel, message):
            self.by_id(member).notifications.append((message.ts, message.text))

    # Watching

    def changes(self) -> Subscription:
        """Every visible change from now on."""
        return self.stream.subscribe()

    def calls_by_method(self, since: datetime | int = 0) -> Counter[str]:
        """How often each method was called at or after an instant, or from that index of `calls` on."""
        later = self.calls[since:] if isinstance(since, int) else [one for one in self.calls if one.at >= since]
        return Counter(one.method for one in later)

    def counted(self, method: str, since: datetime | int = 0) -> int:
        """How often one method was called, as `calls_by_method` counts."""
        return self.calls_by_method(since)[method]

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
