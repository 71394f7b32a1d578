"""Slack's request signature: `v0=` and HMAC-SHA256 of `v0:timestamp:body`."""

import hashlib
import hmac
from datetime import datetime


def signed_headers(signing_secret: str, body: str, now: datetime) -> dict[str, str]:
    """The two headers Slack adds to every request it makes to an app."""
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(signing_secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest.hexdigest()}"}
