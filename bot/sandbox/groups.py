"""User groups: who is in them, how they look to an app, and what the bot is told when they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.delivery import Emission
from bot.sandbox.refusals import NotShown

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

MOST_SHOWN = 500
"""How many members `subteam_*` events name at most; `user_count` counts them all."""


@dataclass(eq=False)
class UserGroup:
    """One user group; `members` are user ids in the order they came, instants are in epoch seconds."""

    id: str
    handle: str
    name: str
    members: list[str]
    created: int
    updated: int
    disabled: int = 0


class Groups:
    """The user groups of one workspace; each change answers with an event that may be awaited."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.all: dict[str, UserGroup] = {}

    def add(self, handle: str, members: "Iterable[str | Person]", name: str = "") -> UserGroup:
        """A new group; the bot is sent `subteam_created` once it is connected."""
        now = self._now()
        ids = self._ids(members)
        group = UserGroup(self._workspace.ids.make("S"), handle, name or handle.capitalize(), ids, now, now)
        self.all[group.id] = group
        self._tell("subteam_created", group)
        return group

    def change(self, which: str, members: "Iterable[str | Person]") -> Emission:
        """Exactly these are its members now; the bot is sent the whole group, and what changed in it."""
        group = self.find(which)
        before, group.members = group.members, self._ids(members)
        previously, group.updated = group.updated, self._now()
        self._tell("subteam_updated", group)
        return self._workspace.events.emit(self._delta(group, before, previously))

    def disable(self, which: str, *, disabled: bool = True) -> Emission:
        """Switch a group off, or on again; its members stay on its list."""
        group = self.find(which)
        group.updated = self._now()
        group.disabled = group.updated if disabled else 0
        return self._tell("subteam_updated", group)

    def find(self, which: str) -> UserGroup:
        """A group by id, or by handle with or without @; `NotShown` for others."""
        found = self.all.get(which) or self.called(which.removeprefix("@"))
        if found is None:
            raise NotShown(f"There is no user group called {which}.")
        return found

    def called(self, handle: str) -> UserGroup | None:
        """The group of that handle that can be mentioned."""
        return next((one for one in self.all.values() if one.handle == handle and not one.disabled), None)

    def active_members(self, group: UserGroup) -> list[str]:
        """Its members without the deactivated."""
        return [one for one in group.members if not self._workspace.by_id(one).deleted]

    def shape(self, group: UserGroup) -> Json:
        """A user group object without its members."""
        return {
            "id": group.id,
            "team_id": self._workspace.team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": group.name,
            "description": "",
            "handle": group.handle,
            "is_external": False,
            "date_create": group.created,
            "date_update": group.updated,
            "date_delete": group.disabled,
            "auto_type": None,
            "auto_provision": False,
            "enterprise_subteam_id": "",
            "created_by": self._workspace.bot_user.id,
            "updated_by": self._workspace.bot_user.id,
            "deleted_by": self._workspace.bot_user.id if group.disabled else None,
            "prefs": {"channels": [], "groups": []},
        }

    def _tell(self, kind: str, group: UserGroup) -> Emission:
        users = self.active_members(group)
        counted = {"users": users[:MOST_SHOWN], "user_count": len(users), "channel_count": 0}
        event = {"type": kind, "subteam": self.shape(group) | counted, "event_ts": self._workspace.next_ts()}
        return self._workspace.events.emit(event)

    def _delta(self, group: UserGroup, before: list[str], previously: int) -> Json:
        added = [one for one in group.members if one not in set(before)]
        removed = [one for one in before if one not in set(group.members)]
        return {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": self._workspace.team_id,
            "date_previous_update": previously,
            "date_update": group.updated,
            "added_users": added,
            "added_users_count": str(len(added)),
            "removed_users": removed,
            "removed_users_count": str(len(removed)),
            "event_ts": self._workspace.next_ts(),
        }

    def _ids(self, members: "Iterable[str | Person]") -> list[str]:
        return list(dict.fromkeys(self._workspace.person(one).id for one in members))

    def _now(self) -> int:
        return int(self._workspace.clock.now().timestamp())
