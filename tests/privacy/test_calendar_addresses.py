"""A calendar address shows what its person may see now, and nothing that anybody wrote."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.catalogue import RITUALS
from bot.feeds.addresses import PATH
from bot.feeds.models import CalendarAddress
from bot.feeds.routes import calendar_routes
from bot.people.models import Person
from bot.sandbox.refusals import NotShown
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY
from tests.privacy.team_scene import form_falcon, leave_falcon, make_addresses, play_team
from tests.stage import Stage, everything_in


@pytest.fixture
async def served(stage: Stage) -> AsyncIterator[str]:
    """Where the calendars are served, as far as the secret."""
    site = web.Application()
    site.add_routes(calendar_routes(stage.application.database, stage.clock, RITUALS))
    async with TestServer(site) as server:
        yield str(server.make_url(PATH))


async def calendars(stage: Stage, served: str, handle: str) -> list[str]:
    """What the addresses of a person show, oldest first; empty for one that shows nothing."""
    whose = select(CalendarAddress.secret).join(Person, Person.id == CalendarAddress.person_id)
    async with stage.application.database.reading() as session:
        found = await session.scalars(
            whose.where(Person.slack_id == stage.person(handle).id).order_by(CalendarAddress.id)
        )
        secrets = found.all()
    shown = []
    async with ClientSession() as client:
        for secret in secrets:
            async with client.get(f"{served}{secret}.ics") as answer:
                shown.append((await answer.text()).replace("\r\n ", "") if answer.status == 200 else "")
                assert (answer.status, answer.headers.get("Location")) in ((200, None), (404, None))
    return shown


async def test_dates_and_names_are_all_there_is_and_nothing_of_a_team_one_has_left(
    stage: Stage, served: str
) -> None:
    await play_team(stage)
    await stage.set_up_one_on_one("ana", "carol")
    await stage.command("ana", "/1on1", f"add @carol {CANARY}-topic")
    await make_addresses(stage, "erin")
    for handle, has_pair in (("ana", True), ("bob", False), ("erin", False)):
        own, of_team = await calendars(stage, served, handle)
        assert all("Sync-up of Falcon" in shown and CANARY not in shown for shown in (own, of_team)), handle
        assert [("1-on-1" in shown) for shown in (own, of_team)] == [has_pair, False], handle
    await leave_falcon(stage, ["bob"], observers=[])
    assert (await calendars(stage, served, "erin"))[1] == ""
    own, of_team = await calendars(stage, served, "ana")
    assert of_team == ""
    assert "1-on-1" in own
    assert "Falcon" not in own
    await stage.person("ana").open_home()
    await stage.settle()
    await stage.click("ana", "home", "Calendar address…")
    assert "Team Falcon, which you are not in any more" in everything_in(stage.person("ana").modal.source)
    with pytest.raises(NotShown):
        await stage.click("ana", "modal", "New address", row="Team Falcon")


async def test_who_is_an_admin_no_more_or_a_guest_now_reads_nothing_by_an_address(
    stage: Stage, served: str
) -> None:
    await form_falcon(stage)
    await make_addresses(stage, "ana")
    dan = Forger(stage, stage.workspace.team_id, stage.person("dan").id, "dan")
    await dan.press("calendar.make", "1", "message")
    for handle in ("ana", "dan"):
        assert all("Sync-up of Falcon" in shown for shown in await calendars(stage, served, handle)), handle
    stage.person("dan").admin, stage.person("ana").guest = False, True
    for handle in ("ana", "dan"):
        await stage.workspace.rename(handle, handle)
    await stage.settle()
    assert await calendars(stage, served, "dan") == [""]
    assert await calendars(stage, served, "ana") == ["", ""]
