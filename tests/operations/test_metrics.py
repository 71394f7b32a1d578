"""Metrics count, and never carry what or who; the documented list is the whole list."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.operations.health import Health
from bot.operations.metrics import Metrics, method_of, standing
from bot.operations.timing import timed
from bot.people.models import Person, Standing
from bot.slack.answers import Answer
from bot.slack.models import Post, PostState
from bot.slack.surface import Command, Shortcut, Subcommand, Surface
from bot.storage.database import Database

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
DOCUMENTED = Path(__file__).parents[2] / "docs" / "operations.md"


def _post(subject: str, **values: object) -> Post:
    defaults = {"workspace_id": 1, "view": "one_on_one.prep", "address": "U2", "recipient_id": 2}
    given = {"subject": subject, "key": str(uuid4()), "created_at": NOON, **values}
    return Post(**{**defaults, **given})


def _shown_at(at: datetime, number: int) -> dict[str, object]:
    return {"state": PostState.SHOWN, "ts": f"{number}.0", "shown_at": at}


async def test_the_database_says_how_posts_stand_and_how_long_they_waited(database: Database) -> None:
    async with database.transaction() as session:
        session.add(
            Person(id=2, workspace_id=1, slack_id="U2", name="Bob", zone=ZoneInfo("UTC"), standing=Standing.MEMBER)
        )
        await session.flush()
        session.add(_post("occurrence:1", next_try_at=NOON - timedelta(seconds=90)))
        session.add(_post("occurrence:2", next_try_at=NOON + timedelta(seconds=90)))
        session.add(_post("occurrence:3", **_shown_at(NOON - timedelta(days=6), 3)))
        session.add(_post("occurrence:4", **_shown_at(NOON - timedelta(days=8), 4)))
    found = await standing(database, NOON)
    assert found.posts == {PostState.WANTED: 2, PostState.SHOWN: 2}
    assert (found.oldest_post, found.oldest_series) == (90, 0)
    assert found.messages == (1,)


async def test_messages_of_a_week_are_counted_by_person_and_prompts_in_one_message_once(
    database: Database,
) -> None:
    async with database.transaction() as session:
        for number, name in ((2, "Bob"), (3, "Ana")):
            zone, member = ZoneInfo("UTC"), Standing.MEMBER
            session.add(
                Person(id=number, workspace_id=1, slack_id=f"U{number}", name=name, zone=zone, standing=member)
            )
        await session.flush()
        for number in range(7):
            session.add(_post(f"occurrence:{number}", **_shown_at(NOON - timedelta(days=1), number)))
        session.add(_post("action:1", view="action_item.due", **_shown_at(NOON - timedelta(days=1), 6)))
        session.add(_post("occurrence:8", address="U3", recipient_id=3, **_shown_at(NOON, 8)))
        session.add(_post("occurrence:9", address="C1", recipient_id=None, **_shown_at(NOON, 9)))
    found = await standing(database, NOON)
    assert sorted(found.messages) == [1, 7]
    metrics = Metrics()
    metrics.show(Health(started_at=NOON), found, NOON)
    shown = {
        most: metrics.registry.get_sample_value("drumbeat_week_people", {"most": most}) for most in ("5", "10")
    }
    assert shown == {"5": 1, "10": 2}
    assert metrics.registry.get_sample_value("drumbeat_week_messages_most") == 7


async def test_an_outcome_that_is_no_more_goes_back_to_zero(database: Database) -> None:
    metrics, health = Metrics(), Health(started_at=NOON)
    async with database.transaction() as session:
        post = _post("occurrence:1", recipient_id=None, next_try_at=NOON)
        session.add(post)
    metrics.show(health, await standing(database, NOON), NOON)
    assert metrics.registry.get_sample_value("drumbeat_posts", {"state": "wanted"}) == 1
    async with database.transaction() as session:
        await session.delete(await session.merge(post))
    metrics.show(health, await standing(database, NOON), NOON)
    assert metrics.registry.get_sample_value("drumbeat_posts", {"state": "wanted"}) == 0


def test_the_age_of_the_last_beat_is_its_age_when_asked() -> None:
    metrics = Metrics()
    metrics.beat()
    metrics.show(Health(started_at=NOON, beat_at=NOON), None, NOON + timedelta(seconds=7))
    assert metrics.registry.get_sample_value("drumbeat_beats_total") == 1
    assert metrics.registry.get_sample_value("drumbeat_last_beat_age_seconds") == 7


@pytest.mark.parametrize(
    ("url", "method"),
    [
        ("https://slack.com/api/chat.postMessage", "chat.postMessage"),
        ("https://slack.com/api/users.list?cursor=secret", "users.list"),
        ("https://hooks.slack.com/commands/T1/2/secret", "response_url"),
    ],
)
def test_a_call_is_counted_by_its_method_and_never_by_what_is_secret_in_it(url: str, method: str) -> None:
    assert method_of(url, "https://slack.com/api/") == method


async def test_calls_are_counted_by_method_and_how_they_ended() -> None:
    async def too_fast(_request: web.Request) -> web.Response:
        return web.Response(status=429)

    app = web.Application()
    app.add_routes([web.post("/api/chat.postMessage", too_fast)])
    metrics = Metrics()
    async with TestServer(app) as server:
        base = str(server.make_url("/api/"))
        async with aiohttp.ClientSession(trace_configs=[metrics.tracing(base)]) as session:
            await session.post(base + "chat.postMessage")
    async with aiohttp.ClientSession(trace_configs=[metrics.tracing(base)]) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.post(base + "chat.postMessage")
    counted = {
        result: metrics.registry.get_sample_value(
            "drumbeat_slack_calls_total", {"method": "chat.postMessage", "result": result}
        )
        for result in ("429", "ClientConnectorError")
    }
    assert counted == {"429": 1, "ClientConnectorError": 1}


async def _listener(request: object, desk: object) -> Answer:
    if request == "bad":
        raise LookupError
    return Answer(text="done")


SURFACE = Surface(
    commands=(Command("/1on1", "", _listener, "", (Subcommand("add", "", "", "", _listener),)),),
    shortcuts=(Shortcut("add_to_agenda", "Add", "", _listener, on_message=True),),
    actions={"discussed": _listener},
    forms={"new": _listener},
    events={"app_home_opened": _listener},
)


async def test_every_listener_is_timed_under_its_public_name_even_when_it_fails() -> None:
    metrics = Metrics()
    surface = timed(SURFACE, metrics)
    desk = SimpleNamespace()
    assert await surface.commands[0].main("ok", desk) == Answer(text="done")  # type: ignore[arg-type]
    await surface.commands[0].subcommands[0].listener("ok", desk)  # type: ignore[arg-type]
    await surface.shortcuts[0].listener("ok", desk)  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        await surface.actions["discussed"]("bad", desk)  # type: ignore[arg-type]
    await surface.forms["new"]("ok", desk)  # type: ignore[arg-type]
    await surface.events["app_home_opened"]("ok", desk)  # type: ignore[arg-type]
    names = ["/1on1", "/1on1 add", "add_to_agenda", "discussed", "new", "app_home_opened"]
    counts = [
        metrics.registry.get_sample_value("drumbeat_listener_seconds_count", {"surface": name}) for name in names
    ]
    assert counts == [1] * 6


def test_the_documented_metrics_are_the_metrics() -> None:
    documented = set(re.findall(r"^\| `(drumbeat_\w+)", DOCUMENTED.read_text(), flags=re.MULTILINE))
    assert documented == {family.name for family in Metrics().registry.collect()}
