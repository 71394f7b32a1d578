"""`doctor`: everything the bot needs, checked one by one, with what to do."""

import asyncio
from typing import Annotated

import typer

from bot.cli.ending import FAILED, settings_now, stop


def doctor(
    health: Annotated[bool, typer.Option("--health", help="Only ask the running bot’s /healthz.")] = False,
) -> None:
    """Check everything the bot needs, and say what to do about what is wrong."""
    if health:
        _ask_running_bot()
        return
    from bot.catalogue import SURFACE, WORDS
    from bot.cli.checks import all_findings
    from bot.clock import SystemClock
    from bot.slack.manifest import scopes_for

    findings = asyncio.run(all_findings(SystemClock(), scopes_for(SURFACE), WORDS))
    for finding in findings:
        typer.echo(f"{'✓' if finding.is_well else '✗'} {finding.says}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(FAILED)


def _ask_running_bot() -> None:
    import json
    from http.client import HTTPConnection, HTTPException

    settings = settings_now()
    if settings.port is None:
        raise stop("PORT is not set, so the running bot opens no port to ask.")
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 compared, not bound
    connection = HTTPConnection(host, settings.port, timeout=4)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        reasons = json.loads(answer.read())["reasons"]
    except (OSError, HTTPException, ValueError, KeyError):
        raise stop(f"No bot answers on {host}:{settings.port}.") from None
    finally:
        connection.close()
    if answer.status != 200:
        raise stop("\n".join(reasons))
    typer.echo("The bot is well.")
