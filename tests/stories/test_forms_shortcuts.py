"""Topics made of messages, and from nowhere."""

import pytest

from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


HARD = "Hi @ana, @channel: see https://example.com/a?b=1&c=2 and `<!here>` *bold* &lt; 3"


async def test_a_message_becomes_a_topic_in_words_and_its_author_is_chosen(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "carol")
    await stage.set_up_one_on_one("ana", "bob")
    stage.workspace.add_channel("general", members=["ana", "bob", "dan"])
    message = await stage.person("bob").say("general", HARD)
    await stage.person("ana").message_shortcut("add_to_agenda", message)
    await stage.settle()
    view = stage.person("ana").modal
    assert view.title == "Add topic"
    chosen = next(block["element"] for block in view.blocks if block["block_id"] == "one_on_one")
    assert chosen["initial_option"]["text"]["text"] == "Bob"
    await stage.submit("ana")
    await stage.command("bob", "/1on1", "agenda")
    shown = everything_in(stage.person("bob").modal.blocks)
    assert "1. Hi @Ana, @channel: see https://example.com/a?b=1&c=2 and `<!here>` *bold* &lt; 3" in shown
    assert "<@" not in shown


async def test_a_message_of_somebody_else_asks_whose_1_on_1(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("ana", "carol")
    stage.workspace.add_channel("general", members=["ana", "dan"])
    message = await stage.person("dan").say("general", "x" * 10_000)
    await stage.person("ana").message_shortcut("add_to_agenda", message)
    await stage.settle()
    view = stage.person("ana").modal
    chosen = next(block["element"] for block in view.blocks if block["block_id"] == "one_on_one")
    assert "initial_option" not in chosen
    assert (await stage.submit("ana")).errors["one_on_one"] == "Please complete this required field."
    await stage.submit("ana", {"one_on_one": "Carol"})
    await stage.command("ana", "/1on1", "agenda @carol")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert shown.count("x" * 2997) >= 3
    assert sum(len(word) for word in shown.split() if set(word) == {"x"}) == 10_000


async def test_a_message_made_a_topic_before_there_is_a_1_on_1_sets_one_up_with_its_author(stage: Stage) -> None:
    stage.workspace.add_channel("general", members=["ana", "bob"])
    message = await stage.person("bob").say("general", "We should talk about the on-call")
    await stage.person("ana").message_shortcut("add_to_agenda", message)
    await stage.settle()
    assert stage.person("ana").modal.title == "New 1-on-1"
    assert not (await stage.submit("ana")).errors
    await stage.command("bob", "/1on1", "agenda @ana")
    assert "1. We should talk about the on-call" in everything_in(stage.person("bob").modal.blocks)


async def test_the_bots_own_message_can_be_made_a_topic_too(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.person("ana").message_shortcut("add_to_agenda", stage.last("ana"))
    await stage.settle()
    assert stage.person("ana").modal.title == "Add topic"
    await stage.submit("ana", {"one_on_one": "Bob"})
    await stage.command("ana", "/1on1", "agenda")
    assert "<!date" not in everything_in(stage.person("ana").modal.blocks).split("1. ")[1]


async def test_an_agenda_item_from_nowhere(stage: Stage) -> None:
    await stage.person("ana").shortcut("new_agenda_item")
    await stage.settle()
    assert stage.person("ana").modal.title == "New 1-on-1"
    await stage.submit("ana", {"partner": "bob", "topic": "From nowhere"})
    await stage.person("ana").shortcut("new_agenda_item")
    await stage.settle()
    assert stage.person("ana").modal.title == "Add topic"
    await stage.submit("ana", {"topic": "Once more"})
    await stage.command("ana", "/1on1", "agenda")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert "1. From nowhere" in shown
    assert "2. Once more" in shown


async def test_a_topic_made_of_a_message_leads_back_to_it(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    channel = stage.workspace.add_channel("general", members=["ana", "bob"])
    message = await stage.person("bob").say("general", "The build is red again")
    await stage.person("ana").message_shortcut("add_to_agenda", message)
    await stage.settle()
    await stage.submit("ana")
    await stage.command("bob", "/1on1", "agenda")
    address = f"https://acme.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    assert address in everything_in(stage.person("bob").modal.blocks)


async def test_a_forged_place_makes_no_link(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.person("ana").shortcut("new_agenda_item")
    await stage.settle()
    payload = stage.person("ana").draft_submission({"topic": "A topic"})
    payload["view"]["private_metadata"] = "C1/../evil:1.2"
    await stage.person("ana").deliver(payload)
    await stage.settle()
    await stage.command("ana", "/1on1", "agenda")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert "A topic" in shown
    assert "evil" not in shown
