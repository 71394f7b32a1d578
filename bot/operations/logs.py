"""Logs: one format for our lines and those of the libraries, on standard error, without what people write."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from bot.operations.redaction import redact, trace, without_content

OURS = "bot"
# Libraries that speak at every beat or request when all is well.
CHATTY = ("aiohttp.access", "alembic", "apscheduler")


def configure_logs(level: str, style: str, stream: TextIO | None = None) -> None:
    """Begin logging at `LOG_LEVEL` in `LOG_FORMAT` ("text" or "json"), in place of what was configured before.

    Libraries never log below INFO, whatever the level: the DEBUG lines of slack_sdk and Bolt print payloads.
    """
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.addFilter(_quotes_no_payload)
    handler.setFormatter(_formatter(style, target))
    chosen = logging.getLevelName(level)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(chosen, logging.INFO))
    logging.getLogger(OURS).setLevel(chosen)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(chosen, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_stamps(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _stamps() -> list[structlog.typing.Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(style: str, target: TextIO) -> ProcessorFormatter:
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False, default=repr)
    if style == "text":
        renderer = structlog.dev.ConsoleRenderer(
            colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    return ProcessorFormatter(
        foreign_pre_chain=[*_stamps(), _cut_short],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(trace),
            redact,
            renderer,
        ],
    )


def _quotes_no_payload(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO or record.name.partition(".")[0] == OURS


def _cut_short(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["event"] = without_content(str(event["event"]))
    return event
