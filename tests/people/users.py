"""User objects as Slack shows them, with whatever a test wants to be different."""

from typing import Any

TEAM = "T1"
User = dict[str, Any]


def slack_user(slack_id: str = "U1", *, profile: User | None = None, **changed: Any) -> User:
    """A member in Berlin; `changed` replaces fields, `profile` replaces fields of the profile."""
    shown = {
        "real_name": f"Real {slack_id}",
        "display_name": f"name-{slack_id.lower()}",
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
    }
    user: User = {
        "id": slack_id,
        "team_id": TEAM,
        "name": slack_id.lower(),
        "real_name": f"Real {slack_id}",
        "deleted": False,
        "tz": "Europe/Berlin",
        "tz_offset": 3600,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 1000,
        "profile": shown | (profile or {}),
    }
    return user | changed
