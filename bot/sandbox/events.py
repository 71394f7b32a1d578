"""The events of the Events API that the bot subscribes to, each in the shape Slack sends."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.delivery import Emission
from bot.sandbox.records import Channel, Message, View
from bot.sandbox.shapes import message_shape, user_shape, view_shape

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

MESSAGE_EVENTS = {
    "im": "message.im",
    "mpim": "message.mpim",
    "public": "message.channels",
    "private": "message.groups",
}
CHANNEL_TYPES = {"im": "im", "mpim": "mpim", "public": "channel", "private": "group"}


class Events:
    """Sends an event if the manifest subscribes to it; each answers with something that can be awaited."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def emit(self, event: Json, name: str | None = None, scope: str | None = None) -> Emission:
        """Send `event`; `name` is what the manifest calls it where that differs from its type."""
        if not self._workspace.permissions.subscribed(name or event["type"], scope):
            return Emission()
        return self._workspace.delivery.emit(self._wrapped(event))

    def _wrapped(self, event: Json) -> Json:
        workspace = self._workspace
        number = workspace.ids.make("Ev")
        return {
            "token": "sandbox",
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": number,
            "event_time": int(workspace.clock.now().timestamp()),
            "authorizations": [self._authorization()],
            "is_ext_shared_channel": False,
            "event_context": f"4-{number}",
        }

    def _authorization(self) -> Json:
        return {
            "enterprise_id": None,
            "team_id": self._workspace.team_id,
            "user_id": self._workspace.bot_user.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }

    def person_changed(self, person: "Person", *, status: bool = False) -> Emission:
        """`user_change`, and with it `user_status_changed` or `user_profile_changed`."""
        stamp = self._workspace.next_ts()
        user = user_shape(person)
        also = "user_status_changed" if status else "user_profile_changed"
        self.emit({"type": also, "user": user, "cache_ts": int(float(stamp)), "event_ts": stamp})
        return self.emit({"type": "user_change", "user": user, "cache_ts": int(float(stamp)), "event_ts": stamp})

    def joined_team(self, person: "Person") -> Emission:
        """`team_join`: someone new in the workspace."""
        stamp = self._workspace.next_ts()
        return self.emit({"type": "team_join", "user": user_shape(person), "event_ts": stamp})

    def home_opened(self, person: "Person", channel: Channel, view: View | None, tab: str) -> Emission:
        """`app_home_opened`, with the view that is there if the Home tab was opened."""
        event: Json = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": channel.id,
            "tab": tab,
            "event_ts": self._workspace.next_ts(),
        }
        if view is not None and tab == "home":
            event["view"] = view_shape(self._workspace, view)
        return self.emit(event)

    def posted(self, channel: Channel, message: Message) -> Emission:
        """The `message` event, and `app_mention` when the bot's name is in it; only where the bot is a member."""
        bot = self._workspace.bot_user.id
        if bot not in channel.members:
            return Emission()
        shape = message_shape(self._workspace, message)
        place = {"channel": channel.id, "event_ts": message.ts, "channel_type": CHANNEL_TYPES[channel.kind]}
        if f"<@{bot}" in message.text and channel.kind != "im":
            self.emit(shape | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts})
        return self.emit(shape | place, MESSAGE_EVENTS[channel.kind])

    def edited(self, channel: Channel, message: Message, subtype: str, before: Json) -> Emission:
        """`message_changed` or `message_deleted`, to a bot that is a member."""
        if self._workspace.bot_user.id not in channel.members:
            return Emission()
        stamp = self._workspace.next_ts()
        event: Json = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
            "ts": stamp,
            "event_ts": stamp,
            "previous_message": before,
        }
        if subtype == "message_changed":
            event["message"] = message_shape(self._workspace, message)
        else:
            event["deleted_ts"] = message.ts
        return self.emit(event, MESSAGE_EVENTS[channel.kind])

    def membership(self, channel: Channel, user: str, kind: str, inviter: str | None = None) -> Emission:
        """`member_joined_channel` or `member_left_channel`, to a bot that is a member."""
        if self._workspace.bot_user.id not in channel.members:
            return Emission()
        event: Json = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": self._workspace.team_id,
            "event_ts": self._workspace.next_ts(),
        }
        if inviter:
            event["inviter"] = inviter
        return self.emit(event, scope="groups:read" if channel.is_private else "channels:read")

    def bot_left(self, channel: Channel) -> Emission:
        """`channel_left` or `group_left`: all that a bot hears of its own removal."""
        return self._of_channel(channel, "left", {"channel": channel.id, "actor_id": self._someone(channel)})

    def channel_changed(self, channel: Channel, what: str) -> Emission:
        """`channel_archive`, `_unarchive` or `_rename`; for a private channel `group_…`, to its members only."""
        if channel.is_private and self._workspace.bot_user.id not in channel.members:
            return Emission()
        if what != "rename":
            return self._of_channel(channel, what, {"channel": channel.id, "user": self._someone(channel)})
        name = {"name": channel.name, "name_normalized": channel.name}
        return self._of_channel(channel, what, {"channel": {"id": channel.id, "created": channel.created} | name})

    def _of_channel(self, channel: Channel, what: str, told: Json) -> Emission:
        kind = f"{'group' if channel.is_private else 'channel'}_{what}"
        return self.emit({"type": kind, **told, "event_ts": self._workspace.next_ts()})

    def _someone(self, channel: Channel) -> str:
        """Who did it; changes here come from nobody in particular, so the channel's first member it is."""
        return channel.members[0] if channel.members else self._workspace.bot_user.id

    def tokens_revoked(self) -> Emission:
        """`tokens_revoked`, for the bot's token."""
        event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self._workspace.bot_user.id]}}
        return self.emit(event)
