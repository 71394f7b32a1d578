"""Log lines: one format for ours and the libraries', and nothing in them that a person wrote."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification

from bot.operations.logs import configure_logs

CANARY = "canary-7431"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("bot").setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.fixture
def lines() -> Lines:
    """Logging configured as JSON at DEBUG, and a way to read what was logged."""
    stream = io.StringIO()
    configure_logs("DEBUG", "json", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_ours_says_when_where_and_how_grave(lines: Lines) -> None:
    structlog.get_logger("bot.slack.lanes").warning("slack refused", post=3)
    [line] = lines()
    assert line | {"timestamp": ""} == {
        "event": "slack refused",
        "logger": "bot.slack.lanes",
        "level": "warning",
        "timestamp": "",
        "post": 3,
    }
    assert line["timestamp"].endswith("Z")


def test_a_library_s_line_has_the_same_shape(lines: Lines) -> None:
    logging.getLogger("slack_sdk.socket_mode").info("A new session (s_1) has been established")
    [line] = lines()
    assert (line["event"], line["level"]) == ("A new session (s_1) has been established", "info")


@pytest.mark.parametrize("library", ["slack_sdk.web", "slack_bolt.AsyncApp", "sqlalchemy.engine", "app.py"])
def test_debug_is_ours_alone_since_libraries_print_payloads_there(lines: Lines, library: str) -> None:
    chatty = logging.getLogger(library)
    chatty.setLevel(logging.DEBUG)  # Bolt copies the root's level to each of its loggers
    chatty.debug("body: %s", CANARY)
    structlog.get_logger("bot.schedule").debug("beat")
    chatty.setLevel(logging.NOTSET)
    assert [line["event"] for line in lines()] == ["beat"]


def test_info_leaves_our_debug_out() -> None:
    stream = io.StringIO()
    configure_logs("INFO", "json", stream)
    structlog.get_logger("bot.schedule").debug("beat")
    assert stream.getvalue() == ""


def test_bolt_says_that_a_signature_is_wrong_without_the_body(lines: Lines) -> None:
    AsyncRequestVerification("secret")._debug_log_error("v0=1", "12", f"text={CANARY}")
    [line] = lines()
    assert line["event"] == "Invalid request signature detected [removed]"


@pytest.mark.parametrize(
    "sentence",
    [
        f"Unhandled request ({{'type': 'block_actions', 'x': '{CANARY}'}})",
        f"Unsuccessful Bolt execution result (status: 500, body: {CANARY})",
        f"Failed to run listener (error: The request to the Slack API failed. The server responded with: "
        f"{{'text': '{CANARY}'}})",
        f"Received a response in a non-JSON format: [{CANARY}",
    ],
)
def test_what_a_library_quotes_is_cut_off(lines: Lines, sentence: str) -> None:
    logging.getLogger("slack_bolt.AsyncApp").warning(sentence)
    assert CANARY not in str(lines())


def test_a_traceback_shows_the_way_but_no_values(lines: Lines) -> None:
    note = CANARY
    try:
        int(note)
    except ValueError:
        structlog.get_logger("bot.slack").exception("listener failed", reference="7f3a")
    [line] = lines()
    assert "int(note)" in line["exception"]
    assert "builtins.ValueError: [removed]" in line["exception"]
    assert CANARY not in str(line)


def test_a_library_s_traceback_is_as_discreet_as_ours(lines: Lines) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    [line] = lines()
    assert "ValueError" in line["exception"]
    assert CANARY not in str(line)


def test_text_for_people_is_one_readable_line_and_just_as_discreet() -> None:
    stream = io.StringIO()
    configure_logs("INFO", "text", stream)
    try:
        raise ValueError(CANARY)
    except ValueError:
        structlog.get_logger("bot.slack").exception("listener failed", reference="7f3a", body=CANARY)
    text = stream.getvalue()
    assert "listener failed" in text.splitlines()[0]
    assert "7f3a" in text.splitlines()[0]
    assert "ValueError: [removed]" in text
    assert CANARY not in text


def test_configuring_again_does_not_say_everything_twice() -> None:
    stream = io.StringIO()
    configure_logs("INFO", "json", stream)
    configure_logs("INFO", "json", stream)
    structlog.get_logger("bot").info("started")
    assert len(stream.getvalue().splitlines()) == 1
