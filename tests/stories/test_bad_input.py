"""Whatever is typed, nothing is lost, nothing breaks, and nobody is mentioned by it."""

import pytest

from bot.sandbox.records import Message
from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


HARD = {
    "channel": "<!channel> <@U00000001> <https://evil.example|click>",
    "code": "```\nrm -rf /\n``` `x` *bold* _it_ ~no~ > quote",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈:tada:",
    "right to left": "\u202eמה שלומך\u202c",
    "ampersands": "&" * 3000,
    "a command": "/1on1 end @bob",
    "control": "bell\x07 escape\x1b[31m",
    "nul": "be\x00fore",
    "half a pair": "be\ud800fore",
    "entities": "&lt;!channel&gt; &amp;",
    "words": "word " * 599 + "end",
}
NOTHING = ("", "   ", "\u200b\u200e\u202e\u2060", "\u3164", "\ufe0f\u00ad", "\x07")


@pytest.mark.parametrize("name", HARD)
async def test_every_kind_of_text_goes_through_every_form_and_is_shown_as_it_is(stage: Stage, name: str) -> None:
    text = HARD[name]
    shown = text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add")
    assert not (await stage.submit("ana", {"topic": text})).errors
    await stage.command("ana", "/1on1", "note")
    assert not (await stage.submit("ana", {"text": text})).errors
    await stage.command("ana", "/1on1", "action")
    answer = await stage.submit("ana", {"text": text})
    if len(text) > 1000:
        assert "1,000 is the most" in answer.errors["text"]
        assert not (await stage.submit("ana", {"text": text[:1000]})).errors
    await stage.command("bob", "/1on1", "agenda")
    blocks = stage.person("bob").modal.blocks
    seen = bare("".join(block["text"]["text"] for block in blocks if block["type"] == "section"))
    assert bare(f"1. {shown}") in seen
    assert bare(f"{shown}\n— Ana, shared with both") in seen
    assert bare(f"{shown[:1000]}\nAna") in seen
    await stage.travel(days=1, hours=1)
    for message in stage.person("bob").dm:
        assert "<!" not in message.text.replace("<!date^", "")
        assert "<@" not in message.text
    assert not mentions(stage, "bob")


def bare(text: str) -> str:
    """The text without white space: what is long goes on in a block of its own."""
    return "".join(text.split())


def mentions(stage: Stage, handle: str) -> list[Message]:
    """Messages of which a token other than a date stands in text that Slack would format."""
    return [
        message
        for message in stage.person(handle).dm
        if any("<" in text.replace("<!date^", "") for text in formatted(message.blocks))
    ]


def formatted(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in formatted(one)]
    if isinstance(part, dict):
        own = [str(part["text"])] if part.get("type") == "mrkdwn" else []
        return own + [text for one in part.values() for text in formatted(one)]
    return []


async def test_nothing_to_read_is_no_topic_no_note_and_no_action(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for blank in NOTHING:
        for word, field in (("add", "topic"), ("note", "text"), ("action", "text")):
            await stage.command("ana", "/1on1", f"{word} {blank}")
            if stage.person("ana").modal is None:
                await stage.command("ana", "/1on1", word)
            assert field in (await stage.submit("ana", {field: blank})).errors
            await stage.person("ana").close_modal()
    await stage.command("ana", "/1on1", "agenda")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert "There is nothing on the agenda yet." in shown
    assert "Notes" not in shown


@pytest.mark.parametrize("length", [3001, 10_000, 40_000])
async def test_a_text_that_is_too_long_comes_back_in_the_form_in_full(stage: Stage, length: int) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    text = " ".join(f"w{number:05}" for number in range(length // 7 + 1))[:length]
    for word, field in (("add @bob", "topic"), ("note @bob", "text"), ("action @bob", "text")):
        await stage.command("ana", "/1on1", f"{word} {text}")
        view = stage.person("ana").modal
        pieces = [
            block["element"]["initial_value"]
            for block in view.blocks
            if block["type"] == "input" and block["block_id"].startswith((field, "rest"))
        ]
        assert " ".join(" ".join(pieces).split()) == text
        answer = await stage.submit("ana")
        if word.startswith("action"):
            assert "characters; 1,000 is the most. Please shorten it." in answer.errors["text"]
            await stage.person("ana").close_modal()
        else:
            assert not answer.errors
    await stage.travel(days=1, hours=1)


async def test_a_form_too_long_says_how_long_it_is_and_keeps_it(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add")
    answer = await stage.submit("ana", {"topic": "x" * 3001})
    assert answer.errors["topic"] == "Please enter no more than 3000 characters."
    forged = stage.person("ana").draft_submission({"topic": "x" * 3001})
    answer = await stage.person("ana").deliver(forged)
    assert (
        answer.body["errors"]["topic"] == "This topic has 3,001 characters; 3,000 is the most. Please shorten it."
    )


async def test_people_a_1_on_1_cannot_be_set_up_with_are_refused_in_the_form(stage: Stage) -> None:
    stage.workspace.add_person("robot", "Robot", bot=True)
    stage.workspace.add_person("visitor", "Visitor", guest=True)
    stage.workspace.add_person("gone", "Gone")
    await stage.workspace.deactivate("gone")
    await stage.application.read_directories()
    stage.workspace.add_person("new", "New")
    await stage.command("ana", "/1on1", "with")
    for who, told in {
        "robot": "That is a bot.",
        "visitor": "Guests can’t take part",
        "gone": "Their account is deactivated.",
        "ana": "A 1-on-1 takes two.",
    }.items():
        assert told in (await stage.submit("ana", {"partner": who})).errors["partner"]
    assert not stage.person("bob").dm


async def test_dates_that_are_past_or_do_not_exist_are_refused_under_their_field(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with @bob")
    assert "have passed" in (await stage.submit("ana", {"first": "2026-02-03"})).errors["first"]
    assert "more than a year away" in (await stage.submit("ana", {"first": "2027-12-01"})).errors["first"]
    forged = stage.person("ana").draft_submission({"first": "2026-03-10"})
    for wrong in ("2026-02-30", "yesterday"):
        forged["view"]["state"]["values"]["first"]["input"]["selected_date"] = wrong
        errors = (await stage.person("ana").deliver(forged)).body["errors"]
        assert f"“{wrong}” is not a date or time that exists." in " ".join(errors.values())
    for field, wrong in (
        ("zone", "Mars/Olympus"),
        ("minutes", "-5"),
        ("weekday", "99"),
        ("kind", "boss"),
        ("recurrence", "daily"),
    ):
        forged = stage.person("ana").draft_submission()
        forged["view"]["state"]["values"][field]["input"]["selected_option"]["value"] = wrong
        body = (await stage.person("ana").deliver(forged)).body
        assert "Something went wrong" not in str(body)
