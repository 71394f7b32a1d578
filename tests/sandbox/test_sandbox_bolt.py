"""An unmodified slack_bolt app over Socket Mode: commands, modals, clicks, Home, events."""

import pytest
from slack_bolt.app.async_app import AsyncApp

from bot.sandbox.people import Person
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, modal, section, text_input

pytestmark = pytest.mark.usefixtures("connected")


async def test_a_command_gets_its_answer_privately(app: AsyncApp, alice: Person, bob: Person) -> None:
    @app.command("/1on1")
    async def one_on_one(ack, command):
        await ack(f"heard: {command['text']}")

    answer = await alice.command("/1on1", "add @bob Budget <& more> #nowhere")

    assert answer.text == f"heard: add <@{bob.id}|bob> Budget &lt;&amp; more&gt; #nowhere"
    assert answer.acknowledged_in < 3
    assert [one.text for one in alice.ephemerals] == [answer.text]
    assert alice.dm == alice.ephemerals
    assert bob.dm == []


async def test_a_form_is_corrected_and_then_accepted(app: AsyncApp, alice: Person) -> None:
    submitted = []

    @app.command("/1on1")
    async def one_on_one(ack, client, body):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("topic", "Topic")))

    @app.view("form")
    async def form(ack, view):
        topic = view["state"]["values"]["topic"]["input"]["value"]
        if topic == "bad":
            return await ack(response_action="errors", errors={"topic": "Say more."})
        submitted.append(topic)
        return await ack()

    await alice.command("/1on1")
    assert alice.modal is not None
    assert (await alice.submit()).errors == {"topic": "Please complete this required field."}
    answer = await alice.submit({"Topic": "bad"})
    assert answer.errors == alice.errors == {"topic": "Say more."}
    await alice.submit({"topic": "Hiring & budget"})
    assert submitted == ["Hiring & budget"]
    assert alice.modal is None


async def test_a_click_edits_the_message_in_place(app: AsyncApp, alice: Person, workspace: Workspace) -> None:
    @app.action("done")
    async def done(ack, body, client):
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text=f"done {body['actions'][0]['value']}"
        )

    blocks = [section("Roadmap"), actions(button("Discussed", "done", "1"))]
    blocks += [section("Hiring"), actions(button("Discussed", "done", "2"))]
    await app.client.chat_postMessage(channel=alice.id, text="Agenda", blocks=blocks)
    [message] = alice.dm
    await alice.click(message, "Discussed", row="Hiring")

    assert message.text == "done 2"
    assert message.blocks == []
    assert message.edited
    assert alice.notifications == [(message.ts, "Agenda")]
    assert workspace.refused == []


async def test_a_home_tab_is_published_when_it_is_opened(app: AsyncApp, alice: Person) -> None:
    @app.event("app_home_opened")
    async def opened(event, client):
        blocks = [section("Hello"), actions(button("Add topic", "add"))]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("add")
    async def add(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("topic", "Topic")))

    assert alice.home is None
    await alice.open_home()
    assert alice.home
    await alice.click("home", "Add topic")
    assert alice.modal is not None


async def test_people_changing_reach_the_bot_as_events(app: AsyncApp, alice: Person, workspace: Workspace) -> None:
    heard = []

    @app.event("user_change")
    async def changed(event):
        heard.append((event["user"]["name"], event["user"].get("tz"), event["user"]["deleted"]))

    @app.event("team_join")
    async def joined(event):
        heard.append((event["user"]["name"], event["user"]["tz"], "joined"))

    @app.event("user_profile_changed")
    async def profile():
        pass

    await workspace.change_zone(alice, "Asia/Kolkata")
    await workspace.deactivate(alice)
    workspace.add_person("carol")
    await workspace.settled()

    assert heard == [
        ("alice", "Asia/Kolkata", False),
        ("alice", None, True),
        ("carol", "Europe/Berlin", "joined"),
    ]


async def test_a_response_url_answers_and_replaces(app: AsyncApp, alice: Person, workspace: Workspace) -> None:
    @app.command("/1on1")
    async def one_on_one(ack):
        await ack(text="Sure?", blocks=[section("Sure?"), actions(button("Yes", "yes"))])

    @app.action("yes")
    async def yes(ack, respond):
        await ack()
        await respond("It is done.", replace_original=True)

    answer = await alice.command("/1on1")
    await alice.click(answer, "Yes")
    assert answer.message is not None
    assert [one.text for one in alice.ephemerals] == ["It is done."]
    assert workspace.refused == []


async def test_shortcuts_and_stacked_modals(app: AsyncApp, alice: Person, workspace: Workspace) -> None:
    @app.shortcut("new_agenda_item")
    async def new(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(actions(button("More", "more"))))

    @app.action("more")
    async def more(ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal(text_input("topic", "Topic")))

    @app.view("form")
    async def form(ack):
        await ack(response_action="update", view=modal(section("Thanks")))

    await alice.shortcut("new_agenda_item")
    await alice.click("modal", "More")
    assert len(alice.stack) == 2
    await alice.submit({"topic": "x"})
    assert alice.modal is not None
    assert alice.modal.blocks[0]["text"]["text"] == "Thanks"
    await alice.close_modal()
    assert len(alice.stack) == 1


async def test_a_message_shortcut_carries_the_message(app: AsyncApp, alice: Person) -> None:
    heard = []

    @app.shortcut("add_to_agenda")
    async def add(ack, body):
        heard.append(body["message"]["text"])
        await ack()

    @app.event("message")
    async def message():
        pass

    said = await alice.say("bot", "remember @bob")
    await alice.message_shortcut("add_to_agenda", said)
    assert heard == [said.text]


async def test_a_listener_that_never_answers_is_told_as_a_timeout(alice: Person, workspace: Workspace) -> None:
    workspace.delivery.ack_seconds = 0.05
    answer = await alice.command("/unknown")
    assert answer.timed_out
    assert answer.refused == "operation_timeout"
