"""Forming, changing and ending teams, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import FieldRefusal, Refusal
from bot.people.models import Standing
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.teams import following, forming, queries
from bot.teams.forming import Terms
from bot.teams.models import RosterSource
from tests.teams.conftest import BERLIN, CHANNEL, NOW

LATER = NOW + timedelta(days=1)


async def test_a_team_has_the_people_it_was_formed_with(office) -> None:
    team = await office.form("Alpha", "bob", "carol", observers=[office.dan])
    assert await office.roster(team) == ["Bob", "Carol"]
    assert await office.observers(team) == ["Dan"]
    async with office.database.reading() as session:
        for person, expected in ((office.ana, 1), (office.bob, 1), (office.dan, 1), (office.gus, 0)):
            assert len(await queries.teams_of(session, person.id)) == expected
        assert await queries.membership(session, team.id, office.ana.id) is None, "a lead need not be a member"
        assert [one.name for one in (await queries.rosters(session, [team.id]))[team.id]] == ["Bob", "Carol"]


@pytest.mark.parametrize(
    ("how", "field", "sentence"),
    [
        ({"name": " "}, "name", "give the team a name"),
        ({"name": "ALPHA"}, "name", "There is a team called ALPHA already"),
        ({"channel": "D123"}, "channel", "choose a channel"),
        ({"channel": ""}, "channel", "choose a channel"),
        ({"lead": "gus"}, "lead", "Gus is not a member"),
        ({"members": []}, "members", "at least one"),
        ({"members": ["bob", "gus", "rob"]}, "members", "take out: Gus, Rob"),
        ({"observers": ["gus"]}, "observers", "take out: Gus"),
        ({"observers": ["bob"]}, "observers", "Bob: chosen as a member and as an observer"),
        ({"source": RosterSource.USER_GROUP}, "group", "choose a user group"),
        ({"source": RosterSource.USER_GROUP, "group_id": "SOFF"}, "group", "@off has been switched off"),
    ],
)
async def test_what_a_team_cannot_be_is_refused_under_its_field(office, how, field, sentence) -> None:
    await office.form("Alpha")
    async with office.database.transaction() as session:
        group = {"id": "SOFF", "handle": "off", "date_update": 1, "date_delete": 1}
        await following.keep_group(session, office.workspace_id, group)
    for key in ("members", "observers"):
        how = how | {key: [office.people[one] for one in how[key]]} if key in how else how
    how = how | {"lead": office.people[how["lead"]]} if "lead" in how else how
    with pytest.raises(FieldRefusal, match=sentence) as refused:
        await office.form(**({"name": "Beta"} | how))
    assert refused.value.field == field
    async with office.database.reading() as session:
        assert len(await queries.live_teams(session, office.workspace_id)) == 1


async def test_two_processes_that_give_a_name_at_once_form_one_team(office, database_url) -> None:
    other = Database.open(database_url, Keyring([Keyring.new_key()]))
    entered = asyncio.Event()

    async def form(database: Database, name: str, *, waits: bool) -> str:
        try:
            async with database.transaction() as session:
                if not waits:
                    await entered.wait()
                made = (name, CHANNEL, office.ana, RosterSource.HAND, BERLIN, NOW, [office.bob])
                await forming.form_team(session, office.ana, *made)
                entered.set()
                await asyncio.sleep(0.2 if waits else 0)  # long enough for the other to reach the lock
        except FieldRefusal as refusal:
            return refusal.field
        return "formed"

    ended = await asyncio.gather(
        form(office.database, "Alpha", waits=True), form(other, "ALPHA", waits=False), return_exceptions=True
    )
    await other.close()
    assert ended == ["formed", "name"]


async def test_a_name_is_free_again_when_its_team_has_ended(office) -> None:
    team = await office.form("Alpha")
    async with office.database.transaction() as session:
        assert await forming.end_team(session, team, LATER)
        assert not await forming.end_team(session, team, LATER), "it ends once"
    await office.form("alpha")


async def change(office, team, **how) -> None:
    terms = {"name": team.name, "channel": team.channel, "lead": office.ana, "source": team.roster_source}
    async with office.database.transaction() as session:
        await forming.change_team(session, team, Terms(**(terms | how)), LATER)


async def test_a_change_seats_exactly_those_chosen_and_who_comes_back_has_the_same_seat(office) -> None:
    team = await office.form("Alpha", "ana", "bob")
    async with office.database.reading() as session:
        first = await queries.membership(session, team.id, office.bob.id)
    await change(office, team, members=[office.ana, office.carol], observers=[office.dan])
    assert (await office.roster(team), await office.observers(team)) == (["Ana", "Carol"], ["Dan"])
    await change(office, team, members=[office.ana, office.bob, office.dan])
    assert (await office.roster(team), await office.observers(team)) == (["Ana", "Bob", "Dan"], [])
    async with office.database.reading() as session:
        again = await queries.membership(session, team.id, office.bob.id)
    assert (again.id, again.joined_at) == (first.id, LATER)


async def test_a_change_may_keep_its_own_name_and_not_take_another_s(office) -> None:
    team = await office.form("Alpha")
    await office.form("Beta")
    await change(office, team, name="ALPHA", members=[office.bob])
    with pytest.raises(FieldRefusal, match="There is a team called beta already"):
        await change(office, team, name="beta", members=[office.bob])
    assert (await office.now(team)).name == "ALPHA"


async def test_a_team_that_follows_nothing_keeps_at_least_one_member(office) -> None:
    team = await office.form("Alpha")
    with pytest.raises(FieldRefusal, match="at least one"):
        await change(office, team, members=[])
    assert await office.roster(team) == ["Ana", "Bob"]


async def test_what_has_ended_meanwhile_is_not_changed(office) -> None:
    team = await office.form("Alpha")
    async with office.database.transaction() as session:
        await forming.end_team(session, team, NOW)
    with pytest.raises(Refusal, match="Alpha has ended"):
        await change(office, team, members=[office.carol])
    async with office.database.transaction() as session:
        with pytest.raises(Refusal, match="has ended"):
            await forming.add_member(session, team, office.carol, LATER)


async def test_one_person_at_a_time_is_put_in_and_taken_out(office) -> None:
    team = await office.form("Alpha", "bob")
    async with office.database.transaction() as session:
        await forming.add_member(session, team, office.carol, LATER)
        await forming.add_observer(session, team, office.bob, LATER)
        await forming.remove(session, team, office.dan, LATER)
        with pytest.raises(FieldRefusal, match="take out: Gus"):
            await forming.add_member(session, team, office.gus, LATER)
    assert (await office.roster(team), await office.observers(team)) == (["Carol"], ["Bob"])
    async with office.database.transaction() as session:
        await forming.remove(session, team, office.carol, LATER)
        left = (await queries.seats(session, team.id))[office.carol.id][0].left_at
    assert (await office.roster(team), left) == ([], LATER)


async def test_the_deactivated_are_in_no_roster_and_back_when_they_are(office) -> None:
    team = await office.form("Alpha", "ana", "bob")
    for standing, roster in ((Standing.DEACTIVATED, ["Ana"]), (Standing.MEMBER, ["Ana", "Bob"])):
        async with office.database.transaction() as session:
            seats = await queries.seats(session, team.id)
            seats[office.bob.id][1].standing = standing
        assert await office.roster(team) == roster
        await change(office, team, members=[office.ana, *([office.bob] if len(roster) == 2 else [])])
