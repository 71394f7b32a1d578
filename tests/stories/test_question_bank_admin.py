"""The question bank in the hands of an admin, and out of everybody else's."""

import pytest

from bot.sandbox.blocks import labels
from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def shown(stage: Stage) -> str:
    return everything_in(stage.person("dan").modal.blocks)


async def opened(stage: Stage) -> None:
    await stage.command("dan", "/1on1")
    await stage.click("dan", "modal", "Question bank")
    assert stage.person("dan").modal.title == "Question bank"


async def test_every_page_can_be_reached_and_left(stage: Stage) -> None:
    await opened(stage)
    first = shown(stage)
    pages = 1
    while "More" in labels(stage.person("dan").modal.blocks):
        await stage.click("dan", "modal", "More")
        pages += 1
    assert pages >= 3
    for _ in range(pages - 1):
        await stage.click("dan", "modal", "Back")
    assert shown(stage) == first
    assert "Back" not in labels(stage.person("dan").modal.blocks)


async def test_a_question_is_added_reworded_hidden_and_shown_again(stage: Stage) -> None:
    await opened(stage)
    await stage.click("dan", "modal", "Add question")
    assert "text" in (await stage.submit("dan", {"text": "\u200b\u3164"})).errors
    assert (
        "kinds" in (await stage.submit("dan", {"text": "What would you change, <!channel>?", "kinds": []})).errors
    )
    assert not (await stage.submit("dan", {"kinds": ["Peers"]})).errors
    while "What would you change, <!channel>?" not in shown(stage):
        await stage.click("dan", "modal", "More")
    page = shown(stage)
    await stage.click("dan", "modal", "Edit", row="What would you change")
    await stage.submit("dan", {"text": "What would you keep?"})
    assert shown(stage) == page.replace("What would you change, <!channel>?", "What would you keep?")
    await stage.click("dan", "modal", "Hide", row="What would you keep?")
    assert "added here · hidden" in shown(stage)
    await stage.click("dan", "modal", "Show", row="What would you keep?")
    assert "added here · hidden" not in shown(stage)
    await stage.click("dan", "modal", "Add question")
    assert "already" in (await stage.submit("dan", {"text": " what would you KEEP? "})).errors["text"]


async def test_a_hidden_question_is_neither_suggested_nor_used(stage: Stage) -> None:
    await stage.set_up_one_on_one("dan", "bob")
    await stage.command("dan", "/1on1", "agenda")
    await stage.click("dan", "modal", "Suggest a question")
    rows = [one for one in stage.person("dan").modal.blocks if "Use this" in everything_in(one.get("accessory"))]
    question = rows[0]["text"]["text"]
    await stage.person("dan").close_modal()
    await opened(stage)
    while question not in shown(stage):
        await stage.click("dan", "modal", "More")
    await stage.click("dan", "modal", "Hide", row=question)
    await stage.person("dan").close_modal(everything=True)
    await stage.command("dan", "/1on1", "agenda")
    assert question not in shown(stage)


async def test_who_is_no_admin_any_more_can_do_nothing_in_a_window_still_open(stage: Stage) -> None:
    await opened(stage)
    await stage.click("dan", "modal", "Add question")
    stage.person("dan").admin = False
    await stage.application.read_directories()
    told = await stage.submit("dan", {"text": "Mine now?"})
    assert told.errors["text"] == "Only admins of this workspace can change the question bank."
    await stage.person("dan").close_modal()
    page = shown(stage)
    for label in ("Add question", "Edit", "Hide", "More"):
        await stage.click("dan", "modal", label)
        assert "Only admins of this workspace can change the question bank." in shown(stage)
        await stage.person("dan").close_modal()
    assert shown(stage) == page
    await stage.person("dan").close_modal()
    await stage.command("dan", "/1on1")
    assert "Question bank" not in shown(stage)
