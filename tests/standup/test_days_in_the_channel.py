"""What a team's channel sees of a day: one message that stays right, its thread, a mood that betrays nobody."""

import pytest
from sqlalchemy import select

from bot.blockers import raising
from bot.rituals.standup import changed
from bot.rituals.standup.models import PartState
from bot.slack.models import Post, PostState
from bot.slack.rich_text import RichText
from bot.storage.database import Database
from tests.standup.squads import BERLIN, CHANNEL, Squad, at, found_squad, said

TODAY = "2026-03-02"


@pytest.fixture
async def squad(database: Database) -> Squad:
    """Six in Berlin and one in Los Angeles, all just asked but the last."""
    found = await found_squad(database)
    names = ("ana", "bob", "cleo", "dan", "eve", "finn")
    await found.add(**dict.fromkeys(names, BERLIN), gus="America/Los_Angeles")
    await found.begin()
    await found.live_until(at("2026-03-02 08:10"))
    return found


async def thread(squad: Squad) -> list[Post]:
    """The replies of the day, in the order they were asked for."""
    async with squad.database.reading() as session:
        wanted = select(Post).where(Post.view.startswith("standup.answer")).order_by(Post.id)
        return list((await session.scalars(wanted)).all())


async def in_thread(squad: Squad) -> list[str]:
    return [said(await squad.shown(post)) for post in await thread(squad)]


async def test_there_is_one_message_a_day_in_the_teams_channel_and_it_follows_what_happens(squad: Squad) -> None:
    assert len(await squad.posts("standup.day", None)) == 1
    assert (await squad.post("standup.day", TODAY)).address == CHANNEL
    assert (await squad.parent(TODAY)).text == (
        "Sync-up of Falcon · Mon 2 March: 0 of 7 have reported. "
        "No answer yet: Ana, Bob, Cleo, Dan, Eve and 1 more. Later today: Gus."
    )
    await squad.act("bob")
    await squad.act("cleo", PartState.SKIPPED, reason="In workshops <!channel>")
    await squad.act("dan", is_late=True)
    words = said(await squad.parent(TODAY))
    assert "Bob and Dan (late)" in words
    assert "Cleo skips: In workshops <!channel>" in words
    assert (await squad.parent(TODAY)).text.startswith("Sync-up of Falcon · Mon 2 March: 2 of 7 have reported.")
    assert len(await squad.posts("standup.day", None)) == 1


async def test_a_day_that_is_over_says_who_has_not_answered(squad: Squad) -> None:
    await squad.act("bob")
    await squad.live_until(at("2026-03-03 03:00"))
    assert "No answer: Ana, Cleo, Dan, Eve, Finn and 1 more." in (await squad.parent(TODAY)).text


async def test_an_answer_is_a_reply_and_an_edit_changes_it(squad: Squad) -> None:
    await squad.act("bob", text="Ship *it* with <@UANA> & all")
    post = (await thread(squad))[0]
    parent = await squad.post("standup.day", TODAY)
    assert (post.parent_id, post.address) == (parent.id, CHANNEL)
    shown = await squad.shown(post)
    assert shown.text == "Bob reported: What will you do today? Ship *it* with &lt;@UANA&gt; &amp; all"
    await squad.act("bob", text="Rest", is_late=True, edited_at=squad.now)
    assert len(await in_thread(squad)) == 1
    assert "late · edited" in (await in_thread(squad))[0]
    assert "Rest" in (await in_thread(squad))[0]


async def test_a_long_answer_goes_on_in_further_replies_and_a_shorter_one_says_so(squad: Squad) -> None:
    text = " ".join(f"word{number}" for number in range(2400))  # about 21,000 characters with the spaces
    await squad.act("bob", text=text)
    replies = await in_thread(squad)
    assert len(replies) == 3
    assert all(f"word{number} " in f"{' '.join(replies)} " for number in range(2400))
    assert "1 of 3" in replies[0]
    assert "3 of 3" in replies[2]
    async with squad.database.transaction() as session:
        for post in (await session.scalars(select(Post).where(Post.view.startswith("standup.answer")))).all():
            post.state, post.ts, post.shown_version = PostState.SHOWN, "1.0", post.wanted_version
    await squad.act("bob", text="Short", edited_at=squad.now)
    replies = await in_thread(squad)
    assert "Short" in replies[0]
    assert all("this part is gone" in reply for reply in replies[1:])
    assert all(post.wanted_version > post.shown_version for post in await thread(squad))


async def test_the_ids_of_blockers_stand_beside_the_question_and_on_the_parent(squad: Squad) -> None:
    await squad.act("bob")
    occurrence = await squad.occurrence(TODAY)
    async with squad.database.transaction() as session:
        text = RichText.of("The build is red")
        await raising.raise_blockers(
            session, squad.team, squad.people["bob"], text, occurrence.id, None, squad.now
        )
        await changed.team_changed(session, squad.team.id, squad.now)
    parent = await squad.parent(TODAY)
    assert "1 open blocker." in parent.text
    assert "B1 · The build is red\nBob · since today" in said(parent)


async def test_no_mood_is_shown_from_fewer_than_four(squad: Squad) -> None:
    for name in ("ana", "bob", "cleo"):
        await squad.act(name, mood=5)
    assert "Mood" not in said(await squad.parent(TODAY))
    await squad.act("dan", mood=2)
    assert "Mood 4 of 5, from 4 answers" in said(await squad.parent(TODAY))


async def test_neither_one_more_answer_nor_an_edit_changes_the_mood(squad: Squad) -> None:
    for name in ("ana", "bob", "cleo", "dan"):
        await squad.act(name, mood=4)
    await squad.act("eve", mood=1)
    await squad.act("ana", mood=1, edited_at=squad.now)
    await squad.act("bob", PartState.SKIPPED)
    assert "Mood 4 of 5, from 4 answers" in said(await squad.parent(TODAY))
