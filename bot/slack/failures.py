"""The one place that everything nobody expected comes to: logged with a reference, told with the same one."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import structlog

from bot.errors import FieldRefusal, Refusal
from bot.slack.answers import Answer, said, wrong
from bot.slack.desk import AlreadyDone
from bot.slack.text import escape, folded

log = structlog.get_logger()
TYPED_LIMIT = 2900
# Slack waits three seconds for an answer; whatever hangs, the person is told before that.
ANSWER_SECONDS = 2.3


async def guarded(
    listener: Callable[[], Awaitable[Answer]], surface: str, fields: tuple[str, ...] = (), typed: str = ""
) -> Answer:
    """The listener's answer, or the answer to whatever it raised; this itself never raises.

    It comes in time even if the database hangs; what was not committed by then is not kept.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await listener()
    except Exception as error:
        return answer_to(error, surface, fields, typed)


def answer_to(error: Exception, surface: str, fields: tuple[str, ...] = (), typed: str = "") -> Answer:
    """What a person is told about a request that failed, so that nothing they typed is lost.

    `fields` are the block ids of the form it was sent from (empty when it was no form), `typed` the text of
    the slash command, which Slack has already taken out of the message box and so is given back.
    """
    if isinstance(error, AlreadyDone):
        return Answer()
    if isinstance(error, Refusal):
        sentence = error.sentence
    else:
        reference = uuid4().hex[:4]
        log.error("listener failed", surface=surface, reference=reference, exc_info=error)
        sentence = f"Something went wrong (ref {reference}). Please try again in a minute."
        if fields:
            sentence = f"Something went wrong (ref {reference}); what you wrote is still in the form."
    if fields:
        field = error.field if isinstance(error, FieldRefusal) and error.field in fields else fields[0]
        return wrong({field: sentence})
    text = escape(sentence)
    return said(text, [_section(text), *given_back(typed)] if typed else ())


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def given_back(typed: str) -> list[dict[str, object]]:
    """Blocks that show a person what they typed, exactly, to copy and correct."""
    if not typed:
        return []
    return [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "You wrote:"}]},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": part} for part in _parts(typed)],
                }
            ],
        },
    ]


def _parts(typed: str) -> list[str]:
    return [typed[start : start + TYPED_LIMIT] for start in range(0, len(folded(typed, 12000)), TYPED_LIMIT)]
