"""Several posts in one message: a section each, in an order that reads well."""

from bot.slack.blocks import section as paragraph
from bot.slack.calls import Held
from bot.slack.content import Message
from bot.slack.models import Post
from bot.slack.sections import Section, one_message


def _section(number: int, view: str) -> Section:
    held = Held(Post(id=number, key=f"key-{number}", view=view), 1)
    return Section(held, Message(f"{view} {number}", [paragraph(f"{view} {number}")]))


def test_sections_of_one_kind_stand_together_in_the_order_in_which_the_first_was_asked_for() -> None:
    sections = [_section(1, "standup.prompt"), _section(2, "one_on_one.prep"), _section(3, "standup.prompt")]
    shown = one_message(sections)
    assert shown.text == "standup.prompt 1 · standup.prompt 3 · one_on_one.prep 2"
    assert [block["block_id"] for block in shown.blocks if block["type"] == "section"] == [
        "key-1",
        "key-3",
        "key-2",
    ]


def test_one_alone_is_shown_as_it_is_with_its_key() -> None:
    shown = one_message([_section(1, "one_on_one.prep")])
    assert (shown.text, [block["block_id"] for block in shown.blocks]) == ("one_on_one.prep 1", ["key-1"])
