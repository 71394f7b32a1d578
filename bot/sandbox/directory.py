"""The Web API's users.*, team.info, bots.info, usergroups.* and auth.test: who is who."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.groups import UserGroup
from bot.sandbox.paging import page
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.shapes import bot_shape, user_shape

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def auth_test(workspace: "Workspace", arguments: Arguments) -> Json:
    """auth.test with the bot's token."""
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot_user.handle,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def list_users(workspace: "Workspace", arguments: Arguments) -> Json:
    """users.list, by cursor: everyone, the deactivated, bots and Slackbot too."""
    everyone = workspace.users
    shown, rest = page(everyone, arguments, default=len(everyone), most=max(1000, len(everyone)))
    locale = {"locale": "en-US"} if arguments.flag("include_locale") else {}
    stamp = int(workspace.clock.now().timestamp())
    return {"members": [user_shape(one) | locale for one in shown], "cache_ts": stamp} | rest


def user_info(workspace: "Workspace", arguments: Arguments) -> Json:
    """users.info."""
    person = workspace.user(arguments.needed("user"))
    if person is None:
        raise SlackRefusal("user_not_found")
    locale = {"locale": "en-US"} if arguments.flag("include_locale") else {}
    return {"user": user_shape(person) | locale}


def team_info(workspace: "Workspace", arguments: Arguments) -> Json:
    """team.info of this workspace; it knows no other."""
    if arguments.text("team", workspace.team_id) != workspace.team_id:
        raise SlackRefusal("team_not_found")
    team = {
        "id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": team}


def bot_info(workspace: "Workspace", arguments: Arguments) -> Json:
    """bots.info of this bot; it knows no other."""
    if arguments.text("bot", workspace.bot_id) != workspace.bot_id:
        raise SlackRefusal("bot_not_found")
    return {"bot": bot_shape(workspace)}


def list_groups(workspace: "Workspace", arguments: Arguments) -> Json:
    """usergroups.list: those switched off, the members and their number only where asked for."""
    wanted = arguments.flag("include_disabled")
    shown = (group for group in workspace.groups.all.values() if wanted or not group.disabled)
    return {"usergroups": [_group(workspace, arguments, group) for group in shown]}


def _group(workspace: "Workspace", arguments: Arguments, group: UserGroup) -> Json:
    users = workspace.groups.active_members(group)
    counted = {"user_count": str(len(users))} if arguments.flag("include_count") else {}
    named = {"users": users} if arguments.flag("include_users") else {}
    return workspace.groups.shape(group) | counted | named


def list_group_members(workspace: "Workspace", arguments: Arguments) -> Json:
    """usergroups.users.list: all active members at once; a group switched off only where asked for."""
    group = workspace.groups.all.get(arguments.needed("usergroup"))
    if group is None or (group.disabled and not arguments.flag("include_disabled")):
        raise SlackRefusal("no_such_subteam")
    return {"users": workspace.groups.active_members(group)}
