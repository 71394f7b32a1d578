"""Who may see and do what of a team; what is not theirs reads as if it did not exist."""

import pytest

from bot.errors import Refusal
from bot.people.models import Standing, Workspace
from bot.teams import access, forming, queries
from bot.teams.access import NOT_YOURS
from tests.teams.conftest import BERLIN, NOW, Office

SEES, LEADS, DOES, NAMES, LOOKS = (
    access.my_team,
    access.led_team,
    access.member_team,
    access.leaderless_team,
    access.seen_team,
)
EVERYTHING = (SEES, LEADS, DOES, NAMES, LOOKS)


@pytest.fixture
async def team(office: Office):
    """Ana leads, Bob is in it, Carol looks on; Dan is an admin, Eve has nothing to do with it."""
    await office.add("eve")
    return await office.form("Alpha", "bob", observers=[office.carol])


async def refused(office: Office, way, name: str, team_id: int) -> str:
    """What this person is told who tries this; nothing when they may."""
    async with office.database.reading() as session:
        try:
            await way(session, office.people[name], team_id)
        except Refusal as refusal:
            return refusal.sentence
    return ""


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("ana", {SEES, LEADS, NAMES, LOOKS}),
        ("bob", {SEES, DOES, LOOKS}),
        ("carol", {SEES, LOOKS}),
        ("dan", {SEES, LEADS, NAMES, LOOKS}),
        ("eve", {LOOKS}),
    ],
)
async def test_each_may_what_they_are(office, team, name, may) -> None:
    assert {way for way in EVERYTHING if not await refused(office, way, name, team.id)} == may


async def test_an_outsider_reads_of_a_team_what_they_read_of_none(office, team) -> None:
    for way in (SEES, LEADS, DOES, NAMES):
        assert await refused(office, way, "eve", team.id) == NOT_YOURS
        assert await refused(office, way, "eve", 999_999) == NOT_YOURS
    assert await refused(office, LOOKS, "eve", 999_999) == NOT_YOURS


async def test_another_workspace_s_admin_is_nobody_here(office, team) -> None:
    async with office.database.transaction() as session:
        other = Workspace(slack_id="T2", name="Other", bot_user="UBOT2")
        session.add(other)
    await office.add("zoe", workspace_id=other.id, is_admin=True)
    assert {await refused(office, way, "zoe", team.id) for way in EVERYTHING} == {NOT_YOURS}
    async with office.database.transaction() as session:
        for field in ("lead", "members", "observers"):
            terms = {"lead": office.ana, "members": [office.bob], "observers": []}
            terms |= {field: office.zoe if field == "lead" else [office.zoe]}
            with pytest.raises(Refusal):
                await forming.form_team(
                    session, office.ana, "Beta", "C1", source=team.roster_source, zone=BERLIN, now=NOW, **terms
                )


async def test_an_ended_team_is_read_by_its_people_and_changed_by_nobody(office, team) -> None:
    async with office.database.transaction() as session:
        await forming.end_team(session, team, NOW)
    assert {name for name in office.people if not await refused(office, SEES, name, team.id)} == {
        "ana", "bob", "carol", "dan"
    }  # fmt: skip
    assert "has ended" in await refused(office, LEADS, "ana", team.id)
    assert "has ended" in await refused(office, DOES, "bob", team.id)
    assert await refused(office, LOOKS, "eve", team.id) == NOT_YOURS


async def test_when_the_lead_has_left_any_member_may_name_one_and_do_nothing_else_of_theirs(office, team) -> None:
    async with office.database.transaction() as session:
        seen = await queries.team(session, team.id)
        lead = await session.get(type(office.ana), seen.lead_id)
        lead.standing = Standing.DEACTIVATED
    assert await refused(office, NAMES, "bob", team.id) == ""
    assert "Only members of Alpha" in await refused(office, NAMES, "carol", team.id)
    assert await refused(office, NAMES, "eve", team.id) == NOT_YOURS
    assert "Only the lead" in await refused(office, LEADS, "bob", team.id)
    async with office.database.transaction() as session:
        await forming.name_lead(session, team, office.bob)
        with pytest.raises(Refusal, match="Gus is not a member"):
            await forming.name_lead(session, team, office.gus)
    assert await refused(office, LEADS, "bob", team.id) == ""
    assert "has a lead" in await refused(office, NAMES, "carol", team.id)


async def meant(office: Office, name: str, text: str) -> tuple[str, str]:
    async with office.database.reading() as session:
        team, rest = await access.team_in(session, office.people[name], text)
    return team.name, rest


async def test_the_only_team_is_meant_whatever_is_said(office, team) -> None:
    assert await meant(office, "bob", "Ship the login") == ("Alpha", "Ship the login")
    assert await meant(office, "bob", "Alpha males") == ("Alpha", "Alpha males")
    assert await meant(office, "bob", '"alpha" Ship it') == ("Alpha", "Ship it")
    assert await meant(office, "bob", "") == ("Alpha", "")


async def test_of_several_teams_the_one_named_first_is_meant(office, team) -> None:
    await office.form("Alpha Two", "bob")
    assert await meant(office, "bob", "alpha two ship it") == ("Alpha Two", "ship it")
    assert await meant(office, "bob", "ALPHA ship it") == ("Alpha", "ship it")
    with pytest.raises(Refusal, match="several teams: Alpha, Alpha Two"):
        await meant(office, "bob", "ship it")
    with pytest.raises(Refusal, match="in no team yet"):
        await meant(office, "eve", "Alpha ship it")
