"""What each failure of a call means: whatever Slack may have done is in doubt, never said again blindly."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.verdicts import CALL_FAILURES, Meaning, Verdict, verdict

PLACE = ConnectionKey("slack.com", 443, True, True, None, None, None)


def _answered(error: str | None, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    # slack_sdk reads a body that is no JSON, such as a proxy's page, as an empty one.
    data: dict[str, Any] = {} if error is None else {"ok": False, "error": error}
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("failed", response)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (_answered("channel_not_found"), Meaning.REFUSED),
        (_answered("is_archived"), Meaning.REFUSED),
        (_answered("missing_scope"), Meaning.REFUSED),
        (_answered("an_error_of_tomorrow"), Meaning.REFUSED),
        (_answered("token_revoked"), Meaning.REVOKED),
        (_answered("invalid_auth"), Meaning.REVOKED),
        (_answered("account_inactive"), Meaning.REVOKED),
        (_answered("internal_error"), Meaning.IN_DOUBT),
        (_answered("fatal_error"), Meaning.IN_DOUBT),
        (_answered("channel_not_found", status=500), Meaning.IN_DOUBT),
        (_answered(None, status=200), Meaning.IN_DOUBT),
        (_answered(None, status=503), Meaning.IN_DOUBT),
        (_answered("ratelimited", status=429), Meaning.LATER),
        (_answered(None, status=429), Meaning.LATER),
        (_answered("service_unavailable", status=503), Meaning.LATER),
        (aiohttp.ClientConnectorError(PLACE, OSError("refused")), Meaning.LATER),
        (aiohttp.ServerDisconnectedError(), Meaning.IN_DOUBT),
        (aiohttp.ClientOSError("reset"), Meaning.IN_DOUBT),
        (aiohttp.ClientPayloadError(), Meaning.IN_DOUBT),
        (TimeoutError(), Meaning.IN_DOUBT),
        (ConnectionResetError(), Meaning.IN_DOUBT),
        (ValueError("not JSON"), Meaning.IN_DOUBT),
    ],
)
def test_a_failure_means(error: Exception, meaning: Meaning) -> None:
    assert isinstance(error, CALL_FAILURES)
    assert verdict(error).meaning is meaning


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("30", 30.0), ("0", 0.0), ("-5", 0.0), ("1.5", 1.5), ("soon", 1.0), ("99999", 3600.0)],
)
def test_slack_s_own_wait_is_kept_within_reason(given: str, seconds: float) -> None:
    error = _answered("ratelimited", 429, {"Retry-After": given})
    assert verdict(error) == Verdict(Meaning.LATER, "ratelimited", seconds)


def test_too_many_calls_without_a_word_how_long_is_a_second() -> None:
    assert verdict(_answered("ratelimited", 429)).wait == 1.0


def test_a_connection_that_never_stood_and_one_that_is_not_ours_are_call_failures() -> None:
    for error in (SlackClientNotConnectedError(), TimeoutError(), aiohttp.ClientError()):
        assert isinstance(error, CALL_FAILURES)


def test_a_bug_of_ours_is_no_call_failure() -> None:
    assert not isinstance(TypeError(), CALL_FAILURES)
    assert not isinstance(LookupError(), CALL_FAILURES)
    assert not isinstance(asyncio.CancelledError(), CALL_FAILURES)
