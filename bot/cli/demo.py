"""`demo`: a Slack workspace in the browser with an example team and the bot in it; nothing leaves this machine."""

from typing import Annotated

import typer

PORT = 8123


def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any that is free.")] = PORT,
) -> None:
    """Open a local workspace with an example team and the bot in it; Ctrl-C ends it and forgets everything."""
    import asyncio

    from bot.cli.example import show
    from bot.operations.logs import configure_logs

    configure_logs("WARNING", "text")
    asyncio.run(show(port, typer.echo))
