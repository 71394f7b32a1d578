"""Slack’s reasons in plain words, each with its cure."""

NOT_THERE_ANY_MORE = "they have left the workspace: nothing to do, the bot leaves them out from now on"
OUR_OWN = "the message was one that Slack does not take: a mistake of the bot, please report it with this line"
TOKEN = "install the app again, put the new token in SLACK_BOT_TOKEN, and restart"  # noqa: S105 a sentence
MANIFEST = "paste manifest.json under App Manifest, install the app again, and restart"
SLACK_WAS_DOWN = "Slack could not be reached, or did not say: look at slack-status.com and at the way out"

REASONS = {
    "channel_not_found": "the channel is private and the bot is not in it, or it is gone: invite the bot there, or"
    " choose another channel with /sprint team",
    "not_in_channel": "the bot is not in the channel: invite it there",
    "is_archived": "the channel is archived: open it again, or choose another one with /sprint team",
    "restricted_action": "the workspace does not let apps post there: an owner of the workspace can allow it",
    "user_not_found": NOT_THERE_ANY_MORE,
    "user_disabled": NOT_THERE_ANY_MORE,
    "user_not_visible": "the bot may not see this person: an admin of the workspace can change that",
    "cannot_dm_bot": "this is a bot, which takes no messages: take it out of the team",
    "messages_tab_disabled": f"the app may send no direct messages: {MANIFEST}",
    "missing_scope": f"the app is older than the manifest: {MANIFEST}",
    "no_permission": f"the app may not do this: {MANIFEST}",
    "access_denied": f"the app may not do this: {MANIFEST}",
    "ekm_access_denied": "an admin of the workspace has suspended what apps may post: ask them",
    "team_access_not_granted": "the workspace has not let the app in: an owner of the organisation can",
    "app_access_restricted": "the workspace has restricted the app: an owner of the workspace can allow it",
    "org_login_required": "the workspace is being moved into an organisation: install the app again afterwards",
    "cannot_reply_to_message": "the message it should stand under takes no replies: nothing to do",
    "message_not_found": "somebody has deleted the message: nothing to do",
    "cant_update_message": "the message is not the bot’s any more: nothing to do",
    "edit_window_closed": "the workspace lets nobody change messages that old: nothing to do",
    "account_inactive": f"this person, or the bot’s own user, is deactivated; if it is the bot’s: {TOKEN}",
    "token_revoked": f"somebody has revoked the token: {TOKEN}",
    "token_expired": f"the token has run out, though rotation should be off: {TOKEN}",
    "invalid_auth": f"Slack does not know the token: {TOKEN}",
    "not_authed": f"no token was sent: {TOKEN}",
    "not_allowed_token_type": f"the token is of the wrong kind, it begins with xoxb-: {TOKEN}",
    "ratelimited": "Slack wanted fewer messages for a whole day: report it, if nobody else uses this app",
    "rate_limited": "Slack wanted fewer messages for a whole day: report it, if nobody else uses this app",
    "not_connected": "Slack could not be reached at SLACK_API_URL: is the way out open?",
    "a mistake of mine": "the bot failed at it: read the log for “post failed”, and report it",
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"), OUR_OWN
    ),
    **dict.fromkeys(
        ("invalid_arguments", "invalid_metadata_format", "metadata_too_large", "view_too_large"), OUR_OWN
    ),
    **dict.fromkeys(
        ("fatal_error", "internal_error", "request_timeout", "service_unavailable", "TimeoutError"), SLACK_WAS_DOWN
    ),
}
"""Source: the errors of docs.slack.dev/reference/methods/chat.postMessage, conversations.history and auth.test."""


def explained(code: str | None) -> str:
    """Slack's code and what it means; one that nobody has met is said as it is."""
    if code is None:
        return "no reason is known"
    if code.startswith("restricted_action"):
        return f"{code}, {REASONS['restricted_action']}"
    if code.startswith("http_5"):
        return f"{code}, {SLACK_WAS_DOWN}"
    known = REASONS.get(code)
    return f"{code}, {known}" if known else f"{code} (docs.slack.dev says what that means)"
