"""How what a person does becomes a payload, and how the bot's ack changes what they see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox import payloads
from bot.sandbox.blocks import Found, find
from bot.sandbox.delivery import Reply
from bot.sandbox.forms import (
    MANY_OPTIONS,
    STATE,
    chosen_state,
    elements,
    held,
    initial_state,
    mistakes,
    state_values,
)
from bot.sandbox.mentions import as_typed
from bot.sandbox.records import Answer, Channel, Message, View
from bot.sandbox.refusals import NotShown, SlackRefusal
from bot.sandbox.responses import show_answer

if TYPE_CHECKING:
    from bot.sandbox.forms import Typed
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Aim:
    """Which element a person means."""

    label: str | None
    action_id: str | None
    row: str | None


def read_reply(reply: Reply) -> Answer:
    """What an ack says, before anything comes of it."""
    if not reply.acknowledged:
        refused = "dispatch_failed" if reply.reason == "connection_failed" else "operation_timeout"
        return Answer(acknowledged_in=reply.seconds, timed_out=True, refused=refused)
    text, blocks = reply.body.get("text", ""), reply.body.get("blocks", [])
    return Answer(str(text), list(blocks), reply.seconds, reply.body)


async def command(workspace: "Workspace", person: "Person", name: str, text: str, channel: Channel) -> Answer:
    """Send a slash command from a channel the person is in; Slack itself answers one it does not know."""
    declared = workspace.permissions.command(name)
    if declared is None:
        return Answer(f"{name} is not a valid command.", refused="invalid_command")
    if person.id not in channel.members:
        raise NotShown(f"{person.handle} is not in {channel.name}.")
    escaped = as_typed(workspace, text, mentions=bool(declared.get("should_escape")), named=True)
    answer = await person.deliver(payloads.command(workspace, person, name, escaped, channel), "slash_commands")
    if answer.body:
        _show(workspace, person, channel, answer)
    return answer


def _show(workspace: "Workspace", person: "Person", channel: Channel, answer: Answer) -> None:
    """Put what rode on a command's ack in front of the person, unless Slack could not read it."""
    try:
        answer.message = show_answer(workspace, person.id, channel, answer.body)
        answer.blocks = answer.message.blocks
    except SlackRefusal as refusal:
        answer.refused, answer.text, answer.blocks = "invalid_command_response", "", []
        workspace.note_refusal(
            "command ack", "invalid_command_response", refusal.extra.get("errors", [refusal.error])
        )


def require_shortcut(workspace: "Workspace", callback_id: str, kind: str) -> None:
    """Refuses with `NotShown` a shortcut that the manifest does not offer."""
    if not workspace.permissions.shortcut(callback_id, kind):
        raise NotShown(f"The manifest has no {kind} shortcut “{callback_id}”.")


async def say(
    workspace: "Workspace", person: "Person", channel: Channel, text: str, thread: Message | None
) -> Message:
    """Post what a person writes, in a thread if given; `NotShown` where Slack has no box to write in."""
    if person.id not in channel.members:
        raise NotShown(f"{person.handle} is not in {channel.name}.")
    if channel.archived:
        raise NotShown(f"{channel.name} is archived.")
    if channel.kind == "im" and workspace.permissions.messages_read_only:
        raise NotShown("Writing to the bot has been turned off.")
    thread_ts = (thread.thread_ts or thread.ts) if thread else None
    if thread is not None and thread.thread_ts is None:
        thread.thread_ts = thread.ts
    message = Message(workspace.next_ts(), channel.id, person.id, text, thread_ts=thread_ts)
    await workspace.post(channel, message)
    return message


# Clicks


async def press(workspace: "Workspace", person: "Person", payload: Json) -> Answer:
    """Send a click; an ack with a body is noted, since Slack wants an empty one."""
    answer = await person.deliver(payload, "interactive")
    if answer.body:
        workspace.note_refusal("block_actions ack", "unexpected_body")
    return answer


def click(
    workspace: "Workspace", person: "Person", where: Message | Answer | str, aim: Aim, value: Any
) -> Json | None:
    """The payload of a click; None where Slack tells the app nothing (an input without dispatch_action)."""
    if not workspace.permissions.interactive:
        raise NotShown("The manifest does not turn interactivity on.")
    place = _place(workspace, person, where)
    found = find(place.blocks, aim.label, aim.action_id, aim.row)
    typed = place.typed if isinstance(place, View) else person.filled.setdefault(place.ts, {})
    state = _use(person, found, typed, value)
    if found.block["type"] == "input" and not found.block.get("dispatch_action"):
        return None
    action = payloads.action(workspace, found, state)
    if isinstance(place, View):
        return payloads.action_in_view(workspace, person, place, action)
    return payloads.action_in_message(workspace, person, place, action, state_values(place.blocks, typed))


