"""The app's manifest and the docs' table of commands, both read off the surface, so that neither can drift."""

import json
from typing import Any

from bot.slack.commands import usage
from bot.slack.surface import Command, Shortcut, Surface

NAME = "Drumbeat"
SCOPES = frozenset(
    {
        "channels:history",  # look for a channel's post whose call was cut off before saying it again
        "chat:write",  # show posts
        "commands",  # slash commands and shortcuts
        "groups:history",  # the same in private channels
        "im:history",  # the same in direct messages
        "im:write",  # open a person's direct messages to look there
        "users:read",  # names, time zones, who has left
    }
)
DESCRIPTION = "1-on-1s and sprint rituals, quiet and on time."
LONG_DESCRIPTION = (
    "Drumbeat runs the rituals that keep a team together, in one place: Slack. For 1-on-1s it keeps one agenda for"
    " the two of you, asks for topics the working day before, and says afterwards what was decided and what"
    " carries over. Messages are edited in place, nobody is reminded twice, and nothing comes on a day off."
    " It is self-hosted: what people write stays with you, encrypted."
)


def manifest(surface: Surface) -> dict[str, Any]:
    """The app manifest for a surface, in a stable order and with the least scopes that serve.

    Events are those that somebody listens to: Bolt does not acknowledge others. No addresses are in it: Socket
    Mode needs none. Source: docs.slack.dev/reference/app-manifest.
    """
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#2c2d30",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,  # read-only would take commands away there too
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [_shortcut(shortcut) for shortcut in surface.shortcuts],
            "slash_commands": [_command(command) for command in surface.commands],
        },
        "oauth_config": {"scopes": {"bot": scopes_for(surface)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(surface.events)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def scopes_for(surface: Surface) -> list[str]:
    """The scopes that a bot with this surface needs, in order."""
    return sorted(SCOPES | surface.scopes)


def manifest_file(surface: Surface) -> str:
    """The content of `manifest.json`."""
    return json.dumps(manifest(surface), indent=2, ensure_ascii=False) + "\n"


def commands_page(surface: Surface) -> str:
    """The content of `docs/commands.md`."""
    lines = ["# Commands and shortcuts", "", "Written by `python -m bot manifest` from the code; edit it there."]
    for command in surface.commands:
        lines += ["", f"## `{command.name}`", "", f"{command.description}.".replace("..", "."), ""]
        lines += ["| command | effect | example |", "| --- | --- | --- |", *_rows(command)]
    if surface.shortcuts:
        lines += ["", "## Shortcuts", "", "| shortcut | where | effect |", "| --- | --- | --- |"]
        lines += [_shortcut_row(shortcut) for shortcut in surface.shortcuts]
    return "\n".join(lines) + "\n"


def _command(command: Command) -> dict[str, Any]:
    entry: dict[str, Any] = {"command": command.name, "description": command.description}
    if command.subcommands:
        entry["usage_hint"] = f"[{' | '.join(sub.word for sub in command.subcommands)} | help]"
    # Mentions arrive as ids, whoever a display name belongs to.
    return entry | {"should_escape": True}


def _shortcut(shortcut: Shortcut) -> dict[str, str]:
    return {
        "name": shortcut.name,
        "type": "message" if shortcut.on_message else "global",
        "callback_id": shortcut.callback,
        "description": shortcut.description,
    }


def _rows(command: Command) -> list[str]:
    rows = [_row(command.name, command.main_effect, "")]
    return rows + [_row(usage(command.name, sub), sub.effect, sub.example) for sub in command.subcommands]


def _row(written: str, effect: str, example: str) -> str:
    shown = f"`{example}`" if example else ""
    return f"| {_cell(f'`{written}`')} | {_cell(effect)} | {_cell(shown)} |"


def _shortcut_row(shortcut: Shortcut) -> str:
    where = "a message" if shortcut.on_message else "anywhere"
    return f"| *{_cell(shortcut.name)}* | {where} | {_cell(shortcut.description)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
