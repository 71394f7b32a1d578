"""Lists that Slack gives page by page."""

from collections.abc import Mapping
from typing import Any


def next_cursor(page: Mapping[str, Any]) -> str | None:
    """By what the next page is asked for; None when this was the last.

    Source: docs.slack.dev/apis/web-api/pagination
    """
    return str((page.get("response_metadata") or {}).get("next_cursor") or "") or None
