"""Requests as Slack makes them over HTTP, signed: a slash command, and a form that is sent."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from bot.sandbox.signing import signed_headers

SECRET = "a secret of benchmarks"  # noqa: S105
COMMAND, FORM = "/1on1", "one_on_one.add_topic"
TOPIC = "How do we split the on-call over the summer, and who tells the others?"

Request = tuple[bytes, dict[str, str]]
"""A body and its headers."""


def command(team: str, user: str, number: int) -> Request:
    """`/1on1 add …` of somebody with one 1-on-1, so that nobody need be mentioned."""
    fields = {"team_id": team, "team_domain": "acme", "channel_id": "D1", "channel_name": "directmessage"}
    fields |= {"user_id": user, "user_name": "somebody", "command": COMMAND, "text": f"add {TOPIC}"}
    fields |= {"api_app_id": "A1", "is_enterprise_install": "false", "trigger_id": f"{number}.command"}
    return _signed(urlencode(fields))


def submission(team: str, user: str, one_on_one: int, number: int) -> Request:
    """*Add topic*, sent with the 1-on-1 chosen."""
    chosen = {"type": "static_select", "selected_option": {"value": str(one_on_one)}}
    typed = {"type": "plain_text_input", "value": TOPIC}
    view = {"id": f"V{number}", "hash": f"{number}.hash", "type": "modal", "callback_id": FORM}
    view |= {"private_metadata": "", "root_view_id": f"V{number}", "previous_view_id": None, "team_id": team}
    inputs: list[dict[str, Any]] = [{"type": "input", "block_id": name} for name in ("one_on_one", "topic")]
    values = {"one_on_one": {"input": chosen}, "topic": {"input": typed}}
    payload = {
        "type": "view_submission",
        "team": {"id": team, "domain": "acme"},
        "user": {"id": user, "team_id": team},
        "api_app_id": "A1",
        "trigger_id": f"{number}.form",
        "view": view | {"blocks": inputs, "state": {"values": values}},
    }
    return _signed(urlencode({"payload": json.dumps(payload)}))


def _signed(body: str) -> Request:
    headers = signed_headers(SECRET, body, datetime.now(UTC))
    return body.encode(), headers | {"Content-Type": "application/x-www-form-urlencoded"}
