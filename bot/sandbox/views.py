"""Modals and Home tabs: opening, stacking, replacing and closing them by Slack's rules."""

import copy
from typing import TYPE_CHECKING, Any

from bot.sandbox.blocks import with_identifiers
from bot.sandbox.forms import elements
from bot.sandbox.limits import view_problems, view_too_large
from bot.sandbox.pickers import current_conversation
from bot.sandbox.records import View
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.triggers import Trigger

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

DEEPEST = 3


class Views:
    """Every view that someone can see now, and the stacks of modals people have open."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._live: dict[str, View] = {}
        self._homes: dict[str, View] = {}

    def home(self, person: "Person") -> View | None:
        return self._homes.get(person.id)

    def find(self, view_id: str) -> View | None:
        return self._live.get(view_id)

    def open(self, source: Json, trigger: Trigger) -> View:
        """A new stack with one modal on it, in place of what the person had open."""
        self._check(source, "modal")
        person = self._use(trigger)
        self._close(person.stack)
        person.stack = [self._new(source, person, channel=trigger.channel)]
        return self._shown(person.stack[-1])

    def push(self, source: Json, trigger: Trigger) -> View:
        """One more modal on the stack the trigger came from; refuses a fourth, and a stack that is gone."""
        person = self._workspace.by_id(trigger.person)
        if trigger.view_id is None or not person.stack:
            raise SlackRefusal("not_found")
        if len(person.stack) >= DEEPEST:
            raise SlackRefusal("push_limit_reached")
        self._check(source, "modal")
        self._use(trigger)
        return self._put_on_top(source, person)

    def stack_on(self, person: "Person", source: Json) -> View:
        """The same for an ack with `response_action` push."""
        if len(person.stack) >= DEEPEST:
            raise SlackRefusal("push_limit_reached")
        self._check(source, "modal")
        return self._put_on_top(source, person)

    def _put_on_top(self, source: Json, person: "Person") -> View:
        below = person.stack[-1]
        view = self._new(source, person, below)
        person.stack.append(view)
        return self._shown(view)

    def update(self, view: View, source: Json, expected_hash: str = "") -> View:
        """Replace what a view shows; what was typed stays where block_id and action_id stay."""
        if expected_hash and expected_hash != view.hash:
            raise SlackRefusal("hash_conflict")
        self._check(source, view.kind, view)
        view.source = self._prepared(source)
        view.hash, view.errors = self._new_hash(), {}
        kept = {(block["block_id"], one.get("action_id")): one for block in view.blocks for one in elements(block)}
        view.typed = {key: state for key, state in view.typed.items() if _fits(kept.get(key), state)}
        self._begin_where_they_are(view)
        return self._shown(view)

    def publish(self, person: "Person", source: Json, expected_hash: str = "") -> View:
        """Show someone's Home tab; refuses when the tab is off (`not_enabled`) or the hash is old."""
        if not self._workspace.permissions.home_enabled:
            raise SlackRefusal("not_enabled")
        now = self._homes.get(person.id)
        if now is not None:
            return self.update(now, source, expected_hash)
        self._check(source, "home")
        self._homes[person.id] = self._new(source, person)
        return self._shown(self._homes[person.id])

    def by_reference(self, view_id: str, external_id: str) -> View:
        """The view with that id, or with that external id; `not_found` when nobody sees it any more."""
        if view_id:
            found = self._live.get(view_id)
        else:
            named = (one for one in self._live.values() if external_id and _external_id(one.source) == external_id)
            found = next(named, None)
        if found is None:
            raise SlackRefusal("not_found")
        return found

    def close(self, person: "Person", view: View) -> View:
        """Take one modal off the stack, wherever in it it is."""
        person.stack = [one for one in person.stack if one is not view]
        self._close([view])
        self._workspace.stream.tell("view", view.id, person.id)
        return view

    def close_all(self, person: "Person") -> list[View]:
        """Close every modal of a person; says which, from the bottom up."""
        closed, person.stack = person.stack, []
        self._close(closed)
        self._workspace.stream.tell("view", closed[-1].id if closed else "", person.id)
        return closed

    def _check(self, source: Json, kind: str, replacing: View | None = None) -> None:
        if source.get("type") != kind:
            problem = (
                "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]"
            )
            raise SlackRefusal.with_messages("invalid_arguments", [problem])
        problems = view_problems(source)
        if problems:
            raise SlackRefusal.with_messages("invalid_arguments", problems)
        if view_too_large(source):
            raise SlackRefusal("view_too_large")
        external = _external_id(source)
        taken = (one for one in self._live.values() if one is not replacing)
        if external and any(_external_id(one.source) == external for one in taken):
            raise SlackRefusal("duplicate_external_id")

    def _use(self, trigger: Trigger) -> "Person":
        trigger.used = True
        return self._workspace.by_id(trigger.person)

    def _new(self, source: Json, person: "Person", below: View | None = None, channel: str | None = None) -> View:
        view_id = self._workspace.ids.make("V")
        root = below.root_view_id if below else view_id
        previous = below.id if below else None
        place = below.channel if below else channel
        view = View(view_id, person.id, self._prepared(source), self._new_hash(), root, previous, place)
        self._live[view_id] = view
        self._begin_where_they_are(view)
        return view

    def _begin_where_they_are(self, view: View) -> None:
        """Fill the pickers that begin with the conversation in which the modal was opened."""
        person = self._workspace.by_id(view.person)
        for block in view.blocks:
            for element in elements(block):
                state = current_conversation(person, element, view.channel)
                if state is not None:
                    view.typed.setdefault((block["block_id"], element["action_id"]), state)

    def _prepared(self, source: Json) -> Json:
        shown = copy.deepcopy(source)
        shown["blocks"] = with_identifiers(shown.get("blocks", []), self._workspace.ids)
        return shown

    def _new_hash(self) -> str:
        stamp = int(self._workspace.clock.now().timestamp())
        return f"{stamp}.{self._workspace.ids.digest('hash')[:8]}"

    def _close(self, closed: list[View]) -> None:
        for view in closed:
            self._live.pop(view.id, None)

    def _shown(self, view: View) -> View:
        self._workspace.stream.tell("home" if view.kind == "home" else "view", view.id, view.person)
        return view


def _external_id(source: Json) -> str:
    return str(source.get("external_id") or "")


def _fits(element: Json | None, state: Json) -> bool:
    return element is not None and element["type"] == state["type"]
