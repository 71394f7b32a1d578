"""A form names a channel that no menu has offered: nobody brings the bot to where they are not themselves."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.sprints.models import SprintCalendar
from bot.teams import queries as teams
from bot.teams.models import RosterSource, Team
from tests.privacy.forging import Forger, at, channel, choice, choices, day, text, user, users
from tests.stage import Stage, open_stage

SHUT, NOT_TOLD = "I can’t see the two of us", "Slack did not tell me in time"
TIMES = {f"{name}_at": at("10:00") for name in ("planning", "refinement", "sync_up")}
SET_UP = {
    **TIMES,
    **{f"{name}_at": at("15:00") for name in ("retro", "demo")},
    "weeks": choice("1"),
    "first_day": day("2026-03-09"),
    "refinement_day": choice("2"),
    "sync_up_days": choices(["mon"]),
    "source": choice("hand"),
}


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """Ana is in #open and in #secret, Bob in both and in #apart, where the bot is not; Carol is in none."""
    async with open_stage(sqlite_url) as stage:
        workspace = stage.workspace
        workspace.add_channel("open", members=["ana", "bob"])
        workspace.add_channel("secret", private=True, members=["ana", "bob"])
        workspace.add_channel("apart", private=True, members=["bob"])
        for name in ("open", "secret"):
            workspace.invite_bot(name)
        await stage.settle()
        yield stage


def forger(stage: Stage, handle: str) -> Forger:
    return Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle, by_socket=True)


def terms(stage: Stage, handle: str, where: str, name: str = "Falcon", **more: Any) -> dict[str, Any]:
    mine = stage.person(handle).id
    chosen = {"name": text(name), "lead": user(mine), "members": users([mine]), "channel": named(stage, where)}
    return chosen | SET_UP | more


def named(stage: Stage, where: str) -> dict[str, Any]:
    found = [one.id for one in stage.workspace.channels.values() if one.name == where]
    return channel(found[0] if found else where)


async def made(stage: Stage) -> list[Team]:
    async with stage.application.database.reading() as session:
        return list((await session.scalars(select(Team).order_by(Team.id))).all())


async def test_a_team_is_set_up_where_its_founder_is_or_where_all_may_be(stage: Stage) -> None:
    for number, (handle, where) in enumerate((("ana", "secret"), ("carol", "open"))):
        await forger(stage, handle).submit("setup.sprint_form", "", terms(stage, handle, where, f"Team {number}"))
    assert [team.name for team in await made(stage)] == ["Team 0", "Team 1"]


@pytest.mark.parametrize(
    ("handle", "where"),
    [("carol", "secret"), ("bob", "apart"), ("carol", "apart"), ("carol", "C0NOWHERE"), ("carol", "general talk")],
)
async def test_a_private_channel_that_is_not_theirs_reads_like_one_that_does_not_exist(
    stage: Stage, handle: str, where: str
) -> None:
    told = await forger(stage, handle).submit("setup.sprint_form", "", terms(stage, handle, where))
    assert f'"channel": "{SHUT}' in told
    assert await made(stage) == []


async def test_direct_messages_are_no_channels(stage: Stage) -> None:
    ana, bob = stage.person("ana"), stage.person("bob")
    for conversation in (stage.workspace.dm_with(ana), stage.workspace.dm_with(ana, bob)):
        values = terms(stage, "ana", conversation.id)
        assert SHUT in await forger(stage, "ana").submit("setup.sprint_form", "", values)
    assert await made(stage) == []


async def test_the_joint_retro_and_demo_is_not_brought_to_others_channel(stage: Stage) -> None:
    values = terms(stage, "carol", "open", demo_channel=named(stage, "secret"))
    assert f'"demo_channel": "{SHUT}' in await forger(stage, "carol").submit("setup.sprint_form", "", values)
    assert await made(stage) == []
    await forger(stage, "carol").submit("setup.sprint_form", "", terms(stage, "carol", "open"))
    [team] = await made(stage)
    change = {"from_number": choice("2"), "weeks": choice("1"), "first_day": choice("0"), **TIMES}
    change |= {"retro_at": at("10:00"), "demo_at": at("15:00"), "demo_channel": named(stage, "secret")}
    told = await forger(stage, "carol").submit("sprint.change_form", str(team.id), change)
    assert f'"demo_channel": "{SHUT}' in told
    async with stage.application.database.reading() as session:
        held = select(func.count()).where(SprintCalendar.demo_channel.is_not(None))
        assert await session.scalar(held) == 0


async def test_a_team_moves_only_to_where_whoever_moves_it_is(stage: Stage) -> None:
    await forger(stage, "carol").submit("setup.sprint_form", "", terms(stage, "carol", "open"))
    [team] = await made(stage)
    moved = terms(stage, "carol", "secret")
    assert SHUT in await forger(stage, "carol").submit("team.change_form", str(team.id), moved)
    await stage.workspace.join("secret", "carol")
    assert SHUT not in await forger(stage, "carol").submit("team.change_form", str(team.id), moved)
    [team] = await made(stage)
    assert channel(team.channel) == named(stage, "secret")


async def test_an_admin_who_is_not_in_the_channel_changes_the_team_but_does_not_read_who_is(stage: Stage) -> None:
    await forger(stage, "ana").submit("setup.sprint_form", "", terms(stage, "ana", "secret"))
    [team] = await made(stage)
    dan = forger(stage, "dan")
    followed = terms(stage, "dan", "secret", "Eagle", source=choice("channel"))
    assert SHUT in await dan.submit("team.change_form", str(team.id), followed)
    assert SHUT not in await dan.submit("team.change_form", str(team.id), terms(stage, "dan", "secret", "Eagle"))
    [team] = await made(stage)
    assert (team.name, team.roster_source) == ("Eagle", RosterSource.HAND)
    async with stage.application.database.reading() as session:
        assert [one.name for one in await teams.roster(session, team.id)] == ["Dan"]


async def test_while_slack_does_not_say_nothing_is_made_and_the_form_stays(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.naming.ASK_SECONDS", 0.05)
    values, faults = terms(stage, "ana", "secret"), stage.workspace.faults
    faults.rate_limit("conversations.info", 30)
    faults.server_error("conversations.members")
    for _ in range(2):
        told = await forger(stage, "ana").submit("setup.sprint_form", "", values)
        assert f'"channel": "{NOT_TOLD}' in told
    faults.delay(0.2, "conversations.info")
    assert NOT_TOLD in await forger(stage, "ana").submit("setup.sprint_form", "", values)
    assert await made(stage) == []
    faults.clear()
    await forger(stage, "ana").submit("setup.sprint_form", "", values)
    assert len(await made(stage)) == 1


async def test_who_is_listed_on_a_later_page_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.naming.PAGE", 1)
    await forger(stage, "bob").submit("setup.sprint_form", "", terms(stage, "bob", "secret"))
    assert len(await made(stage)) == 1
