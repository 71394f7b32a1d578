"""Users, conversations, messages and views, in the JSON shapes Slack shows an app."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.sandbox.forms import view_values
from bot.sandbox.records import Channel, Message, View

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def user_shape(person: "Person") -> Json:
    """A user object; a deactivated person has no time zone, as in Slack."""
    shape: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.handle,
        "deleted": person.deleted,
        "profile": _profile(person),
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return shape
    return shape | _zone(person) | _standing(person)


def _zone(person: "Person") -> Json:
    local = person.now().astimezone(ZoneInfo(person.zone))
    offset = local.utcoffset()
    return {
        "real_name": person.name,
        "tz": person.zone,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "color": "9f69e7",
    }


def _standing(person: "Person") -> Json:
    return {
        "is_admin": person.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(person: "Person") -> Json:
    profile: Json = {
        "title": "",
        "phone": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
        "team": person.team_id,
    }
    if person.bot:
        profile |= {"bot_id": person.bot_id, "api_app_id": person.app_id, "always_active": True}
    return profile


def channel_shape(workspace: "Workspace", channel: Channel) -> Json:
    """A conversation object as the bot sees it."""
    bot = workspace.bot_user.id
    shape: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if channel.kind == "im":
        other = next(one for one in channel.members if one != bot)
        return shape | {"user": other, "is_user_deleted": workspace.by_id(other).deleted, "is_open": True}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_member": bot in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_shape(workspace: "Workspace", message: Message, *, with_metadata: bool = True) -> Json:
    """A message object; metadata only where it was asked for."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    optional = {"blocks": message.blocks, "attachments": message.attachments, "thread_ts": message.thread_ts}
    shape |= {name: value for name, value in optional.items() if value}
    if message.bot_id:
        shape |= {"bot_id": message.bot_id, "app_id": workspace.app_id, "bot_profile": bot_shape(workspace)}
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata and with_metadata:
        shape["metadata"] = message.metadata
    if message.reactions:
        shape["reactions"] = [_reaction(name, users) for name, users in message.reactions.items()]
    return shape


def _reaction(name: str, users: list[str]) -> Json:
    return {"name": name, "users": users, "count": len(users)}


def bot_shape(workspace: "Workspace") -> Json:
    """The bot object behind the bot user."""
    return {
        "id": workspace.bot_id,
        "deleted": False,
        "name": workspace.bot_user.name,
        "updated": workspace.bot_user.updated,
        "app_id": workspace.app_id,
        "user_id": workspace.bot_user.id,
        "icons": {},
        "team_id": workspace.team_id,
    }


def view_shape(workspace: "Workspace", view: View) -> Json:
    """A view object with its state, as in answers of views.* and in payloads."""
    source = view.source
    shape: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": view_values(view)},
        "hash": view.hash,
        "title": source.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(source.get("clear_on_close", False)),
        "notify_on_close": bool(source.get("notify_on_close", False)),
        "close": source.get("close"),
        "submit": source.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": workspace.app_id,
        "external_id": source.get("external_id", ""),
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }
    return shape
