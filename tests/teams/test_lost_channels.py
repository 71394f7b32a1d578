"""A channel in which nothing can be said: who is told, once, and what happens when it is mended."""

from datetime import timedelta

import pytest

from bot.catalogue import POSTS
from bot.slack import posts
from bot.slack.blocks import words
from bot.slack.content import Message
from bot.slack.models import Post
from bot.teams import posts as team_posts
from bot.teams import queries
from bot.teams.rules import Trouble
from tests.stage import Stage, everything_in
from tests.teams.conftest import CHANNEL, NOW, Teams

ASKS = "I can’t post in"


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of no ritual in particular."""

    async def compose(session, post, now) -> Message:
        return Message("Good morning", [words("Good morning")])

    monkeypatch.setitem(POSTS, "toy", compose)


async def say(stage: Stage, teams: Teams, subject: str = "toy:1", channel: str = "alpha") -> None:
    """Something is to be said in a channel."""
    person, where = await teams.person("ana"), stage.workspace.channel(channel).id
    async with stage.application.database.transaction() as session:
        await posts.want_in(session, "toy", subject, person.workspace_id, where, stage.clock.now())
    await stage.settle()


async def test_the_lead_is_asked_once_to_invite_the_bot_and_then_what_waited_is_said(
    stage: Stage, teams: Teams
) -> None:
    await teams.form("Alpha")
    for number in range(3):
        await say(stage, teams, f"toy:{number}")
    assert stage.count("ana", ASKS) == 1
    assert [call.method for call in stage.workspace.calls if call.method == "chat.update"] == []
    asked = stage.last("ana", ASKS)
    assert "invite me there with `/invite @Drumbeat`" in everything_in(asked)
    assert all(stage.count(handle, ASKS) == 0 for handle in ("bob", "carol", "dan"))
    await stage.command("bob", "/sprint", "team")
    assert "I can’t post there yet" in str(stage.person("bob").modal.blocks)
    await stage.workspace.invite_bot("alpha", "ana")
    await stage.settle()
    assert [one.text for one in stage.workspace.posts_in("alpha")] == ["Good morning"] * 3
    assert stage.count("ana", ASKS) == 0
    assert "That is settled now" in everything_in(stage.last("ana"))
    await stage.command("bob", "/sprint", "team")
    assert "I can’t post there" not in str(stage.person("bob").modal.blocks)


async def test_what_came_too_late_to_be_said_is_no_trouble_any_more(stage: Stage, teams: Teams) -> None:
    await teams.form("Alpha")
    async with stage.application.database.transaction() as session:
        workspace_id, where = (await teams.person("ana")).workspace_id, stage.workspace.channel("alpha").id
        soon = stage.clock.now() + timedelta(hours=1)
        await posts.want_in(session, "toy", "toy:1", workspace_id, where, stage.clock.now(), soon)
    await stage.settle()
    await stage.travel(hours=2)
    await stage.workspace.invite_bot("alpha", "ana")
    await stage.settle()
    assert stage.workspace.posts_in("alpha") == []
    await stage.command("bob", "/sprint", "team")
    assert "I can’t post there" not in str(stage.person("bob").modal.blocks)


async def test_put_out_again_it_is_asked_again(stage: Stage, teams: Teams) -> None:
    await teams.form("Alpha")
    await say(stage, teams, "toy:1")
    await stage.workspace.invite_bot("alpha")
    await stage.settle()
    await stage.workspace.leave("alpha", stage.workspace.bot_user)
    await say(stage, teams, "toy:2")
    assert (stage.count("ana", ASKS), len(stage.person("ana").dm)) == (1, 2)


async def test_an_archived_channel_is_told_and_the_team_moves_on(stage: Stage, teams: Teams) -> None:
    team = await teams.form("Alpha")
    stage.workspace.add_channel("beta")
    await stage.workspace.invite_bot("alpha")
    await stage.workspace.archive("alpha")
    await say(stage, teams, "toy:1")
    told = stage.last("ana", "it is archived")
    await stage.click("ana", told, "Change team…")
    await stage.submit("ana", {"channel": "#beta"})
    assert (await teams.now(team)).channel == stage.workspace.channel("beta").id
    await stage.settle()
    assert stage.count("ana", ASKS) == 0
    assert "That is settled now" in everything_in(stage.last("ana"))


async def test_a_private_channel_that_cannot_be_found_is_one_to_be_invited_to(stage: Stage, teams: Teams) -> None:
    private = stage.workspace.add_channel("alpha-core", private=True, members=["ana"])
    await teams.form("Alpha", channel=private.id)
    stage.workspace.faults.refuse("chat.postMessage", "channel_not_found")
    await say(stage, teams, channel="alpha-core")
    assert "it is private and I am not in it, or it is gone" in everything_in(stage.last("ana"))


async def test_each_lead_in_a_channel_is_told_and_nobody_in_place_of_one_who_left(
    stage: Stage, teams: Teams
) -> None:
    await teams.form("Alpha")
    await teams.form("Beta", lead=await teams.person("bob"))
    await teams.form("Gamma", lead=await teams.person("bob"))
    await stage.workspace.deactivate("ana")
    await stage.settle()
    await say(stage, teams, "toy:1")
    assert stage.count("bob", ASKS) == 1
    assert "The channel of Beta, Gamma." in everything_in(stage.last("bob"))
    assert all(stage.count(handle, ASKS) == 0 for handle in ("ana", "carol", "dan"))


@pytest.mark.parametrize(("error", "asked"), [("msg_too_long", 0), (None, 0), ("restricted_action", 1)])
async def test_what_no_lead_can_mend_is_told_to_none(office, error: str | None, asked: int) -> None:
    await office.form("Alpha")
    async with office.database.transaction() as session:
        lost = Post(workspace_id=office.workspace_id, address=CHANNEL, error=error, view="toy", subject="toy:1")
        await team_posts.channel_lost(session, lost, NOW)
        subject = f"channel:{CHANNEL}:{Trouble.CLOSED.value}"
        told = await queries.told_of(session, office.workspace_id, "team.channel_lost", subject)
    assert len(told) == asked
