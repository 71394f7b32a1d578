"""The manifest keeps Slack's limits, asks for no more than is needed, and is written in a stable order."""

import json
import re

import pytest

from bot.slack.answers import Answer
from bot.slack.manifest import commands_page, manifest, manifest_file
from bot.slack.surface import Command, Shortcut, Subcommand, Surface


async def _listener(*_: object) -> Answer:
    return Answer()


ADD = Subcommand("add", "[@bob] TOPIC", "adds to the agenda", "/1on1 add @bob the release", _listener)
MOVE = Subcommand("move", "", "moves this one | once", "", _listener)
SURFACE = Surface(
    commands=(Command("/1on1", "Your 1-on-1s", _listener, "your 1-on-1s", (ADD, MOVE)),),
    shortcuts=(
        Shortcut("add_to_agenda", "Add to 1-on-1 agenda", "Keep it for a 1-on-1", _listener, on_message=True),
        Shortcut("new_agenda_item", "Add agenda item", "A topic for a 1-on-1", _listener, on_message=False),
    ),
    events={"app_home_opened": _listener, "user_change": _listener},
    scopes=frozenset({"channels:read"}),
)


def broken_limits(built: dict) -> list[str]:
    """Which of Slack's limits a manifest breaks (docs.slack.dev/reference/app-manifest)."""
    shown, features = built["display_information"], built["features"]
    commands, shortcuts = features["slash_commands"], features["shortcuts"]
    claims = {
        "name": 1 <= len(shown["name"]) <= 35,
        "description": 1 <= len(shown["description"]) <= 140,
        "long description": 175 <= len(shown["long_description"]) <= 4000,
        "colour": re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"]),
        "bot's name": 1 <= len(features["bot_user"]["display_name"]) <= 80,
        "commands": 1 <= len(commands) <= 50 and all(_command_fits(command) for command in commands),
        "shortcuts": len(shortcuts) <= 10 and all(_shortcut_fits(shortcut) for shortcut in shortcuts),
        "events": len(built["settings"]["event_subscriptions"]["bot_events"]) <= 100,
        "scopes": len(built["oauth_config"]["scopes"]["bot"]) <= 255,
    }
    return [name for name, holds in claims.items() if not holds]


def _command_fits(command: dict) -> bool:
    fits = re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"]) and 1 <= len(command["description"]) <= 2000
    return bool(fits) and len(command.get("usage_hint", "")) <= 1000 and "url" not in command


def _shortcut_fits(shortcut: dict) -> bool:
    fits = 1 <= len(shortcut["name"]) <= 24 and 1 <= len(shortcut["description"]) <= 150
    return fits and shortcut["type"] in ("message", "global") and len(shortcut["callback_id"]) <= 255


def test_a_manifest_keeps_slack_s_limits() -> None:
    assert broken_limits(manifest(SURFACE)) == []


@pytest.mark.parametrize(
    ("place", "value", "limit"),
    [
        (("display_information", "long_description"), "too short", "long description"),
        (("features", "shortcuts", 0, "name"), "Add to the 1-on-1 agenda now", "shortcuts"),
        (("features", "slash_commands", 0, "command"), "1on1", "commands"),
    ],
)
def test_a_broken_limit_is_named(place: tuple, value: str, limit: str) -> None:
    built = manifest(SURFACE)
    inner = built
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert broken_limits(built) == [limit]


def test_scopes_are_the_least_that_serve_and_what_the_surface_asks_for() -> None:
    assert manifest(SURFACE)["oauth_config"]["scopes"] == {
        "bot": [
            "channels:history",
            "channels:read",
            "chat:write",
            "commands",
            "groups:history",
            "im:history",
            "im:write",
            "users:read",
        ]
    }


def test_events_are_those_that_somebody_listens_to() -> None:
    assert manifest(SURFACE)["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "user_change"]


def test_commands_are_escaped_and_hint_at_their_words() -> None:
    assert manifest(SURFACE)["features"]["slash_commands"] == [
        {
            "command": "/1on1",
            "description": "Your 1-on-1s",
            "usage_hint": "[add | move | help]",
            "should_escape": True,
        }
    ]


def test_it_is_for_socket_mode_and_does_not_rotate_tokens() -> None:
    settings = manifest(SURFACE)["settings"]
    assert settings["socket_mode_enabled"]
    assert not settings["token_rotation_enabled"]
    assert "http" not in json.dumps(manifest(SURFACE))


def test_the_file_ends_with_a_newline_and_is_the_same_each_time() -> None:
    assert manifest_file(SURFACE).endswith("}\n")
    assert manifest_file(SURFACE) == manifest_file(SURFACE)
    assert json.loads(manifest_file(SURFACE)) == manifest(SURFACE)


def test_the_commands_page_has_a_row_for_each_form_and_each_shortcut() -> None:
    page = commands_page(SURFACE)
    assert "| `/1on1` | your 1-on-1s |  |" in page
    assert "| `/1on1 add [@bob] TOPIC` | adds to the agenda | `/1on1 add @bob the release` |" in page
    assert "| `/1on1 move` | moves this one \\| once |  |" in page
    assert "| *Add to 1-on-1 agenda* | a message | Keep it for a 1-on-1 |" in page
    assert page.endswith("|\n")
