"""What a person does on the page, carried out in the workspace."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import DrumbeatError
from bot.sandbox import payloads
from bot.sandbox.blocks import Found
from bot.sandbox.forms import MANY_OPTIONS, ONE_OPTION, STATE, Typed, chosen_state, elements, options, state_values
from bot.sandbox.people import Person
from bot.sandbox.records import Answer, Json, Message, View
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace

LONGEST_STATUS = 100


class NotUnderstood(DrumbeatError):
    """The page asked for something in a way nobody can follow; the message is a sentence."""


@dataclass(frozen=True)
class Act:
    """One request of the page: who does it, where, and with which details."""

    workspace: Workspace
    person: Person
    body: Json

    def text(self, name: str, *, empty: bool = False) -> str:
        """A detail that must be text, and not blank unless `empty`."""
        value = self.body.get(name)
        if not isinstance(value, str) or not (value.strip() or empty):
            raise NotUnderstood(f"“{name}” must be some text.")
        return value

    def table(self, name: str) -> Json:
        """A detail that must be an object; one that is missing is empty."""
        value = self.body.get(name) or {}
        if not isinstance(value, dict):
            raise NotUnderstood(f"“{name}” must be an object.")
        return value

    def message(self, channel: Any, ts: Any) -> Message:
        """The message that the person sees there; `NotShown` for others."""
        seen = self.person.sees(channel) if channel in self.workspace.channels else []
        found = next((one for one in seen if one.ts == ts), None)
        if found is None:
            raise NotShown("That message is not there any more.")
        return found


async def carry_out(workspace: Workspace, person: Person, body: Json) -> str | None:
    """Do it; a sentence for the person if it did not go well, None if there is nothing to say.

    Refuses, as `DrumbeatError` with a sentence, what is malformed and what is not on the person's screen.
    """
    kind = body.get("kind")
    if kind not in ACTS:
        raise NotUnderstood(f"There is nothing called “{kind}” to do here.")
    answer = await ACTS[kind](Act(workspace, person, body))
    return _notice(workspace, answer) if answer else None


def _notice(workspace: Workspace, answer: Answer) -> str | None:
    bot = workspace.bot_user.name
    sentences = {
        "invalid_command": answer.text,
        "operation_timeout": f"{bot} did not answer within 3 seconds, so Slack says operation_timeout. Try again.",
        "dispatch_failed": f"{bot} is not connected, so Slack says dispatch_failed. Is it running?",
    }
    refused = f"{bot} gave an answer that Slack would not take: {answer.refused}."
    return sentences.get(answer.refused, refused) if answer.refused else None


async def _command(act: Act) -> Answer:
    command, text = act.text("command"), act.text("text", empty=True)
    return await act.person.command(command, text, act.text("channel"))


async def _say(act: Act) -> None:
    channel = act.text("channel")
    ts = act.body.get("thread_ts")
    await act.person.say(channel, act.text("text"), act.message(channel, ts) if ts else None)


async def _open_home(act: Act) -> None:
    await act.person.open_home()


async def _shortcut(act: Act) -> Answer:
    return await act.person.shortcut(act.text("callback_id"))


async def _message_shortcut(act: Act) -> Answer:
    message = act.message(act.text("channel"), act.text("ts"))
    return await act.person.message_shortcut(act.text("callback_id"), message)


async def _submit(act: Act) -> Answer:
    view = _in_front(act)
    _put_in(act, view.blocks, view.typed)
    return await act.person.submit()


async def _close(act: Act) -> Answer:
    _in_front(act)
    return await act.person.close_modal()


async def _status(act: Act) -> None:
    """A status until an instant in the person's zone, or one that stays; without an emoji none."""
    until = act.text("until", empty=True)
    ends = int(_instant(act, until).timestamp()) if until else 0
    if until and ends <= act.workspace.clock.now().timestamp():
        raise NotUnderstood("That moment has passed; choose a later one.")
    emoji = act.text("emoji", empty=True)
    text = act.text("text", empty=True)[:LONGEST_STATUS] if emoji else ""
    await act.workspace.change_status(act.person, emoji, text, ends if emoji else 0)


