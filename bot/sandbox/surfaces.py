"""The Web API's views.*: modals and Home tabs."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.records import View
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.shapes import view_shape

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def open_view(workspace: "Workspace", arguments: Arguments) -> Json:
    """views.open: a trigger's modal, within three seconds, once."""
    trigger = workspace.keys.look_up(_trigger_id(arguments))
    return _answer(workspace, workspace.views.open(_source(arguments), trigger))


def push_view(workspace: "Workspace", arguments: Arguments) -> Json:
    """views.push: one more on a stack of at most three."""
    trigger = workspace.keys.look_up(_trigger_id(arguments))
    return _answer(workspace, workspace.views.push(_source(arguments), trigger))


def update_view(workspace: "Workspace", arguments: Arguments) -> Json:
    """views.update by view_id or external_id; an old `hash` is a conflict."""
    view = workspace.views.by_reference(arguments.text("view_id"), arguments.text("external_id"))
    return _answer(workspace, workspace.views.update(view, _source(arguments), arguments.text("hash")))


def publish_view(workspace: "Workspace", arguments: Arguments) -> Json:
    """views.publish: one person's Home tab."""
    person = workspace.user(arguments.needed("user_id"))
    if person is None or person.deleted or person.is_machine:
        raise SlackRefusal.with_messages("invalid_arguments", ["user not found [json-pointer:/user_id]"])
    return _answer(workspace, workspace.views.publish(person, _source(arguments), arguments.text("hash")))


def _trigger_id(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.needed("interactivity_pointer")


def _source(arguments: Arguments) -> Json:
    source = arguments.structure("view", "invalid_arguments")
    if not isinstance(source, dict):
        raise SlackRefusal.with_messages("invalid_arguments", ["missing required field: view"])
    return source


def _answer(workspace: "Workspace", view: View) -> Json:
    return {"view": view_shape(workspace, view)}
