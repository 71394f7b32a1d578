"""A calendar address shows when meetings are, to who has it, for as long as they may see it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.application import Application
from bot.catalogue import RITUALS
from bot.feeds import addresses
from bot.feeds.ics import Entry, text_of
from bot.feeds.routes import calendar_routes
from bot.people import queries as people
from tests.stage import Stage, everything_in, open_stage

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url, PORT="0", PUBLIC_URL="https://drumbeat.example.org/") as stage:
        yield stage
        assert stage.workspace.refused == []


@pytest.fixture
async def web_address(stage: Stage) -> AsyncIterator[str]:
    bot: Application = stage.application
    served = web.Application()
    served.add_routes(calendar_routes(bot.database, stage.clock, RITUALS))
    async with TestServer(served) as server:
        yield str(server.make_url("/")).rstrip("/")


async def _address(stage: Stage, handle: str, public_url: str) -> str:
    async with stage.application.database.transaction() as session:
        person = await people.person_by_slack_id(session, stage.workspace.team_id, stage.person(handle).id)
        assert person is not None
        made = await addresses.make(session, person, None, stage.clock.now())
        return addresses.url_of(made, public_url)


async def _read(url: str) -> tuple[int, str]:
    async with ClientSession() as client, client.get(url) as answer:
        return answer.status, (await answer.read()).decode()


async def test_it_shows_the_dates_of_my_one_on_ones_and_nothing_that_is_said_in_them(
    stage: Stage, web_address: str
) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob canary")
    status, text = await _read(await _address(stage, "ana", web_address))
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert status == 200
    assert events[0].decoded("dtstart") == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    assert str(events[0]["summary"]) == "1-on-1: Ana and Bob"
    assert len(events) == 14  # every Tuesday of the next 92 days
    assert "canary" not in text


async def test_wall_clock_time_holds_when_the_clocks_change(stage: Stage, web_address: str) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    _, text = await _read(await _address(stage, "ana", web_address))
    starts = [event.decoded("dtstart") for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    assert {f"{start:%H:%M}" for start in starts if start < datetime(2026, 3, 29, tzinfo=UTC)} == {"09:00"}
    assert {f"{start:%H:%M}" for start in starts if start > datetime(2026, 3, 29, tzinfo=UTC)} == {"08:00"}


async def test_what_is_called_off_stays_in_it_as_cancelled(stage: Stage, web_address: str) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    url = await _address(stage, "ana", web_address)
    before = {str(event["uid"]) for event in icalendar.Calendar.from_ical((await _read(url))[1]).walk("VEVENT")}
    await stage.command("ana", "/1on1", "move @bob")
    await stage.submit("ana", {"day": "2026-03-05", "at": "11:00"})
    events = list(icalendar.Calendar.from_ical((await _read(url))[1]).walk("VEVENT"))
    assert events[0].decoded("dtstart") == datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    assert str(events[0]["uid"]) in before


async def test_who_is_in_nothing_has_an_empty_calendar(stage: Stage, web_address: str) -> None:
    status, text = await _read(await _address(stage, "carol", web_address))
    assert status == 200
    assert not list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


async def test_a_new_address_ends_the_old_one_and_unknown_ones_are_not_there(
    stage: Stage, web_address: str
) -> None:
    old = await _address(stage, "ana", web_address)
    new = await _address(stage, "ana", web_address)
    assert (await _read(old))[0] == 404
    assert (await _read(new))[0] == 200
    for path in ("x", "x" * 43, "../etc/passwd", "%00" * 20, new.rpartition("/")[2][:-5]):
        assert (await _read(f"{web_address}/calendar/{path}.ics"))[0] == 404


async def test_who_has_left_the_workspace_has_no_calendar_any_more(stage: Stage, web_address: str) -> None:
    url = await _address(stage, "ana", web_address)
    stage.workspace.deactivate("ana")
    await stage.settle()
    assert (await _read(url))[0] == 404


async def test_home_makes_shows_and_revokes_an_address(stage: Stage, web_address: str) -> None:
    await stage.person("ana").open_home()
    await stage.settle()
    await stage.click("ana", "home", "Calendar address…")
    await stage.click("ana", "modal", "Make an address")
    shown = everything_in(stage.person("ana").modal.blocks)
    offered = urlsplit(next(word for word in shown.split() if word.endswith(".ics")))
    assert (offered.scheme, offered.netloc) == ("https", "drumbeat.example.org")
    url = web_address + offered.path
    assert (await _read(url))[0] == 200
    await stage.click("ana", "modal", "Revoke")
    assert (await _read(url))[0] == 404
    assert "Make an address" in everything_in(stage.person("ana").modal.blocks)


async def test_without_http_home_says_what_is_missing(sqlite_url: str) -> None:
    async with open_stage(sqlite_url, PUBLIC_URL="https://drumbeat.example.org") as stage:
        await stage.person("ana").open_home()
        await stage.settle()
        await stage.click("ana", "home", "Calendar address…")
        assert "PUBLIC_URL" in everything_in(stage.person("ana").modal.blocks)


def test_an_awkward_title_is_escaped_and_folded_as_the_format_wants() -> None:
    title = "Sync-up of “A; B, C\\D”\nwith a line\r\nBEGIN:VEVENT " + "ü" * 200
    entry = Entry("1@drumbeat", title, NOW, NOW + timedelta(minutes=30), is_off=True)
    text = text_of("Team; x", [entry], NOW)
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]).replace("\r\n", "\n") == title.replace("\r\n", "\n")
    assert str(event["status"]) == "CANCELLED"
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