def _in_front(act: Act) -> View:
    view = act.person.modal
    if view is None or view.id != act.text("view_id"):
        raise NotShown("This form is not open any more.")
    return view


# Clicks


async def _click(act: Act) -> Answer | None:
    place = _place(act)
    typed = place.typed if isinstance(place, View) else act.person.filled.setdefault(place.ts, {})
    _put_in(act, place.blocks, typed)
    found = _found(place.blocks, act.text("block_id"), act.text("action_id"))
    state = _use(act, found, typed)
    if isinstance(found, Found) and found.element["type"] == "overflow":
        found = Found(found.block, found.element, _option(found.element, act.body.get("value")))
    action = payloads.action(act.workspace, found, state)
    if isinstance(place, View):
        payload = payloads.action_in_view(act.workspace, act.person, place, action)
    else:
        values = state_values(place.blocks, typed)
        payload = payloads.action_in_message(act.workspace, act.person, place, action, values)
    return await act.person.deliver(payload)


def _place(act: Act) -> Message | View:
    where = act.table("container")
    if "view_id" not in where:
        return act.message(where.get("channel"), where.get("ts"))
    seen = [*act.person.stack[-1:], act.workspace.views.home(act.person)]
    view = next((one for one in seen if one is not None and one.id == where["view_id"]), None)
    if view is None:
        raise NotShown("This form is not open any more.")
    return view


def _found(blocks: list[Json], block_id: str, action_id: str) -> Found:
    for block in blocks:
        for element in elements(block):
            if block.get("block_id") == block_id and element.get("action_id") == action_id:
                return Found(block, element)
    raise NotShown("That is not there any more; what you see now is up to date.")


def _use(act: Act, found: Found, typed: Typed) -> Json | None:
    if found.element["type"] not in STATE:
        return None
    key = (found.block["block_id"], found.element["action_id"])
    typed[key] = _state(act, found.element, act.body.get("value"))
    return typed[key]


def _put_in(act: Act, blocks: list[Json], typed: Typed) -> None:
    """Put what was filled in but not sent where the bot will read it; fields that are gone are passed over."""
    drafts = act.table("values")
    for block in blocks:
        for element in elements(block):
            block_id, action_id = block.get("block_id", ""), element.get("action_id", "")
            given = drafts.get(block_id)
            if isinstance(given, dict) and action_id in given:
                typed[(block_id, action_id)] = _state(act, element, given[action_id])


def _state(act: Act, element: Json, value: Any) -> Json:
    """What an element holds with `value` in it; options are told by their value, which no label can shadow."""
    kind = element["type"]
    if value is not None and kind in ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, value)}
    if kind in MANY_OPTIONS:
        picked = value if isinstance(value, list) else []
        return {"type": kind, "selected_options": [_option(element, each) for each in picked]}
    try:
        return chosen_state(act.person, element, _local(act, value) if kind == "datetimepicker" else value)
    except (ValueError, TypeError, KeyError):
        raise NotUnderstood("That cannot be put in there.") from None


def _local(act: Act, value: Any) -> Any:
    """An instant from what a browser's field holds: local time in the person's zone."""
    if not isinstance(value, str):
        return value
    return _instant(act, value)


def _instant(act: Act, local: str) -> datetime:
    try:
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(act.person.zone))
    except ValueError:
        raise NotUnderstood("That cannot be put in there.") from None


def _option(element: Json, value: Any) -> Json:
    found = next((one for one in options(element) if one.get("value") == value), None)
    if found is None:
        raise NotShown("That choice is not there any more.")
    return found


ACTS: dict[str, Callable[[Act], Awaitable[Answer | None]]] = {
    "click": _click,
    "close": _close,
    "command": _command,
    "message_shortcut": _message_shortcut,
    "open_home": _open_home,
    "say": _say,
    "shortcut": _shortcut,
    "status": _status,
    "submit": _submit,
}
