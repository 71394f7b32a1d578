"""What the app's manifest allows it: scopes by method, events, commands, shortcuts, the Home tab."""

from typing import Any

from bot.sandbox.refusals import SlackRefusal

Json = dict[str, Any]

SCOPES: dict[str, str] = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "users.list": "users:read",
    "users.info": "users:read",
    "bots.info": "users:read",
    "team.info": "team:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "reactions.add": "reactions:write",
    "conversations.join": "channels:join",
}

BY_KIND = {
    "read": {"public": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"},
    "history": {
        "public": "channels:history",
        "private": "groups:history",
        "im": "im:history",
        "mpim": "mpim:history",
    },
    "write": {"im": "im:write", "mpim": "mpim:write", "public": "channels:manage", "private": "groups:write"},
}

EVENT_SCOPES: dict[str, str] = {
    "team_join": "users:read",
    "user_change": "users:read",
    "user_status_changed": "users:read",
    "user_profile_changed": "users:read",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_mention": "app_mentions:read",
    **{f"channel_{what}": "channels:read" for what in ("archive", "left", "rename", "unarchive")},
    **{f"group_{what}": "groups:read" for what in ("archive", "left", "rename", "unarchive")},
    **{f"subteam_{what}": "usergroups:read" for what in ("created", "members_changed", "updated")},
}


class Permissions:
    """Reads a manifest; without one (None) everything is allowed."""

    def __init__(self, manifest: Json | None) -> None:
        self.manifest = manifest
        read = manifest or {}
        self._features: Json = read.get("features", {})
        self._settings: Json = read.get("settings", {})
        self.scopes: list[str] = list(read.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        subscriptions: Json = self._settings.get("event_subscriptions", {})
        self.events: list[str] = list(subscriptions.get("bot_events", []))

    def has(self, scope: str) -> bool:
        return self.manifest is None or scope in self.scopes

    def require(self, *any_of: str) -> None:
        """Refuse with `missing_scope`, as Slack does, unless one of the scopes is there."""
        if not any(self.has(scope) for scope in any_of):
            raise SlackRefusal("missing_scope", needed=",".join(any_of), provided=",".join(self.scopes))

    def require_for(self, use: str, kind: str) -> None:
        self.require(BY_KIND[use][kind])

    def require_method(self, method: str) -> None:
        if method in SCOPES:
            self.require(SCOPES[method])

    def subscribed(self, event: str, scope: str | None = None) -> bool:
        """Whether the bot is sent this event: subscribed in the manifest, and the scope for it granted."""
        if self.manifest is None:
            return True
        needed = scope or EVENT_SCOPES.get(event)
        return event in self.events and (needed is None or self.has(needed))

    def command(self, command: str) -> Json | None:
        """The manifest's entry for a slash command; one that allows escaping when there is no manifest."""
        if self.manifest is None:
            return {"command": command, "should_escape": True}
        commands = self._features.get("slash_commands", []) if self.has("commands") else []
        return next((one for one in commands if one["command"] == command), None)

    def shortcut(self, callback_id: str, kind: str) -> bool:
        """Whether there is a shortcut of that kind (`message` or `global`)."""
        if self.manifest is None:
            return True
        shortcuts = self._features.get("shortcuts", []) if self.has("commands") else []
        return any(one["callback_id"] == callback_id and one["type"] == kind for one in shortcuts)

    @property
    def commands(self) -> list[Json]:
        return list(self._features.get("slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        return list(self._features.get("shortcuts", []))

    @property
    def interactive(self) -> bool:
        return self.manifest is None or bool(self._settings.get("interactivity", {}).get("is_enabled"))

    @property
    def home_enabled(self) -> bool:
        return self.manifest is None or bool(self._features.get("app_home", {}).get("home_tab_enabled"))

    @property
    def messages_enabled(self) -> bool:
        return self._features.get("app_home", {}).get("messages_tab_enabled", True) is not False

    @property
    def messages_read_only(self) -> bool:
        return bool(self._features.get("app_home", {}).get("messages_tab_read_only_enabled", False))
