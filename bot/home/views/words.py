"""What became of a post, and why Slack refused one, in words for the person it was meant for."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.slack.models import PostState
from bot.slack.text import folded

OUTCOMES: Mapping[PostState, str] = MappingProxyType(
    {
        PostState.WANTED: "waiting to be sent",
        PostState.SENDING: "being sent now",
        PostState.IN_DOUBT: "sent, but Slack’s answer was lost: I am looking whether it arrived",
        PostState.SHOWN: "shown",
        PostState.NOT_WANTED: "not sent: by then there was nothing to tell",
        PostState.AWAY: "not sent: you were away",
        PostState.PAUSED: "not sent: it was paused",
        PostState.TOO_LATE: "not sent: it would have come too late to be of use",
        PostState.REFUSED: "not sent: Slack refused it",
        PostState.GIVEN_UP: "not sent: I tried for a day and gave up",
        PostState.UNKNOWN: "perhaps sent: Slack does not let me look whether it arrived",
    }
)
# docs.slack.dev/reference/methods/chat.postMessage, "Errors"; those of connections are our own.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "account_inactive": "my access to this workspace has ended",
        "access_denied": "Slack does not let me write there",
        "app_access_restricted": "an admin has restricted this app",
        "cannot_reply_to_message": "the thread it belonged to does not take replies",
        "channel_is_limited_access": "only some people may write there",
        "channel_not_found": "the conversation is gone, or I am not in it",
        "ekm_access_denied": "your organisation has suspended access to its messages",
        "invalid_auth": "my access to this workspace has ended",
        "invalid_blocks": "it broke a rule of Slack’s, which is a mistake of mine",
        "is_archived": "the channel is archived",
        "messages_tab_disabled": "direct messages to this app are switched off",
        "missing_scope": "I lack a permission; an admin can install the app again",
        "msg_blocks_too_long": "it was too long for Slack",
        "msg_too_long": "it was too long for Slack",
        "no_permission": "I lack a permission; an admin can install the app again",
        "not_connected": "Slack could not be reached",
        "not_in_channel": "I am not in that channel; invite me with /invite",
        "rate_limited": "Slack asked me to slow down",
        "ratelimited": "Slack asked me to slow down",
        "restricted_action": "an admin has restricted who may write there",
        "restricted_action_non_threadable_channel": "that channel takes no threads",
        "restricted_action_read_only_channel": "that channel is read-only",
        "restricted_action_thread_only_channel": "that channel takes replies in threads only",
        "service_unavailable": "Slack was not available",
        "team_access_not_granted": "my access to this workspace has ended",
        "token_expired": "my access to this workspace has ended",
        "token_revoked": "my access to this workspace has ended",
        "user_disabled": "the account was deactivated",
        "user_not_in_channel": "the person it was for is not in that channel",
        "user_not_found": "Slack does not know the person it was for",
        "user_not_visible": "Slack does not let me see the person it was for",
    }
)
OUT_OF_DATE = "; what it says now may be out of date"
MAY_BE_EXPLAINED = frozenset({PostState.REFUSED, PostState.GIVEN_UP})

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUIET: Mapping[str, str] = MappingProxyType(
    {
        "away by status": "your Slack status says that you are away",
        "away": "you said that you are away",
        "weekend": "this is not one of your working days",
    }
)


def outcome(state: PostState, error: str | None = None) -> str:
    """What became of a post, with Slack's reason in plain words where there is one."""
    if state in MAY_BE_EXPLAINED and error:
        return f"{OUTCOMES[state]} ({reason(error)})"
    return OUTCOMES[state] + (OUT_OF_DATE if state is PostState.SHOWN and error else "")


def reason(code: str) -> str:
    """Slack's error code in plain words; a rare one is quoted, so that it can be looked up."""
    return REASONS.get(code) or f"its reason was “{folded(code, 60)}”"


def quiet(because: str) -> str:
    """Why the person gets nothing just now, as the end of a sentence; a holiday is named."""
    kind, _, holiday = because.partition(": ")
    return QUIET.get(because) or (f"this is a holiday: {holiday}" if kind == "holiday" else because)


def week(days: Sequence[int] | frozenset[int]) -> str:
    """Weekdays (0 is Monday) in their order: “Mon, Tue, Wed”."""
    return ", ".join(WEEKDAYS[day][:3] for day in sorted(days))


def span(first: date, last: date) -> str:
    """One day, or the first and the last of several."""
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on.year}"
