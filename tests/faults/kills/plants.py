"""Mistakes that a bot could make; the rounds must find each of them, or they show nothing."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler

from bot.slack import calls, claims, delivery, lane
from bot.slack.calls import Step
from bot.slack.client import Clients


def blind() -> None:
    """What is in doubt is said again without a look."""

    async def nothing(client: Any, claimed: calls.Claim) -> dict[str, Any]:
        return {}

    calls.CALLS[Step.LOOK] = nothing


def hasty() -> None:
    """What is in doubt is said again before Slack has settled."""
    delivery.SETTLE = timedelta(milliseconds=100)


def boastful() -> None:
    """What is about to be said is written down as said."""
    honest = claims.claim_all

    async def claim_all(session: Any, posts: Any, owner: str, now: Any, composers: Any) -> Any:
        claimed = await honest(session, posts, owner, now, composers)
        for one in claimed:
            if one.step is Step.POST:
                await delivery.record_success(session, one, {"ts": "1.0", "thread": "1.0"}, owner, now)
        return claimed

    claims.claim_all = claim_all


def stubborn() -> None:
    """slack_sdk may call a second time by itself when a connection drops, as it does by default."""
    honest = Clients.of

    def of(self: Clients, token: str | None) -> Any:
        client = honest(self, token)
        client.retry_handlers = [AsyncConnectionErrorRetryHandler()]
        return client

    Clients.of = of


def unmindful() -> None:
    """A call is made however long ago it was decided on."""
    lane.client = SimpleNamespace(CALL_SECONDS=10**6)


MISTAKES = (blind, hasty, boastful, stubborn, unmindful)
PLANTS: Mapping[str, Callable[[], None]] = {one.__name__: one for one in MISTAKES}
