"""Each answer becomes the one acknowledgement that Slack takes for it, and nothing typed is lost on the way."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import FieldRefusal, Refusal
from bot.slack.answers import Answer, cleared, closed, nothing, opened, redrawn, said, wrong
from bot.slack.app import Reception
from bot.slack.desk import AlreadyDone
from bot.slack.requests import Request
from bot.slack.surface import Command, Shortcut, Subcommand, Surface

VIEW = {"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
BLOCK = {"type": "section", "text": {"type": "mrkdwn", "text": "Said"}}
WHO = {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1.2"}
INPUTS = [
    {"type": "section", "block_id": "above"},
    {"type": "input", "block_id": "topic"},
    {"type": "input", "block_id": "due"},
]


class Bench:
    """A reception whose every listener gives one answer or raises; what is acknowledged and told is on record."""

    def __init__(self, answer: Answer | Exception) -> None:
        async def listener(*_: object) -> Answer:
            self.asked += 1
            if isinstance(answer, Exception):
                raise answer
            return answer

        surface = Surface(
            commands=(Command("/1on1", "", listener, "", (Subcommand("add", "", "", "", listener),)),),
            shortcuts=(Shortcut("save", "", "", listener, on_message=True),),
            actions={"act": listener},
            forms={"form": listener},
            events={"user_change": listener},
        )
        self.asked = 0
        self.acknowledged: list[dict[str, Any]] = []
        self.begun: list[Answer] = []
        self.nudges = 0
        self.reception = Reception(surface, None, self, self._nudge)

    def begin(self, answer: Answer, request: Request) -> None:
        """What is to be said after the acknowledgement."""
        assert self.acknowledged, "talked before acknowledging"
        self.begun.append(answer)

    def _nudge(self) -> None:
        self.nudges += 1

    async def ack(self, **given: Any) -> None:
        """Slack takes one acknowledgement."""
        self.acknowledged.append(given)

    async def command(self, text: str) -> dict[str, Any]:
        """A slash command, and its acknowledgement."""
        body = {"team_id": "T1", "user_id": "U1", "command": "/1on1", "text": text, "response_url": "https://x"}
        await self.reception.on_command(self.ack, body)
        return self._only()

    async def submit(self, blocks: list[dict[str, Any]] = INPUTS, callback: str = "form") -> dict[str, Any]:
        """A form sent, and its acknowledgement."""
        view = {"id": "V1", "hash": "h", "callback_id": callback, "blocks": blocks}
        await self.reception.on_submission(self.ack, WHO | {"view": view})
        return self._only()

    async def press(self, action: str = "act", **where: Any) -> Answer:
        """A press of a button: what is to be said after it."""
        await self.reception.on_action(self.ack, WHO | {"actions": [{"action_id": action}]} | where)
        assert self._only() == {}
        return self.begun[0]

    def _only(self) -> dict[str, Any]:
        [given] = self.acknowledged
        return given


@pytest.mark.parametrize(
    ("answer", "acknowledgement"),
    [
        (nothing(), {}),
        (closed(), {}),
        (closed(beneath=VIEW), {}),
        (wrong({"topic": "Too long"}), {"response_action": "errors", "errors": {"topic": "Too long"}}),
        (cleared(), {"response_action": "clear"}),
        (Answer(pushes=VIEW), {"response_action": "push", "view": VIEW}),
    ],
)
async def test_a_form_is_answered_as_slack_takes_it(answer: Answer, acknowledgement: dict[str, Any]) -> None:
    bench = Bench(answer)
    assert await bench.submit() == acknowledgement
    assert bench.nudges == 1


async def test_a_form_that_is_redrawn_is_changed_in_place() -> None:
    given = await Bench(redrawn(VIEW)).submit()
    assert given["response_action"] == "update"
    assert given["view"]["callback_id"] == "form"


async def test_words_that_answer_a_form_take_its_place() -> None:
    given = await Bench(said("Said")).submit()
    assert given["response_action"] == "update"
    assert given["view"]["blocks"] == [BLOCK]
    assert "submit" not in given["view"]


async def test_what_lies_beneath_a_form_is_redrawn_after_the_acknowledgement() -> None:
    bench = Bench(closed(beneath=VIEW))
    await bench.submit()
    assert [answer.beneath for answer in bench.begun] == [VIEW]


@pytest.mark.parametrize(
    ("error", "field", "words"),
    [
        (FieldRefusal("due", "In the past"), "due", "In the past"),
        (FieldRefusal("elsewhere", "Not here"), "topic", "Not here"),
        (Refusal("Not you"), "topic", "Not you"),
        (RuntimeError("canary"), "topic", "what you wrote is still in the form"),
        (TimeoutError(), "topic", "what you wrote is still in the form"),
    ],
)
async def test_a_form_that_cannot_be_kept_stays_open_with_what_was_typed(
    error: Exception, field: str, words: str
) -> None:
    given = await Bench(error).submit()
    assert given["response_action"] == "errors"
    [(named, told)] = given["errors"].items()
    assert named == field
    assert words in told
    assert "canary" not in told


async def test_a_form_nobody_knows_any_more_keeps_what_was_typed() -> None:
    given = await Bench(nothing()).submit(callback="of last year")
    assert given["response_action"] == "errors"
    assert "copy what you wrote" in given["errors"]["topic"]


async def test_a_form_without_fields_says_in_its_place_what_is_wrong() -> None:
    given = await Bench(Refusal("Not you")).submit(blocks=[])
    assert given["response_action"] == "update"
    assert "Not you" in str(given["view"]["blocks"])


async def test_a_form_that_was_sent_before_just_closes() -> None:
    assert await Bench(AlreadyDone()).submit() == {}


async def test_the_answer_to_a_command_rides_on_the_acknowledgement() -> None:
    bench = Bench(said("Said", [BLOCK]))
    assert await bench.command("add x") == {"text": "Said", "blocks": [BLOCK], "response_type": "ephemeral"}
    assert [answer.text for answer in bench.begun] == [None], "said twice"


async def test_a_command_that_opens_a_form_is_acknowledged_first() -> None:
    bench = Bench(opened(VIEW))
    assert await bench.command("") == {}
    assert [answer.opens for answer in bench.begun] == [VIEW]


@pytest.mark.parametrize("error", [Refusal("Who is <bob> & co?"), RuntimeError("canary")])
async def test_a_command_that_fails_gives_back_what_was_typed(error: Exception) -> None:
    given = await Bench(error).command("add <@U2> a &amp; b")
    assert given["response_type"] == "ephemeral"
    typed = [block for block in given["blocks"] if block["type"] == "rich_text"]
    assert "/1on1 add" in str(typed)
    assert "a & b" in str(typed)
    assert "canary" not in str(given)
    assert "<bob>" not in given["text"]


async def test_a_command_that_came_before_says_nothing_new() -> None:
    assert await Bench(AlreadyDone()).command("add x") == {}


async def test_what_is_said_to_a_press_in_a_message_is_private() -> None:
    told = await Bench(said("Said")).press(response_url="https://x")
    assert (told.text, told.opens) == ("Said", None)


async def test_what_is_said_where_nothing_private_can_be_said_is_shown_in_a_window() -> None:
    told = await Bench(said("Said")).press(view={"id": "V1", "type": "home"})
    assert told.text is None
    assert told.opens is not None
    assert told.opens["blocks"] == [BLOCK]


async def test_a_button_of_last_year_leads_to_what_works_now() -> None:
    told = await Bench(nothing()).press("gone", response_url="https://x")
    assert "/1on1" in (told.text or "")


async def test_a_shortcut_shows_what_it_cannot_say() -> None:
    bench = Bench(Refusal("Not you"))
    await bench.reception.on_shortcut(bench.ack, WHO | {"callback_id": "save"})
    assert bench.acknowledged == [{}]
    assert "Not you" in str(bench.begun[0].opens)


async def test_an_event_is_acknowledged_once_it_is_kept() -> None:
    bench = Bench(nothing())
    await bench.reception.on_event(bench.ack, _event())
    assert (bench.acknowledged, bench.asked, bench.nudges) == ([{}], 1, 1)


async def test_an_event_that_could_not_be_kept_is_not_acknowledged() -> None:
    bench = Bench(RuntimeError("no database"))
    with pytest.raises(RuntimeError):
        await bench.reception.on_event(bench.ack, _event())
    assert (bench.acknowledged, bench.nudges) == ([], 0)


def _event() -> dict[str, Any]:
    return {"team_id": "T1", "event_id": "Ev1", "event": {"type": "user_change", "user": {"id": "U1"}}}


async def test_a_listener_that_is_cancelled_is_not_answered_for() -> None:
    bench = Bench(nothing())
    task = asyncio.create_task(bench.command("add x"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.acknowledged == []


@pytest.mark.parametrize("make", [nothing, cleared, closed])
def test_an_answer_of_one_kind_says_nothing_of_another(make: Callable[[], Answer]) -> None:
    answer = make()
    assert (answer.text, answer.opens, answer.pushes, answer.redraws, answer.errors) == (
        None,
        None,
        None,
        None,
        {},
    )
