"""Logs and metrics of a bot at work, and of one whose database breaks: not a word, not a token."""

import asyncio
import gc
import io
import logging
import sqlite3
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.agenda import topics
from bot.operations.logs import configure_logs
from bot.operations.metrics import standing
from tests.privacy.scene import CANARY, file_of, play, said_to
from tests.stage import Stage

Read = Callable[[], str]
BROKEN = ("agenda_items", "notes", "inbox")


@pytest.fixture(params=["text", "json"])
def logged(request: pytest.FixtureRequest) -> Iterator[Read]:
    """Logging as the bot does it, at DEBUG, and what was logged so far."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("DEBUG", request.param, stream)
    yield stream.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("bot").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def assert_discreet(told: str, stage: Stage) -> None:
    for secret in (CANARY, "xoxb-", "xapp-", "ticket=ticket", stage.workspace.bot_token):
        assert secret not in told


@pytest.mark.parametrize("logged", ["text"], indirect=True)
async def test_a_bot_at_work_logs_no_word_and_no_token(logged: Read, stage: Stage) -> None:
    await play(stage)
    for method in ("chat.postMessage", "views.open"):
        stage.workspace.faults.server_error(method, 503)
    stage.workspace.faults.refuse("views.open", "internal_error", text=f"{CANARY}-in-an-answer")
    await stage.command("ana", "/1on1", f"add {'x' * 3000} {CANARY}")
    await stage.command("ana", "/1on1", f"{CANARY} is no word")
    await stage.travel(days=7)
    stage.workspace.refused.clear()
    assert "form not opened" in logged(), "nothing was logged"
    assert_discreet(logged(), stage)
    metrics = stage.application.metrics
    now = stage.clock.now()
    metrics.show(stage.application.health, await standing(stage.application.database, now), now)
    assert b"drumbeat_listener_seconds" in metrics.exposition()
    assert_discreet(metrics.exposition().decode(), stage)


async def test_a_listener_that_fails_logs_a_reference_and_says_the_same_one(logged: Read, stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add")
    await stage.command("bob", "/1on1", f"add @ana {CANARY}-before")
    _break(file_of(stage))
    answer = await stage.person("ana").command("/1on1", f"note @bob {CANARY}-note")
    reference = answer.text.partition("(ref ")[2][:4]
    assert answer.text == f"Something went wrong (ref {reference}). Please try again in a minute."
    assert CANARY in str(answer.blocks), "what was typed is given back"
    answer = await stage.person("ana").submit({"topic": f"{CANARY}-topic"})
    in_form = next(iter(answer.errors.values()))
    second = in_form.partition("(ref ")[2][:4]
    assert in_form == f"Something went wrong (ref {second}); what you wrote is still in the form."
    assert reference in logged()
    assert second in logged()
    assert "OperationalError" in logged(), "the reason is there"
    assert_discreet(logged(), stage)
    assert "OperationalError" not in said_to(stage, "ana")


async def test_an_error_that_quotes_what_was_typed_is_told_without_it(
    logged: Read, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def quoting(*everything: object) -> None:
        raise ValueError(f"{everything} {stage.workspace.bot_token}")

    await stage.set_up_one_on_one("ana", "bob")
    monkeypatch.setattr(topics, "add", quoting)
    answer = await stage.command("ana", "/1on1", f"add @bob {CANARY}")
    assert "Something went wrong (ref " in answer.text
    assert CANARY not in answer.text
    assert "ValueError: [removed]" in logged()
    assert_discreet(logged(), stage)


async def test_an_event_that_cannot_be_kept_logs_nothing_of_the_person(logged: Read, stage: Stage) -> None:
    _break(file_of(stage))
    stage.workspace.delivery.ack_seconds = 0.3
    await stage.workspace.change_status("ana", ":palm_tree:", f"{CANARY}-status")
    await stage.workspace.rename("ana", f"{CANARY}-name")
    await stage.application.reception.finish()
    assert stage.workspace.delivery.undelivered, "Slack is asked to deliver it again"
    assert "OperationalError" in logged()
    assert_discreet(logged(), stage)


async def test_a_task_that_nobody_waited_for_is_told_of_without_its_words(logged: Read) -> None:
    async def work() -> None:
        raise ValueError(f"{CANARY} xoxb-1-2")

    task = asyncio.ensure_future(work())
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "Task exception was never retrieved" in logged()
    assert CANARY not in logged()


def _break(file: str) -> None:
    with sqlite3.connect(file) as connection:
        for table in BROKEN:
            connection.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
