"""The stateful parts of blocks: what an element holds, and what a person may put in it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.sandbox.limits import view_problems
from bot.sandbox.pickers import CONVERSATIONS, conversation_picked, person_picked
from bot.sandbox.records import View
from bot.sandbox.refusals import NotShown
from bot.sandbox.rich_text import rich_text

if TYPE_CHECKING:
    from bot.sandbox.people import Person

Json = dict[str, Any]
Typed = dict[tuple[str, str], Json]

NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)", re.ASCII)
TEXT = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons"})
MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
STATE = {
    **dict.fromkeys(TEXT, ("value", "initial_value")),
    **dict.fromkeys(ONE_OPTION, ("selected_option", "initial_option")),
    **dict.fromkeys(MANY_OPTIONS, ("selected_options", "initial_options")),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def elements(block: Json) -> Iterator[Json]:
    """Every interactive element of a block, in the order it is shown, inner blocks included."""
    yield from block.get("elements", []) if block["type"] in ("actions", "context_actions") else ()
    for inner in block.get("child_blocks", []) + (
        block.get("elements", []) if block["type"] == "carousel" else []
    ):
        yield from elements(inner)
    if block["type"] == "card":
        yield from block.get("actions", [])
    for place in ("accessory", "element"):
        if place in block:
            yield block[place]


def state_values(blocks: list[Json], typed: Typed) -> Json:
    """`state.values`: block_id to action_id to what each stateful element holds now."""
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] in STATE:
                key = (block["block_id"], element["action_id"])
                values.setdefault(key[0], {})[key[1]] = typed.get(key) or initial_state(element)
    return values


def view_values(view: View) -> Json:
    """The `state.values` of a view: what was typed, and the initial values of the rest."""
    return state_values(view.blocks, view.typed)


def initial_state(element: Json) -> Json:
    """What an untouched element holds."""
    _, initial = STATE[element["type"]]
    return _state(element, element[initial]) if initial in element else _empty(element)


def chosen_state(person: "Person", element: Json, value: Any) -> Json:
    """What an element holds after `person` put `value` in it; None empties it.

    People, conversations and options are told by id, value or the name they show; rich text as it is typed, or as
    a ready value. What nobody could pick or write there is `NotShown`.
    """
    if value is None or value in ("", []):
        return _empty(element)
    if _takes_many(element):
        picked = value if isinstance(value, list | tuple | set | frozenset) else [value]
        chosen = [_one(person, element, item) for item in picked]
        return _state(element, [item for n, item in enumerate(chosen) if item not in chosen[:n]])
    one = _one(person, element, value)
    return _empty(element) if one is None else _state(element, one)


def _takes_many(element: Json) -> bool:
    field, _ = STATE[element["type"]]
    return field.startswith("selected_") and field.endswith("s")


def _state(element: Json, content: Any) -> Json:
    return {"type": element["type"], STATE[element["type"]][0]: content}


def _empty(element: Json) -> Json:
    """An empty editor has no value at all, where other inputs have null."""
    if element["type"] == "rich_text_input":
        return {"type": element["type"]}
    return _state(element, [] if _takes_many(element) else None)


def _one(person: "Person", element: Json, value: Any) -> Any:
    kind = element["type"]
    if kind in ONE_OPTION | MANY_OPTIONS:
        return option_called(element, str(value))
    if kind.endswith("users_select"):
        return person_picked(person.workspace, value)
    if kind in CONVERSATIONS:
        return conversation_picked(person, element, value)
    if kind == "rich_text_input":
        return _rich(person, value)
    return _written(kind, value)


def _written(kind: str, value: Any) -> Any:
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    if kind == "timepicker":
        text = value.strftime("%H:%M") if isinstance(value, time) else str(value)
        return time.fromisoformat(text).strftime("%H:%M")
    if kind == "datepicker":
        return date.fromisoformat(str(value)).isoformat()
    return str(value)


def _rich(person: "Person", value: Any) -> Json | None:
    """What is typed, as rich text; a ready value stays as it is, if it is one."""
    if not isinstance(value, dict):
        return rich_text(person.workspace, str(value))
    problems = view_problems({"type": "home", "blocks": [value]})
    if value.get("type") != "rich_text" or problems:
        raise NotShown(f"No editor makes this rich text: {'; '.join(problems) or value.get('type')}")
    return value


def options(element: Json) -> list[Json]:
    """The options on offer, those in groups included."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return list(element.get("options", [])) + grouped


def option_called(element: Json, name: str) -> Json:
    """The option with that label, or with that value; refuses others, since nobody could pick them."""
    offered = options(element)
    for option in offered:
        if option["text"]["text"] == name:
            return option
    for option in offered:
        if option.get("value") == name:
            return option
    labels = ", ".join(option["text"]["text"] for option in offered)
    raise NotShown(f"There is no option “{name}”; there are: {labels}")


def held(state: Json) -> Any:
    """The bare content of a state object."""
    return state.get(STATE[state["type"]][0])


def mistakes(view: View) -> dict[str, str]:
    """What Slack itself says under the inputs before a form is sent at all, by block_id."""
    values = view_values(view)
    found: dict[str, str] = {}
    for block in view.blocks:
        if block["type"] == "input":
            element = block["element"]
            state = values.get(block["block_id"], {}).get(element.get("action_id"), {})
            problem = _mistake(block, element, held(state) if state else None)
            if problem:
                found[block["block_id"]] = problem
    return found


def _mistake(block: Json, element: Json, content: Any) -> str:
    if content in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] == "number_input":
        return _number_mistake(element, str(content))
    if element["type"] not in TEXT:
        return _too_many(element, content)
    if len(content) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(content) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return ""


def _too_many(element: Json, content: Any) -> str:
    most = element.get("max_selected_items")
    return f"Please choose no more than {most}." if most and len(content) > most else ""


def _number_mistake(element: Json, content: str) -> str:
    if not NUMBER.fullmatch(content):
        return "Please enter a number."
    if "." in content and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    number, least, most = (Decimal(one) for one in (content, *_bounds(element)))
    return "" if least <= number <= most else "Please enter a number in the allowed range."


def _bounds(element: Json) -> tuple[str, str]:
    return str(element.get("min_value", "-Infinity")), str(element.get("max_value", "Infinity"))
