"""A day of a sync-up in which something goes wrong: what its channel and its people were shown in the end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.rituals.standup import answering, asked, days
from bot.sandbox import chat
from bot.sandbox.records import Message
from bot.slack.models import Post
from bot.teams.models import Team
from tests.faults.bots import posts_of
from tests.stage import Stage
from tests.standup.falcon import given_by
from tests.stories.sync_ups import held, person

ASKED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""Half past nine in Berlin on the Monday."""
CREW = ("ana", "bob", "dan")
"""All in Berlin; Ana leads."""
POST, EDIT = "chat.postMessage", "chat.update"
SAYING = (POST, EDIT, "conversations.open", "conversations.history", "conversations.replies", "views.publish")
TODAY = "What will you do today?"


async def accepted(stage: Stage, team: Team, handle: str, text: str) -> None:
    """The bot has accepted this answer to today's, and has not spoken with Slack since."""
    me, sync_up, now = await person(stage, handle), await held(stage, team), stage.clock.now()
    async with stage.application.database.transaction() as session:
        occurrence = await days.day_for(session, sync_up, me, now)
        part = await days.my_part(session, sync_up, occurrence, me, now)
        questions = await asked.questions_on(session, sync_up.id, occurrence.local_date)
        await answering.answer(session, sync_up, part, given_by(list(questions), {"today": text}), None, now)


async def answer(stage: Stage, handle: str, text: str) -> None:
    """Answer today's in the form that /standup opens."""
    await stage.command(handle, "/standup")
    assert not (await stage.submit(handle, {TODAY: text})).errors


@contextmanager
def refused_connections(stage: Stage) -> Iterator[None]:
    """Nobody listens where Slack was."""
    client = stage.application.clients.of(stage.workspace.bot_token)
    honest, client.base_url = client.base_url, "http://127.0.0.1:9/api/"
    yield
    client.base_url = honest


@contextmanager
def unavailable(stage: Stage) -> Iterator[None]:
    """Every call is answered with 503, and has no effect."""
    for method in SAYING:
        stage.workspace.faults.server_error(method, status=503, times=10**6)
    yield
    stage.workspace.faults.clear()


def delete(stage: Stage, message: Message) -> None:
    """An admin takes a message of the bot out of the channel."""
    chat.remove(stage.workspace, stage.workspace.channels[message.channel], message)


def parents(stage: Stage, channel: str = "falcon") -> list[Message]:
    """What stands in the channel and is about a day."""
    return [one for one in stage.workspace.posts_in(channel) if one.text.startswith("Sync-up of")]


def the_parent(stage: Stage, channel: str = "falcon") -> Message:
    [found] = parents(stage, channel)
    return found


def replies(stage: Stage, channel: str = "falcon") -> list[str]:
    """What stands in the thread of the one day of this channel, oldest first."""
    parent = the_parent(stage, channel)
    return [one.text for one in stage.workspace.thread(channel, parent) if one is not parent]


def prompts(stage: Stage, handles: Sequence[str] = CREW, words: str = "What is new, what is next") -> list[int]:
    """How many messages each was sent that asked them these words when they came."""
    return [sum(words in text for _, text in stage.person(handle).notifications) for handle in handles]


def said(stage: Stage, channel: str, texts: Sequence[str]) -> Mapping[str, int]:
    """How often each of these texts stands in a channel, threads included."""
    shown = [one.text for one in stage.workspace.posts_in(channel)]
    return Counter(text for text in texts for one in shown if text in one)


async def standing(stage: Stage, view: str) -> list[str]:
    """How the posts of a view stand, and Slack's last error of each."""
    found: list[Post] = await posts_of(stage.application, view)
    return [f"{post.state.value} {post.error or ''}".strip() for post in found]
