"""Under which error Slack refuses a message, and what it takes as metadata."""

from typing import Any

import pytest

from bot.sandbox.limits import message_problems, message_refusal

Thing = dict[str, Any]

ERRORS = {
    "no_text": {"blocks": []},
    "invalid_blocks": {"blocks": [{"type": "divider"}] * 51},
    "invalid_attachments": {"attachments": [{"blocks": [{"type": "poem"}]}]},
    "too_many_attachments": {"attachments": [{"text": "x"}] * 101},
    "too_many_contact_cards": {"text": "x", "contact_cards": [{}] * 11},
    "markdown_text_conflict": {"text": "x", "markdown_text": "x"},
    "msg_too_long": {"markdown_text": "x" * 12_001},
    "invalid_arguments": {"text": 5},
    "invalid_metadata_format": {"text": "x", "metadata": {"event_type": "x"}},
    "invalid_metadata_schema": {"text": "x", "metadata": {"event_type": "x", "event_payload": {"Key": 1}}},
}


@pytest.mark.parametrize(("error", "payload"), ERRORS.items())
def test_a_message_is_refused_under_the_right_error(error: str, payload: Thing) -> None:
    refused = message_refusal(payload)
    assert refused is not None
    assert refused.error == error


def test_an_update_may_leave_the_text_out_but_not_be_longer_than_4000() -> None:
    assert message_refusal({}, updating=True) is None
    assert message_refusal({"text": "x" * 4000}, updating=True) is None
    assert message_refusal({"text": "x" * 4001}) is None
    refused = message_refusal({"text": "x" * 4001}, updating=True)
    assert refused is not None
    assert refused.error == "msg_too_long"


@pytest.mark.parametrize("value", [1, "a", True, {"a": 1}, ["a", 1]])
def test_metadata_takes_plain_values_flat_objects_and_lists(value: Any) -> None:
    assert message_problems({"metadata": {"event_type": "a_1", "event_payload": {"key": value}}}) == []


@pytest.mark.parametrize("value", [None, {"a": {}}, [[1]], [{"a": 1}]])
def test_metadata_refuses_what_is_nested(value: Any) -> None:
    assert message_problems({"metadata": {"event_type": "a_1", "event_payload": {"key": value}}})


def test_the_pointer_into_an_attachment_names_it() -> None:
    assert message_problems({"attachments": [{}, {"blocks": [{"type": "poem"}]}]}) == [
        "unsupported type: poem [json-pointer:/attachments/1/blocks/0/type]"
    ]
