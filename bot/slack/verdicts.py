"""What a failed call to Slack means: say it later, look first, or stop."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

CREDENTIALS = frozenset(
    {
        "account_inactive",
        "app_access_restricted",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
# Slack says of these: "some aspect of the operation succeeded before the error was raised".
AMBIGUOUS = frozenset({"fatal_error", "internal_error", "request_timeout"})
TRANSIENT = frozenset({"accesslimited", "rate_limited", "ratelimited", "service_unavailable", "team_added_to_org"})
RATE_LIMITED = frozenset({"rate_limited", "ratelimited"})
LOST_MESSAGE = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})


class Meaning(Enum):
    """What follows from a failed call."""

    LATER = auto()
    """Slack has certainly not done it, and may do it later."""
    IN_DOUBT = auto()
    """Slack may have done it."""
    REFUSED = auto()
    """Slack will not do this, whenever it is asked."""
    REVOKED = auto()
    """Slack does nothing more for this token."""


@dataclass(frozen=True)
class Verdict:
    """The meaning of a failure, Slack's code for it, and how many seconds Slack asks us to wait."""

    meaning: Meaning
    code: str
    wait: float | None = None


CALL_FAILURES = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)
"""Everything a call to Slack is known to raise; a body that is not JSON is a `ValueError`."""


def verdict(error: BaseException) -> Verdict:
    """What a failed call means; whatever is not certain is in doubt.

    Source: the error lists of docs.slack.dev/reference/methods/chat.postMessage and its siblings.
    """
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Verdict(Meaning.LATER, "not_connected")
    return Verdict(Meaning.IN_DOUBT, type(error).__name__)


def _answered(error: SlackApiError) -> Verdict:
    response = error.response
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    status = getattr(response, "status_code", 200)
    if status == 429 or code in TRANSIENT:
        headers = getattr(response, "headers", None) or {}
        return Verdict(Meaning.LATER, code or "ratelimited", _seconds(headers.get("Retry-After", "1")))
    if not code or code in AMBIGUOUS or status >= 500:
        return Verdict(Meaning.IN_DOUBT, code or f"http_{status}")
    if code in CREDENTIALS:
        return Verdict(Meaning.REVOKED, code)
    return Verdict(Meaning.REFUSED, code)


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 3600.0)
    except ValueError:
        return 1.0
