"""Keeping what people write, and tokens, out of logs: a second net below code that logs neither."""

import re
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import StatementError

from bot.errors import ConfigurationError, ContentUnreadable, StaleSchema

REMOVED = "[removed]"
CONTENT_KEYS = frozenset({"text", "blocks", "view", "payload", "token", "private_metadata", "body"})
TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+|(?<=ticket=)[\w-]+")
VIEW_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
# Where the sentences of libraries turn from what happened to what was in it; asyncio quotes a task's error.
CONTENT_BEGINS = re.compile(r"\bexception=|\(signature|\bbody\b|\bpayload\b|\bresponse: |[{\[]")
# Python and these libraries say in these errors which thing of the code is wrong, and quote nobody.
SPEAKS_OF_CODE = (
    ArithmeticError,
    AttributeError,
    ConfigurationError,
    ContentUnreadable,
    ImportError,
    NameError,
    OSError,
    RuntimeError,
    StaleSchema,
    TypeError,
)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: content by its key, and tokens wherever they stand, are replaced by `REMOVED`."""
    return {key: _redacted(key, value) for key, value in event.items()}


def without_content(sentence: str) -> str:
    """What a library of Slack's says happened, cut off where it begins to quote a request or an answer."""
    found = CONTENT_BEGINS.search(sentence)
    return sentence if found is None else f"{sentence[: found.start()].rstrip(' (,')} {REMOVED}"


def trace(exc_info: ExcInfo) -> str:
    """A traceback without local variables, whose errors say their kind and only messages that quote nobody."""
    return "\n".join(part.rstrip("\n") for part in _parts(exc_info[1]))


def _redacted(key: object, value: Any) -> Any:
    if key in CONTENT_KEYS and not _is_view_name(key, value):
        return REMOVED
    if isinstance(value, dict):
        return {inner: _redacted(inner, held) for inner, held in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(None, held) for held in value]
    return TOKEN.sub(REMOVED, value) if isinstance(value, str) else value


def _is_view_name(key: object, value: Any) -> bool:
    return key == "view" and isinstance(value, str) and VIEW_NAME.fullmatch(value) is not None


def _parts(error: BaseException) -> Iterator[str]:
    if error.__cause__ is not None:
        yield from _parts(error.__cause__)
        yield "which led to:"
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _parts(error.__context__)
        yield "and while that was dealt with:"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_message(error)}"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield "holds:"
            yield from _parts(inner)


def _message(error: BaseException) -> str:
    if isinstance(error, SlackApiError):
        data = getattr(error.response, "data", None)
        return str(data.get("error")) if isinstance(data, dict) else REMOVED
    if isinstance(error, StatementError):
        return f"{type(error.orig).__name__} in {' '.join((error.statement or '').split())}"
    return TOKEN.sub(REMOVED, str(error)) if isinstance(error, SPEAKS_OF_CODE) else REMOVED
