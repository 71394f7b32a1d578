"""A Slack user object, read once into what the bot wants to know about a person."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.people.models import Standing

User = Mapping[str, Any]

SLACKBOT = "USLACKBOT"
# Slack's own presets for a vacation and for being sick, and what people use for out of office.
AWAY_EMOJI = frozenset({"palm_tree", "face_with_thermometer", "no_entry"})
LONGEST_HANDLE = 80
LONGEST_NAME = 255
LONGEST_ZONE = 64


@dataclass(frozen=True)
class Profile:
    """What Slack says of a user at the instant it stamps with `updated` (epoch seconds, 0 when it gives none)."""

    slack_id: str
    name: str
    handle: str
    zone: ZoneInfo | None
    standing: Standing
    is_admin: bool
    updated: float
    status_emoji: str
    status_until: datetime | None
    """When the status ends, aware UTC; None when it stays until it is changed."""
    away_by_status: bool


def profile_of(user: User, team: str = "") -> Profile:
    """Read a user object; every field may be absent, null or empty, and only the id is relied upon.

    A user of another workspace than `team` (people of shared channels) counts as a guest; without `team`
    nobody does for that reason. Source: docs.slack.dev/reference/objects/user-object.
    """
    profile = _mapping(user.get("profile"))
    emoji = _text(profile.get("status_emoji"))
    return Profile(
        slack_id=_text(user.get("id")),
        name=_name(user, profile),
        handle=_text(user.get("name"))[:LONGEST_HANDLE],
        zone=_zone(_text(user.get("tz"))),
        standing=_standing(user, team),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        updated=_number(user.get("updated")),
        status_emoji=emoji,
        status_until=_instant(_number(profile.get("status_expiration"))),
        away_by_status=_emoji_name(emoji) in AWAY_EMOJI,
    )


def _name(user: User, profile: User) -> str:
    candidates = (
        profile.get("display_name"),
        user.get("real_name"),
        profile.get("real_name"),
        user.get("name"),
        user.get("id"),
    )
    return next((name for name in map(_text, candidates) if name), "")[:LONGEST_NAME]


def _standing(user: User, team: str) -> Standing:
    if user.get("deleted"):
        return Standing.DEACTIVATED
    # Slackbot says is_bot=false; is_app_user says nothing here: it marks humans who authorised the app.
    if user.get("is_bot") or user.get("id") == SLACKBOT:
        return Standing.BOT
    if any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")):
        return Standing.GUEST
    return Standing.GUEST if _is_of_another_team(user, team) else Standing.MEMBER


def _is_of_another_team(user: User, team: str) -> bool:
    """In an Enterprise organisation `team_id` may name any of the workspaces a person is in."""
    home = _text(user.get("team_id"))
    teams = _mapping(user.get("enterprise_user")).get("teams") or []
    return bool(team and home) and home != team and team not in teams


def _zone(name: str) -> ZoneInfo | None:
    if not name or len(name) > LONGEST_ZONE:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _emoji_name(emoji: str) -> str:
    """`:palm_tree:` and `:no_entry::skin-tone-3:` by their name alone."""
    return emoji.strip(":").partition(":")[0].lower()


def _instant(stamp: float) -> datetime | None:
    if stamp <= 0:
        return None
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _number(value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _mapping(value: object) -> User:
    return value if isinstance(value, Mapping) else {}
