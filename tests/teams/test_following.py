"""Rosters that follow a user group or a channel: who sits by hand, who follows, and what an event does."""

from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.teams import following, forming, queries
from bot.teams.forming import Terms
from bot.teams.models import RosterSource
from tests.teams.conftest import NOW

LATER = NOW + timedelta(hours=1)
GROUP = {"id": "S1", "handle": "alpha", "name": "Alpha people", "date_update": 100, "date_delete": 0}


async def keep(office, **changed) -> None:
    async with office.database.transaction() as session:
        await following.keep_group(session, office.workspace_id, GROUP | changed)


async def follow(office, team, *names: str) -> tuple[list[str], list[str]]:
    async with office.database.transaction() as session:
        ids = [f"U{name.upper()}" for name in names]
        joined, left = await following.follow(session, team, ids, LATER)
    return [one.name for one in joined], [one.name for one in left]


@pytest.fixture
async def team(office):
    await keep(office)
    return await office.form("Alpha", "ana", source=RosterSource.USER_GROUP, group_id="S1", observers=[office.dan])


async def test_who_joined_and_who_left_is_told_once(office, team) -> None:
    assert await follow(office, team, "bob", "carol") == (["Bob", "Carol"], [])
    assert await follow(office, team, "bob", "carol") == ([], [])
    assert await follow(office, team, "carol", "carol") == ([], ["Bob"])
    assert await office.roster(team) == ["Ana", "Carol"]
    assert await follow(office, team, "bob") == (["Bob"], ["Carol"])


async def test_who_was_put_in_by_hand_stays_what_they_are(office, team) -> None:
    await follow(office, team, "dan", "bob")
    assert (await office.roster(team), await office.observers(team)) == (["Ana", "Bob"], ["Dan"])
    await follow(office, team)
    assert (await office.roster(team), await office.observers(team)) == (["Ana"], ["Dan"])


async def test_guests_are_counted_and_like_apps_and_strangers_never_in_it(office, team) -> None:
    assert await follow(office, team, "gus", "rob", "nobody", "bob") == (["Bob"], [])
    assert (await office.now(team)).guests_left_out == 1


async def test_a_team_that_ended_or_is_chosen_by_hand_follows_nothing(office, team) -> None:
    by_hand = await office.form("Beta", "ana")
    assert await follow(office, by_hand, "bob") == ([], [])
    async with office.database.transaction() as session:
        await forming.end_team(session, team, NOW)
    assert await follow(office, team, "bob") == ([], [])


async def test_somebody_who_follows_is_taken_out_where_they_come_from(office, team) -> None:
    await follow(office, team, "bob")
    async with office.database.transaction() as session:
        with pytest.raises(Refusal, match="Bob comes with the user group"):
            await forming.remove(session, team, office.bob, LATER)
        await forming.remove(session, team, office.ana, LATER)
    assert await office.roster(team) == ["Bob"]


async def change(office, team, source: RosterSource, members: list[str], group_id: str | None = None) -> None:
    chosen = [office.people[one] for one in members]
    async with office.database.transaction() as session:
        terms = Terms(team.name, team.channel, office.ana, source, chosen, (), group_id)
        await forming.change_team(session, team, terms, LATER)


async def test_who_followed_stays_when_nothing_is_followed_any_more(office, team) -> None:
    await follow(office, team, "bob", "carol")
    await change(office, team, RosterSource.HAND, ["carol"])
    assert await office.roster(team) == ["Bob", "Carol"], "nobody is lost by a change of the source alone"
    assert (await office.now(team)).roster_due_at is None
    await change(office, team, RosterSource.HAND, ["carol"])
    assert await office.roster(team) == ["Carol"]


async def test_who_followed_the_old_source_stays_until_the_new_one_is_read(office, team) -> None:
    await follow(office, team, "bob")
    await change(office, team, RosterSource.CHANNEL, [])
    seen = await office.now(team)
    assert (seen.roster_read_at, seen.roster_due_at, seen.group_id) == (None, LATER, None)
    assert await office.roster(team) == ["Ana", "Bob"]
    assert await follow(office, seen, "carol") == (["Carol"], ["Ana", "Bob"])


async def tell(office, team, now) -> None:
    async with office.database.transaction() as session:
        teams = await queries.by_group(session, office.workspace_id, "S1")
        await following.changed_in_slack(session, teams, now)


async def test_events_of_a_minute_are_one_reading(office, team) -> None:
    await follow(office, team, "bob")
    async with office.database.transaction() as session:
        await queries.set_due(session, team.id, None)
    for seconds in (5, 5, 20, 40):
        await tell(office, team, LATER + timedelta(seconds=seconds))
    assert (await office.now(team)).roster_due_at == LATER + timedelta(minutes=1)


async def test_an_event_while_it_is_read_has_it_read_once_more(office, team) -> None:
    claimed = NOW + timedelta(minutes=10)
    async with office.database.transaction() as session:
        assert await queries.move_due(session, team.id, NOW, claimed)
        assert not await queries.move_due(session, team.id, NOW, claimed), "only one process reads it"
    await tell(office, team, NOW)
    async with office.database.transaction() as session:
        assert not await queries.move_due(session, team.id, claimed, None)
    assert (await office.now(team)).roster_due_at == NOW


@pytest.mark.parametrize(
    ("changed", "handle", "is_disabled"),
    [
        ({"handle": "beta", "date_update": 101}, "beta", False),
        ({"handle": "beta", "date_update": 100}, "beta", False),
        ({"handle": "beta", "date_update": 99}, "alpha", False),
        ({"date_update": 101, "date_delete": 101}, "alpha", True),
        ({"handle": None, "name": None, "date_update": 101}, "S1", False),
    ],
)
async def test_what_is_known_of_a_group_is_the_newest_slack_said(office, changed, handle, is_disabled) -> None:
    await keep(office)
    await keep(office, **changed)
    await keep(office, handle="older", date_update=1)
    async with office.database.reading() as session:
        [group] = await queries.known_groups(session, office.workspace_id)
        assert len(await queries.user_groups(session, office.workspace_id)) == (not is_disabled)
    assert (group.handle, group.is_disabled) == (handle, is_disabled)


async def test_a_group_without_an_id_is_none(office) -> None:
    await keep(office, id=None)
    async with office.database.reading() as session:
        assert await queries.known_groups(session, office.workspace_id) == []
