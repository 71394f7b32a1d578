"""Measuring how long listeners take, without any of them knowing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.operations.metrics import Metrics
from bot.slack.surface import Command, Surface

Listener = Callable[[Any, Any], Awaitable[Any]]


def timed(surface: Surface, metrics: Metrics) -> Surface:
    """The same surface, whose listeners are measured under their public names."""

    def measured(name: str, listener: Listener) -> Listener:
        async def measuring(request: Any, desk: Any) -> Any:
            loop = asyncio.get_running_loop()
            started = loop.time()
            try:
                return await listener(request, desk)
            finally:
                metrics.listener_seconds.labels(name).observe(loop.time() - started)

        return measuring

    def command(whole: Command) -> Command:
        parts = [
            replace(part, listener=measured(f"{whole.name} {part.word}", part.listener))
            for part in whole.subcommands
        ]
        return replace(whole, main=measured(whole.name, whole.main), subcommands=tuple(parts))

    def by_name(listeners: dict[str, Any]) -> dict[str, Any]:
        return {name: measured(name, listener) for name, listener in listeners.items()}

    return replace(
        surface,
        commands=tuple(command(whole) for whole in surface.commands),
        shortcuts=tuple(replace(one, listener=measured(one.callback, one.listener)) for one in surface.shortcuts),
        actions=by_name(surface.actions),
        forms=by_name(surface.forms),
        events=by_name(surface.events),
    )
