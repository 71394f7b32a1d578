"""The second net: content is known by its key, tokens by their look, errors by their kind."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ConfigurationError, Refusal
from bot.operations.redaction import CONTENT_KEYS, REMOVED, redact, trace, without_content

CANARY = "canary-7431"


def _traced(error: BaseException) -> str:
    try:
        raise error
    except BaseException as caught:
        return trace((type(caught), caught, caught.__traceback__))


@pytest.mark.parametrize("key", sorted(CONTENT_KEYS))
def test_a_value_under_a_key_of_content_is_removed_however_deep(key: str) -> None:
    event = redact(None, "info", {"event": "x", "call": {"arguments": [{key: CANARY}]}, key: CANARY})
    assert CANARY not in str(event)
    assert event[key] == REMOVED


def test_the_name_of_a_view_is_no_content() -> None:
    assert redact(None, "info", {"view": "one_on_one.prep"}) == {"view": "one_on_one.prep"}


@given(st.text(alphabet="abcXYZ0189-_", min_size=1), st.sampled_from(["xoxb-", "xapp-", "xoxp-"]))
def test_no_token_survives_wherever_it_stands(rest: str, kind: str) -> None:
    token = kind + rest
    event = redact(None, "info", {"event": f"with {token}.", "seen": [{"deep": (token,)}]})
    assert token not in str(event)


def test_the_ticket_of_a_socket_s_address_is_removed() -> None:
    event = redact(None, "info", {"event": "at wss://wss.slack.com/link/?ticket=abc-123&app_id=x"})
    assert event["event"] == f"at wss://wss.slack.com/link/?ticket={REMOVED}&app_id=x"


def test_numbers_and_plain_words_are_left_as_they_are() -> None:
    event = {"event": "post failed", "post": 3, "age": 1.5, "late": True, "error": None}
    assert redact(None, "info", dict(event)) == event


def test_a_sentence_without_content_stays_whole() -> None:
    assert (
        without_content("A new session (s_1) has been established") == "A new session (s_1) has been established"
    )


def test_a_task_that_nobody_waited_for_does_not_quote_its_error() -> None:
    said = f"Task exception was never retrieved\nfuture: <Task finished exception=ValueError('{CANARY}')>"
    assert without_content(said).endswith(f"<Task finished {REMOVED}")


def test_a_cause_is_told_before_what_it_led_to() -> None:
    error = RuntimeError("the clients are not open")
    error.__cause__ = KeyError(CANARY)
    told = _traced(error)
    assert told.index("KeyError: [removed]") < told.index("which led to:") < told.index("RuntimeError: the")
    assert CANARY not in told


def test_an_error_met_on_the_way_is_told_too() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        told = _traced(TypeError("bad operand"))
    assert "ValueError: [removed]\nand while that was dealt with:" in told
    assert CANARY not in told


def test_every_error_of_a_group_is_told() -> None:
    told = _traced(ExceptionGroup(CANARY, [ValueError(CANARY), TypeError("bad operand")]))
    assert "ValueError: [removed]" in told
    assert "TypeError: bad operand" in told
    assert CANARY not in told


def test_slack_s_refusal_shows_its_code_and_not_its_answer() -> None:
    answer = SimpleNamespace(data={"ok": False, "error": "invalid_blocks", "text": CANARY})
    told = _traced(SlackApiError(CANARY, answer))
    assert told.endswith("SlackApiError: invalid_blocks")
    assert CANARY not in told


def test_a_failed_statement_shows_its_sql_and_not_its_values() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("INSERT INTO notes VALUES (:text)"), {"text": CANARY})
    engine.dispose()
    told = _traced(caught.value)
    assert "OperationalError in INSERT INTO notes VALUES (?)" in told
    assert CANARY not in told


def test_a_refusal_may_quote_a_person_and_a_mistake_in_the_environment_may_not() -> None:
    assert CANARY not in _traced(Refusal(f"I don’t know “{CANARY}”."))
    assert "PORT is missing" in _traced(ConfigurationError(["PORT is missing"]))
