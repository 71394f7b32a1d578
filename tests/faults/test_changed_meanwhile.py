"""What changes while a post is being composed or sent is shown all the same, by one edit more."""

from bot.slack import claims, delivery, posts
from bot.slack.content import HOME, HomeView, home_subject
from bot.slack.models import Post, PostState
from bot.slack.posts import Composed
from tests.slack.town import Town, open_town


async def test_a_change_while_a_message_is_composed_is_not_lost(postgres_url: str) -> None:
    async with open_town(postgres_url) as town:
        town.says["day"], town.meanwhile["day"] = "old", "new"
        await town.say("day")
        await town.wait(seconds=10)
        assert town.texts() == ["new"]
        assert town.calls("chat.update") == 1


async def test_a_change_of_what_shares_a_message_is_not_lost_either(postgres_url: str) -> None:
    async with open_town(postgres_url) as town:
        town.says["prep"], town.meanwhile["prep"] = "old", "new"
        await town.tell("ana", "action", gathers=True)
        await town.tell("ana", "prep", gathers=True)
        await town.wait(seconds=10)
        assert [message.text for message in town.stage.person("ana").dm] == ["action · new"]


async def test_a_change_while_a_home_tab_is_published_for_the_first_time_is_not_lost(database_url: str) -> None:
    async with open_town(database_url) as town:
        before, now = await _home(town), town.now
        database = town.stage.application.database
        async with database.transaction() as session:
            claimed = await claims.claim(session, before.id, "me", now, {HOME: _nothing})
        assert claimed is not None
        async with database.transaction() as session:
            await posts.refresh(session, before.subject, now)
        async with database.transaction() as session:
            await delivery.record_success(session, claimed, {}, "me", now)
        after = await town.post(before.subject)
        assert (after.state, after.next_try_at) == (PostState.SHOWN, now)


async def _nothing(*_: object) -> Composed:
    return HomeView([])


async def _home(town: Town) -> Post:
    async with town.stage.application.database.transaction() as session:
        ana = await town.person(session, "ana")
        await posts.want(session, HOME, home_subject(ana.id), ana, town.now)
    return await town.post(home_subject(ana.id))
