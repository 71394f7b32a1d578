"""Whatever comes in is acknowledged without waiting for Slack, however slow it is, and costs a moment at most."""

import asyncio
import time
from collections.abc import Awaitable, Iterator
from typing import Any

from bot.catalogue import SURFACE
from bot.sandbox import payloads
from bot.sandbox.people import Person
from bot.sandbox.records import Answer
from tests.stage import Stage

AT_ONCE = 6
SLOW = 5
"""Seconds that each call to Slack takes: what is acknowledged sooner waited for none, however busy the machine."""
MOMENT = 0.1
"""Seconds of a processor, the sandbox's own work included: no more of them pass on a busy machine."""
ENDING = ("tokens_revoked", "app_uninstalled")
TEXTS = {"with": "@bob weekly Tue 10:00", "add": "@bob A topic", "note": "@bob A note", "action": "@bob Do it"}


def _context(person: Person, stage: Stage, kind: str) -> dict[str, Any]:
    workspace = stage.workspace
    return {
        "type": kind,
        "team": {"id": workspace.team_id, "domain": "acme"},
        "user": {"id": person.id, "username": person.handle, "team_id": workspace.team_id},
        "api_app_id": workspace.app_id,
        "trigger_id": workspace.keys.trigger(person.id),
    }


def _action(person: Person, stage: Stage, action: str) -> dict[str, Any]:
    """A press of that button in a message, about the row with the number 1 of whatever it is about."""
    channel = stage.workspace.dm_with(person)
    return _context(person, stage, "block_actions") | {
        "container": {"type": "message", "message_ts": "1.0", "channel_id": channel.id},
        "channel": {"id": channel.id},
        "response_url": stage.workspace.keys.response_url(person.id, channel.id),
        "actions": [{"type": "button", "block_id": "b", "action_id": f"{action}:1", "value": "1"}],
    }


def _form(person: Person, stage: Stage, callback: str) -> dict[str, Any]:
    view = {
        "id": f"V{callback}",
        "type": "modal",
        "hash": "1.x",
        "callback_id": callback,
        "private_metadata": "1",
        "blocks": [{"type": "input", "block_id": "text"}],
        "state": {"values": {"text": {"text": {"type": "plain_text_input", "value": "Some words"}}}},
    }
    return _context(person, stage, "view_submission") | {"view": view}


def _event(stage: Stage, kind: str) -> dict[str, Any]:
    ana = stage.person("ana")
    event: dict[str, Any] = {"type": kind, "user": ana.id, "tab": "home", "tokens": {"bot": [ana.id]}}
    if kind in ("user_change", "team_join"):
        event["user"] = {"id": ana.id, "name": "ana", "tz": "Europe/Berlin", "updated": 1}
    return {
        "type": "event_callback",
        "team_id": stage.workspace.team_id,
        "api_app_id": stage.workspace.app_id,
        "event_id": f"Ev{kind}",
        "event": event,
    }


def _commands(stage: Stage) -> Iterator[tuple[str, dict[str, Any]]]:
    ana = stage.person("ana")
    for command in SURFACE.commands:
        words = [
            "",
            "help",
            "nonsense",
            *(f"{one.word} {TEXTS.get(one.word, '@bob')}" for one in command.subcommands),
        ]
        for text in words:
            said = text.replace("@bob", f"<@{stage.person('bob').id}|bob>")
            yield (
                "slash_commands",
                payloads.command(stage.workspace, ana, command.name, said, stage.workspace.dm_with(ana)),
            )


def _everything(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    ana = stage.person("ana")
    message = ana.dm[-1]
    shortcuts = [
        payloads.message_shortcut(stage.workspace, ana, one.callback, message)
        if one.on_message
        else payloads.global_shortcut(stage.workspace, ana, one.callback)
        for one in SURFACE.shortcuts
    ]
    actions = [_action(ana, stage, action) for action in [*SURFACE.actions, "gone.with_an_old_version"]]
    forms = [_form(ana, stage, callback) for callback in [*SURFACE.forms, "gone.with_an_old_version"]]
    events = [kind for kind in SURFACE.events if kind not in ENDING]
    return [
        *_commands(stage),
        *(("interactive", payload) for payload in (*shortcuts, *actions, *forms)),
        *(("events_api", _event(stage, kind)) for kind in [*events, *ENDING]),
    ]


async def test_everything_is_acknowledged_before_any_call_to_slack_is_answered(
    stage: Stage, logs: list[Any]
) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for topic in ("One", "Two"):
        await stage.command("ana", "/1on1", f"add @bob {topic}")
    incoming = _everything(stage)
    turns = asyncio.Semaphore(AT_ONCE)

    async def sent(kind: str, payload: dict[str, Any]) -> tuple[str, Answer]:
        async with turns:
            return str(payload)[:300], await stage.person("ana").deliver(payload, kind)

    stage.workspace.delivery.ack_seconds = 2 * SLOW
    stage.workspace.faults.delay(SLOW)
    answers = await asyncio.gather(*(sent(kind, payload) for kind, payload in incoming))
    stage.workspace.faults.clear()
    assert len(answers) > 70
    assert [what for what, answer in answers if answer.timed_out or answer.acknowledged_in >= SLOW] == []
    assert [line for line in logs if line["event"] in ("listener failed", "talk failed")] == []
    await stage.application.talk.finish()


async def test_what_people_do_most_is_acknowledged_in_a_moment(stage: Stage) -> None:
    ana = stage.person("ana")
    spent = [
        await _cost(stage, ana.command("/1on1", "with @bob weekly Tue 10:00")),
        await _cost(stage, ana.submit()),
    ]
    for text in ("", "add @bob A topic", "agenda @bob"):
        spent.append(await _cost(stage, ana.command("/1on1", text)))
    await stage.travel(hours=4)
    spent.append(await _cost(stage, ana.click(stage.last("ana", "Prepare"), "Nothing to discuss")))
    assert [seconds for seconds in spent if seconds > MOMENT] == []


async def _cost(stage: Stage, doing: Awaitable[Answer]) -> float:
    """The processor's seconds until it is acknowledged."""
    before = time.process_time()
    answer = await doing
    spent = time.process_time() - before
    assert not answer.timed_out
    await stage.settle()
    return spent
