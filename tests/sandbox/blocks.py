"""Small blocks and views, as short as Slack allows."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str, action_id: str, value: str = "v") -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def text_input(block_id: str, label: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "input"} | more
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def select(action_id: str, *labels: str) -> Json:
    options = [{"text": plain(one), "value": one.lower()} for one in labels]
    return {"type": "static_select", "action_id": action_id, "options": options}


def modal(*blocks: Json, callback_id: str = "form", **more: Any) -> Json:
    view = {"type": "modal", "callback_id": callback_id, "title": plain("Form"), "submit": plain("Save")}
    return view | {"blocks": list(blocks)} | more
