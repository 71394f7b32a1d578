"""The lead hears of a blocker once: after two working days of its owner, at ten, on a day they work."""

from zoneinfo import ZoneInfo

import pytest

from bot.blockers import posts, queries, raising, reacting
from bot.blockers.models import Blocker
from bot.people import queries as people
from bot.people.directory import Change
from bot.people.models import Standing
from bot.slack.content import Message
from bot.slack.models import PostState
from bot.slack.posts import Unsaid
from bot.teams import forming
from bot.teams import queries as teams
from tests.blockers.conftest import DAY, Falcon, in_berlin

EARLY = DAY / 96
"""Prompts are asked for a quarter of an hour before, so that one message has room for all."""


async def test_on_the_second_working_day_the_lead_is_told_at_ten(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    assert await falcon.beat(in_berlin(4, 9, 44)) == 0
    assert await falcon.beat(in_berlin(4, 9, 45)) == 1
    [post] = await falcon.told(vpn)
    assert (post.recipient_id, post.next_try_at, post.gathers) == (
        falcon.office.ana.id,
        in_berlin(4, 10),
        True,
    )


async def test_however_often_the_bot_is_started_anew_they_are_told_once(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.live_until(in_berlin(4, 10))
    await falcon.shown(vpn)
    for day in (4, 5, 6, 9, 10, 11):
        await falcon.beat(in_berlin(day, 10))
    [post] = await falcon.told(vpn)
    assert (post.state, post.wanted_version) == (PostState.SHOWN, 1)
    assert await falcon.live_until(in_berlin(31, 10)) == []


async def test_what_slack_did_not_take_is_asked_for_again_on_their_next_working_day(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN", owner="bob")
    for day, outcome in ((4, PostState.TOO_LATE), (5, PostState.AWAY), (6, PostState.NOT_WANTED)):
        await falcon.live_until(in_berlin(day, 10))
        [post] = await falcon.told(vpn)
        assert post.state is PostState.WANTED
        await falcon.shown(vpn, outcome)
    assert await falcon.live_until(in_berlin(9, 10)) == [in_berlin(9, 10) - EARLY]
    await falcon.shown(vpn, PostState.GIVEN_UP)
    await falcon.live_until(in_berlin(20, 10))
    [post] = await falcon.told(vpn)
    assert post.state is PostState.GIVEN_UP


async def test_after_days_of_silence_it_is_said_in_the_morning_and_not_at_night(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.beat(in_berlin(6, 22))
    assert await falcon.told(vpn) == []
    assert await falcon.live_until(in_berlin(9, 10)) == [in_berlin(9, 10) - EARLY]
    assert len(await falcon.told(vpn)) == 1


async def test_what_is_resolved_or_taken_back_by_then_is_not_said(falcon: Falcon) -> None:
    vpn, desk = await falcon.raised("VPN", "Desk")
    async with falcon.office.database.transaction() as session:
        await raising.resolve(session, vpn, falcon.office.bob, falcon.now)
        await raising.take_back(session, desk, falcon.now)
    assert await falcon.live_until(in_berlin(31, 10)) == []


async def test_resolved_in_the_last_minutes_it_is_not_said_and_opened_again_it_is(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.beat(in_berlin(4, 9, 45))
    async with falcon.office.database.transaction() as session:
        await raising.resolve(session, vpn, falcon.office.bob, falcon.now)
    assert [post.state for post in await falcon.told(vpn)] == [PostState.NOT_WANTED]
    async with falcon.office.database.transaction() as session:
        await raising.reopen(session, vpn, in_berlin(4, 16))
    await falcon.beat(in_berlin(4, 16))
    [post] = await falcon.told(vpn)
    assert (post.state, post.next_try_at) == (PostState.WANTED, in_berlin(4, 16))


async def test_once_told_and_opened_again_they_are_not_told_again_but_see_it(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.live_until(in_berlin(4, 10))
    await falcon.shown(vpn)
    async with falcon.office.database.transaction() as session:
        await raising.resolve(session, vpn, falcon.office.bob, falcon.now)
        await raising.reopen(session, vpn, falcon.now)
    [post] = await falcon.told(vpn)
    assert (post.state, post.wanted_version) == (PostState.SHOWN, 3)
    assert await falcon.live_until(in_berlin(20, 10)) == []
    assert len(await falcon.told(vpn)) == 1


async def test_who_leads_the_team_is_not_told_of_their_own(falcon: Falcon) -> None:
    await falcon.raised("VPN", owner="ana")
    assert await falcon.live_until(in_berlin(31, 10)) == []


async def test_a_lead_who_is_away_hears_of_it_when_they_are_back(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.away("ana", 3, 5)
    await falcon.live_until(in_berlin(5, 23))
    assert await falcon.told(vpn) == []
    await falcon.live_until(in_berlin(6, 9, 45))
    [post] = await falcon.told(vpn)
    assert post.next_try_at == in_berlin(6, 10)


async def test_a_lead_whose_status_says_so_is_not_disturbed_either(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        ana = await people.person(session, falcon.office.ana.id)
        ana.away_by_status, ana.status_until = True, in_berlin(5, 20)
    await falcon.live_until(in_berlin(5, 23))
    assert await falcon.told(vpn) == []
    assert await falcon.live_until(in_berlin(6, 10)) == [in_berlin(6, 10) - EARLY]


async def test_a_lead_who_falls_ill_in_the_last_minutes_hears_of_it_later(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.beat(in_berlin(4, 9, 45))
    ana = await falcon.away("ana", 4, 4)
    async with falcon.office.database.transaction() as session:
        await reacting.days_changed(session, await people.person(session, ana.id), falcon.now)
    assert [post.state for post in await falcon.told(vpn)] == [PostState.NOT_WANTED]
    await falcon.live_until(in_berlin(5, 10))
    [post] = await falcon.told(vpn)
    assert (post.state, post.next_try_at) == (PostState.WANTED, in_berlin(5, 10))


async def test_a_lead_who_moves_is_told_at_ten_where_they_are(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        ana = await people.person(session, falcon.office.ana.id)
        ana.zone = ZoneInfo("America/New_York")
        await session.flush()
        await reacting.person_changed(session, ana, Change(ana.id, zone_changed=True), falcon.now)
    assert (await falcon.blocker(vpn)).tell_lead_at == in_berlin(4, 16)


async def test_days_off_of_its_owner_put_it_off(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    bob = await falcon.away("bob", 3, 3)
    async with falcon.office.database.transaction() as session:
        await reacting.days_changed(session, await people.person(session, bob.id), falcon.now)
    assert (await falcon.blocker(vpn)).tell_lead_at == in_berlin(5, 10)


async def test_another_lead_is_told_instead_and_what_was_asked_for_is_not_said(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    [own] = await falcon.raised("Desk", owner="carol")
    await falcon.beat(in_berlin(4, 9, 45))
    async with falcon.office.database.transaction() as session:
        team = await teams.team_to_change(session, falcon.team.id)
        team.lead_id = falcon.office.carol.id
        await session.flush()
        await reacting.roster_changed(session, team, falcon.now)
    await falcon.beat(in_berlin(4, 10))
    states = {post.recipient_id: post.state for post in await falcon.told(vpn)}
    assert states == {
        falcon.office.ana.id: PostState.NOT_WANTED,
        falcon.office.carol.id: PostState.WANTED,
    }
    assert [post.state for post in await falcon.told(own)] == [PostState.NOT_WANTED]


async def test_in_a_team_that_has_ended_nobody_is_told(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        team = await teams.team_to_change(session, falcon.team.id)
        team.ended_at = falcon.now
        await session.flush()
        await reacting.roster_changed(session, team, falcon.now)
    assert (await falcon.blocker(vpn)).tell_lead_at is None


@pytest.mark.parametrize("change", ["resolved", "another lead", "away"])
async def test_what_changed_since_it_was_asked_for_is_seen_before_it_is_said(falcon: Falcon, change: str) -> None:
    [vpn] = await falcon.raised("VPN")
    await falcon.beat(in_berlin(4, 9, 45))
    [post] = await falcon.told(vpn)
    async with falcon.office.database.reading() as session:
        assert isinstance(await posts.to_lead(session, post, in_berlin(4, 10)), Message)
    if change == "away":
        await falcon.away("ana", 4, 4)
    async with falcon.office.database.transaction() as session:
        if change == "another lead":
            (await teams.team_to_change(session, falcon.team.id)).lead_id = falcon.office.carol.id
        if change == "resolved":
            (await queries.blocker_to_change(session, vpn.id)).resolved_at = falcon.now
    async with falcon.office.database.reading() as session:
        composed = await posts.to_lead(session, post, in_berlin(4, 10))
    wanted = PostState.AWAY if change == "away" else PostState.NOT_WANTED
    assert composed == Unsaid(wanted)


async def test_the_lead_reads_that_its_owner_has_left_whether_before_they_are_told_or_after(
    falcon: Falcon,
) -> None:
    [vpn] = await falcon.raised("VPN", owner="bob")
    await falcon.live_until(in_berlin(4, 10))
    [post] = await falcon.told(vpn)
    assert "Raised by Bob on 2 March" in await _said(falcon, vpn)
    assert "left the team" not in await _said(falcon, vpn)
    await falcon.shown(vpn)
    async with falcon.office.database.transaction() as session:
        team = await teams.team_to_change(session, falcon.team.id)
        await forming.remove(session, team, falcon.office.bob, falcon.now)
        await reacting.roster_changed(session, team, falcon.now)
    [post] = await falcon.told(vpn)
    assert post.wanted_version == 2, "what was said is brought up to date"
    assert "Raised by Bob on 2 March. They have left the team." in await _said(falcon, vpn)


async def test_the_lead_reads_that_its_owner_has_left_the_workspace(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN", owner="bob")
    await falcon.live_until(in_berlin(4, 10))
    await falcon.shown(vpn)
    async with falcon.office.database.transaction() as session:
        bob = await people.person(session, falcon.office.bob.id)
        bob.standing = Standing.DEACTIVATED
        await reacting.person_changed(session, bob, Change(bob.id, was_deactivated=True), falcon.now)
    [post] = await falcon.told(vpn)
    assert post.wanted_version == 2
    assert "They have left the team." in await _said(falcon, vpn)


async def _said(falcon: Falcon, blocker: Blocker) -> str:
    [post] = await falcon.told(blocker)
    async with falcon.office.database.reading() as session:
        said = await posts.to_lead(session, post, falcon.now)
    return str(said.blocks) if isinstance(said, Message) else ""
