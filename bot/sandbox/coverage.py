"""What of Slack the sandbox does, and what it leaves out with the reason; tests compare this with the code."""

from collections.abc import Mapping

DONE = ""

METHODS: Mapping[str, str] = {
    "apps.connections.open": DONE,
    "auth.test": DONE,
    "bots.info": DONE,
    "chat.delete": DONE,
    "chat.getPermalink": DONE,
    "chat.postEphemeral": DONE,
    "chat.postMessage": DONE,
    "chat.update": DONE,
    "conversations.history": DONE,
    "conversations.info": DONE,
    "conversations.join": DONE,
    "conversations.list": DONE,
    "conversations.members": DONE,
    "conversations.open": DONE,
    "conversations.replies": DONE,
    "reactions.add": DONE,
    "team.info": DONE,
    "usergroups.list": DONE,
    "usergroups.users.list": DONE,
    "users.info": DONE,
    "users.list": DONE,
    "views.open": DONE,
    "views.publish": DONE,
    "views.push": DONE,
    "views.update": DONE,
    "blocks.validate": "bot.sandbox.limits is asked directly",
    "chat.scheduleMessage": "loses messages that carry metadata in Slack itself, so the bot keeps its own time",
    "chat.unfurl": "the bot unfurls nothing",
    "conversations.invite": "the bot invites nobody",
    "dnd.info": "quiet hours are not absence; the bot does not ask for them",
    "files.getUploadURLExternal": "the bot uploads nothing yet",
    "oauth.v2.access": "a sandbox is one workspace with the bot installed",
    "users.conversations": "the bot follows people, not their channels",
    "users.profile.get": "users.info carries the status",
}

EVENTS: Mapping[str, str] = {
    "app_home_opened": DONE,
    "app_mention": DONE,
    **{f"channel_{what}": DONE for what in ("archive", "left", "rename", "unarchive")},
    **{f"group_{what}": DONE for what in ("archive", "left", "rename", "unarchive")},
    "member_joined_channel": DONE,
    "member_left_channel": DONE,
    "message": DONE,
    "subteam_created": DONE,
    "subteam_members_changed": DONE,
    "subteam_updated": DONE,
    "team_join": DONE,
    "tokens_revoked": DONE,
    "user_change": DONE,
    "user_profile_changed": DONE,
    "user_status_changed": DONE,
    "app_rate_limited": "no workspace here sends thirty thousand events an hour",
    "app_uninstalled": "the bot is always installed; tokens_revoked shows the way out",
    "link_shared": "the bot unfurls nothing",
    "message_metadata_posted": "the bot reads metadata by history only",
    "reaction_added": "people here press buttons",
    "subteam_self_added": "it speaks of the token's own user, and a bot is in no group",
}

PAYLOADS: Mapping[str, str] = {
    "block_actions": DONE,
    "message_action": DONE,
    "shortcut": DONE,
    "slash_commands": DONE,
    "view_closed": DONE,
    "view_submission": DONE,
    "block_suggestion": "the bot uses no select whose options come from a request",
    "workflow_step_edit": "the bot is no workflow step",
}

RULES: Mapping[str, str] = {
    "block, message and view limits by surface": DONE,
    "scopes, events, commands, shortcuts and the Home tab by the manifest": DONE,
    "triggers of three seconds, used once": DONE,
    "response urls, five uses in thirty minutes": DONE,
    "view hashes, stacks of three, external ids taken once": DONE,
    "typed values stay while block_id and action_id stay": DONE,
    "deactivated people, bots, unknown, private and archived channels": DONE,
    "user groups: five hundred members in an event, all of them when asked, counts as text": DONE,
    "membership events to a bot that is a member; of its own removal only channel_left or group_left": DONE,
    "replies: into the channel, silently, where the message they were meant for is deleted and had none": DONE,
    "rings: mentions in text, mrkdwn and rich text, of people, groups and everyone; plain text rings nobody": DONE,
    "rich text as it is typed, pickers with their filters, numbers checked before a form is sent": DONE,
    "metadata's shape, and shown only when asked for": DONE,
    "rate limits by tier and by channel": DONE,
    "tickets used once, ten sockets, acks with a payload": DONE,
    "events again until acknowledged": "on request (`redeliver`), so that no test waits for a timer",
    "signed requests instead of a socket": DONE,
    "reply_count, latest_reply and reply_broadcast": "the bot keeps its own count of a thread",
    "rich_text blocks of typed messages": "the bot reads their text",
    "buttons inside attachments": "the bot sends blocks",
    "the members of a group that is switched off": "a guess: no_such_subteam unless include_disabled is set",
    "a reply to a message that never was": "a guess: thread_not_found, the loudest of what has been reported",
    "a reply to a reply": "a guess: cannot_reply_to_message, so that nobody relies on it",
    "the empty message that is left of a deleted one with replies": "nobody reads it; its replies stay",
    "rings for those who follow a thread": "each person sets that for themselves",
    "response_urls of a form": "the bot answers a form by posts of its own",
    "statuses that end by themselves": "Slack was late with it before, so readers look at status_expiration",
    "emoji written as characters in rich text": "they stay text; only :names: become emoji",
    "edit windows": "they are a workspace's own setting",
    "downloading images and checking files": "nothing here leaves the machine",
    "the exact answer for a Home tab of someone deactivated": "not known; invalid_arguments is given",
}


def missing(table: Mapping[str, str]) -> dict[str, str]:
    """What a table leaves out, with the reason."""
    return {name: why for name, why in table.items() if why != DONE}


def done(table: Mapping[str, str]) -> set[str]:
    """The names in a table of coverage that the sandbox does."""
    return {name for name, why in table.items() if why == DONE}
