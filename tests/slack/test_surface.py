"""Surfaces are joined into one in which every name has one owner; the first word of a command chooses."""

import pytest

from bot.errors import Refusal
from bot.slack.answers import Answer, said
from bot.slack.commands import dispatch
from bot.slack.requests import CommandRequest
from bot.slack.surface import Command, Shortcut, Subcommand, Surface, joined


async def _main(request: CommandRequest, desk: object) -> Answer:
    return said("main")


async def _echo(request: CommandRequest, desk: object) -> Answer:
    return said(request.text)


async def _anything(*_: object) -> Answer:
    return Answer()


COMMAND = Command(
    "/1on1",
    "Your 1-on-1s",
    _main,
    "shows them",
    (
        Subcommand("add", "[@bob] TOPIC", "adds a topic", "/1on1 add @bob the release", _echo),
        Subcommand("move", "", "moves it", "", _echo, also=("reschedule",)),
    ),
)


async def _typed(text: str) -> Answer:
    return await dispatch(COMMAND, CommandRequest("T1", "U1", "k", command="/1on1", text=text), None)


def test_what_two_folders_offer_is_offered_together() -> None:
    shortcut = Shortcut("save", "Save", "Saves", _anything, on_message=True)
    one = Surface(commands=(COMMAND,), actions={"a": _anything}, scopes=frozenset({"chat:write"}))
    other = Surface(shortcuts=(shortcut,), actions={"b": _anything}, scopes=frozenset({"users:read"}))
    whole = joined((one, other))
    assert whole.commands == (COMMAND,)
    assert whole.shortcuts == (shortcut,)
    assert whole.actions.keys() == {"a", "b"}
    assert whole.scopes == {"chat:write", "users:read"}


@pytest.mark.parametrize("table", ["actions", "forms", "events"])
def test_a_name_that_two_folders_claim_is_refused(table: str) -> None:
    claimed = Surface(**{table: {"same": _anything}})
    with pytest.raises(ValueError, match=r"claimed twice: \['same'\]"):
        joined((claimed, claimed))


@pytest.mark.parametrize("table", ["commands", "shortcuts"])
def test_a_command_or_shortcut_that_two_folders_claim_is_refused(table: str) -> None:
    shortcut = Shortcut("save", "Save", "Saves", _anything, on_message=True)
    claimed = Surface(**{table: (COMMAND if table == "commands" else shortcut,)})
    with pytest.raises(ValueError, match="claimed twice"):
        joined((claimed, claimed))


def test_nothing_joined_offers_nothing() -> None:
    assert joined(()) == Surface()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "main"),
        ("add the release", "the release"),
        ("ADD the Release", "the Release"),
        ("add", ""),
        ("add   the release ", "the release"),
        ("add\u00a0the release", "the release"),
        ("reschedule to friday", "to friday"),
    ],
)
async def test_the_first_word_chooses_and_the_rest_is_what_was_typed(text: str, answer: str) -> None:
    assert (await _typed(text)).text == answer


async def test_a_topic_on_a_line_of_its_own_keeps_its_lines() -> None:
    assert (await _typed("add first\nsecond")).text == "first\nsecond"
    assert (await _typed("add\nfirst\nsecond")).text == "first\nsecond"


@pytest.mark.parametrize("word", ["help", "HELP", "?"])
async def test_help_lists_every_form_with_its_example(word: str) -> None:
    text = (await _typed(word)).text
    assert text is not None
    assert "`/1on1 add [@bob] TOPIC` adds a topic. For example: `/1on1 add @bob the release`" in text
    assert "`/1on1 move` moves it." in text


async def test_a_word_that_is_nearly_right_is_answered_with_the_right_form() -> None:
    with pytest.raises(Refusal, match="Did you mean: /1on1 add @bob the release"):
        await _typed("ad the release")
    with pytest.raises(Refusal, match="Did you mean: /1on1 move"):
        await _typed("reschedul")


async def test_a_word_that_is_like_no_other_leads_to_help() -> None:
    with pytest.raises(Refusal, match="Type /1on1 help"):
        await _typed("xylophone")


async def test_a_word_without_end_is_not_repeated_in_full() -> None:
    with pytest.raises(Refusal) as refused:
        await _typed("x" * 4000)
    assert len(refused.value.sentence) < 200


def test_words_of_another_folder_join_the_command_they_belong_to() -> None:
    move = Subcommand("goal", "", "sets a goal", "/sprint goal", _echo)
    whole = joined((Surface(words={"/1on1": (move,)}), Surface(commands=(COMMAND,))))
    assert [sub.word for sub in whole.commands[0].subcommands] == [
        *(sub.word for sub in COMMAND.subcommands),
        "goal",
    ]
    assert whole.words == {}


def test_two_folders_cannot_add_the_same_word() -> None:
    again = Subcommand("reschedule", "", "moves it", "/1on1 reschedule", _echo)
    with pytest.raises(ValueError, match="reschedule"):
        joined((Surface(words={"/1on1": (again,)}), Surface(commands=(COMMAND,))))
