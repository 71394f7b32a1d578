"""The table of what the sandbox does agrees with what it does."""

import pytest

from bot.sandbox import coverage
from bot.sandbox.pacing import METHOD_TIERS
from bot.sandbox.people import Person
from bot.sandbox.permissions import SCOPES
from bot.sandbox.records import Message
from bot.sandbox.server import SandboxServer
from bot.sandbox.web_api import CONNECT, METHODS
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, modal

TABLES = [coverage.METHODS, coverage.EVENTS, coverage.PAYLOADS, coverage.RULES]


def test_every_route_is_in_the_table_and_every_entry_has_a_route() -> None:
    assert coverage.done(coverage.METHODS) == {*METHODS, CONNECT}


def test_scopes_and_tiers_speak_of_methods_that_exist() -> None:
    assert set(SCOPES) | set(METHOD_TIERS) <= {*METHODS, CONNECT}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_missing_says_why(table: dict[str, str]) -> None:
    assert all(len(why.split()) >= 4 for why in coverage.missing(table).values())


async def test_every_event_and_payload_in_the_table_is_really_sent(
    server: SandboxServer, workspace: Workspace, alice: Person, bob: Person
) -> None:
    await _change_people_and_channels(workspace, alice, bob)
    await _change_groups(workspace, alice, bob)
    await _use_everything(workspace, alice)
    await workspace.settled()

    sent = workspace.delivery.sent
    assert {body["event"]["type"] for kind, body in sent if kind == "events_api"} == coverage.done(coverage.EVENTS)
    others = {body.get("type", kind) for kind, body in sent if kind != "events_api"}
    assert others == coverage.done(coverage.PAYLOADS)


async def _change_people_and_channels(workspace: Workspace, alice: Person, bob: Person) -> None:
    general = workspace.add_channel("general", members=[alice, bob])
    secret = workspace.add_channel("secret", private=True, members=[alice])
    await workspace.invite_bot(general, alice)
    await workspace.invite_bot(secret)
    await workspace.leave(general, bob)
    await alice.say(general, "hello @drumbeat")
    await workspace.change_status(alice, ":palm_tree:", "Away")
    await workspace.rename(bob, "Robert")
    workspace.add_person("carol")
    for place in (general, secret):
        await workspace.rename_channel(place, f"{place.name}-2")
        await workspace.archive(place)
        await workspace.unarchive(place)
        await workspace.leave(place, workspace.bot_user)
    workspace.faults.revoke_token()


async def _change_groups(workspace: Workspace, alice: Person, bob: Person) -> None:
    group = workspace.add_user_group("leads", [alice])
    await workspace.change_user_group(group, [alice, bob])
    await workspace.disable_user_group(group)


async def _use_everything(workspace: Workspace, alice: Person) -> None:
    dm = workspace.dm_with(alice)
    blocks = [actions(button("Yes", "yes")) | {"block_id": "b"}]
    message = Message(workspace.next_ts(), dm.id, workspace.bot_user.id, "Sure?", blocks)
    await workspace.post(dm, message)
    await alice.open_home()
    await alice.command("/1on1")
    await alice.shortcut("new_agenda_item")
    await alice.message_shortcut("add_to_agenda", message)
    await alice.click(message, "Yes")
    trigger = workspace.keys.look_up(workspace.keys.trigger(alice.id))
    workspace.views.open(modal(*blocks, notify_on_close=True), trigger)
    await alice.submit()
    await alice.close_modal()