def _place(workspace: "Workspace", person: "Person", where: Message | Answer | str) -> Message | View:
    place: Message | View | str | None = where.message if isinstance(where, Answer) else where
    if where == "home":
        place = workspace.views.home(person)
    elif where == "modal":
        place = person.modal
    if place is None or isinstance(place, str):
        raise NotShown(f"{person.handle} has no {where if isinstance(where, str) else 'answer'} in front of them.")
    if isinstance(place, Message) and place not in person.sees(place.channel):
        raise NotShown(f"{person.handle} does not see that message.")
    return place


def _use(person: "Person", found: Found, typed: "Typed", value: Any) -> Json | None:
    """Put the choice into the element; the state it now holds, or None for buttons and menus."""
    element = found.element
    if element["type"] not in STATE:
        if element["type"] == "overflow" and found.option is None:
            raise NotShown("An overflow menu is used by the label of one of its options.")
        return None
    key = (found.block["block_id"], element["action_id"])
    if found.option is not None and value is None:
        value = _with_option(element, typed.get(key), found.option)
    typed[key] = chosen_state(person, element, value)
    return typed[key]


def _with_option(element: Json, state: Json | None, option: Json) -> Any:
    label = option["text"]["text"]
    if element["type"] not in MANY_OPTIONS:
        return label
    chosen = [one["text"]["text"] for one in held(state or initial_state(element))]
    return [one for one in chosen if one != label] if label in chosen else [*chosen, label]


# Modals


def modal_of(person: "Person") -> View:
    """The modal on top; `NotShown` when there is none."""
    if person.modal is None:
        raise NotShown(f"{person.handle} has no modal in front of them.")
    return person.modal


def fill(workspace: "Workspace", person: "Person", view: View, values: Json) -> None:
    """Put values into the fields of a modal, named by block_id, label or action_id."""
    for name, value in values.items():
        block, element = _field(view, name)
        view.typed[(block["block_id"], element["action_id"])] = chosen_state(person, element, value)


def _field(view: View, name: str) -> tuple[Json, Json]:
    """The field with that block_id, label, or action_id."""
    fields = [(block, one) for block in view.blocks for one in elements(block) if one["type"] in STATE]
    for block, element in fields:
        names = (block["block_id"], block.get("label", {}).get("text"), element["action_id"])
        if name in names:
            return block, element
    offered = ", ".join(block["block_id"] for block, _ in fields)
    raise NotShown(f"There is no field “{name}” in this modal; there are: {offered}")


async def submit(workspace: "Workspace", person: "Person", values: Json) -> Answer:
    """Fill in and send the modal on top; what Slack itself finds wrong never reaches the bot."""
    view = modal_of(person)
    if not view.source.get("submit"):
        raise NotShown("This modal has no submit button.")
    fill(workspace, person, view, values)
    view.errors = mistakes(view)
    if view.errors:
        workspace.stream.tell("view", view.id, person.id)
        return Answer(errors=dict(view.errors))
    answer = await person.deliver(payloads.submission(workspace, person, view), "interactive")
    if not answer.timed_out:
        _carry_out(workspace, person, view, answer)
    return answer


def _carry_out(workspace: "Workspace", person: "Person", view: View, answer: Answer) -> None:
    """Do what the ack of a submission says; one Slack cannot use leaves the form as it is."""
    try:
        _respond(workspace, person, view, answer.body)
        answer.errors = dict(view.errors)
    except SlackRefusal as refusal:
        answer.refused = refusal.error
        workspace.note_refusal("view_submission ack", refusal.error, refusal.extra.get("problems", []))
    workspace.stream.tell("view", view.id, person.id)


def _respond(workspace: "Workspace", person: "Person", view: View, body: Json) -> None:
    action = body.get("response_action")
    if not body:
        workspace.views.close(person, view)
    elif action == "clear":
        workspace.views.close_all(person)
    elif action == "errors":
        view.errors = _checked_errors(view, body.get("errors"))
    elif action == "update":
        workspace.views.update(view, body.get("view") or {})
    elif action == "push":
        workspace.views.stack_on(person, body.get("view") or {})
    else:
        raise SlackRefusal("invalid_response_action", problems=[str(action)])


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackRefusal("invalid_errors", problems=["errors name input blocks of the view by block_id"])
    return {str(block): str(text) for block, text in errors.items()}


async def close_modal(workspace: "Workspace", person: "Person", everything: bool) -> Answer:
    """Close the modal on top, or all; the bot is told of those with `notify_on_close`."""
    view = modal_of(person)
    cleared = everything or bool(view.source.get("clear_on_close"))
    closed = workspace.views.close_all(person) if cleared else [workspace.views.close(person, view)]
    answer = Answer()
    for one in reversed(closed):
        if one.source.get("notify_on_close"):
            payload = payloads.closing(workspace, person, one, cleared=cleared)
            answer = await person.deliver(payload, "interactive")
    return answer
