"""What Home shows of what was due for a person, and of what was lost: theirs alone, and never its content."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import Refusal
from bot.home.posts import home
from bot.home.section import Section
from bot.people.models import Standing
from bot.sandbox.limits import view_problems
from bot.slack.blocks import words
from bot.slack.content import HomeView
from bot.slack.models import Post, PostState
from bot.slack.posts import Unsaid
from tests.home.conftest import NOW, WORDS

LOST = (PostState.REFUSED, PostState.GIVEN_UP, PostState.UNKNOWN)


def section(name: str, count: int = 1) -> Section:
    async def blocks(session, person, now):
        return [words(f"{name} for {person.slack_id} at {now:%H:%M}")] * count

    return Section(name, blocks)


@pytest.fixture
def compose(database, add_post):
    async def compose(person, *sections: Section, recipient: bool = True):
        post = await add_post(person, PostState.WANTED, view="home", subject=f"person:{person.id}")
        if not recipient:
            post.recipient_id = None
        async with database.reading() as session:
            return await home(sections, WORDS)(session, post, NOW)

    return compose


@pytest.fixture
def states(database):
    async def states() -> list[PostState]:
        async with database.reading() as session:
            return list((await session.scalars(select(Post.state).order_by(Post.id))).all())

    return states


def controls(view: HomeView) -> list[str]:
    return [block["accessory"]["value"] for block in view.blocks if "accessory" in block]


async def test_home_shows_the_sections_in_order_and_then_the_settings(compose, add_person) -> None:
    view = await compose(await add_person(), section("1-on-1s"), section("Sprints"))
    said = str(view.blocks)
    assert view_problems({"type": "home", "blocks": list(view.blocks)}) == []
    places = [said.index(part) for part in ("1-on-1s for U1 at 09:00", "Sprints for U1", "Settings", "Help")]
    assert places == sorted(places)


async def test_home_without_any_ritual_still_has_the_settings(compose, add_person) -> None:
    view = await compose(await add_person())
    assert "Settings" in str(view.blocks)


async def test_endless_sections_are_folded(compose, add_person, add_absence, add_post) -> None:
    person = await add_person(holidays_region="DE-BE")
    for number in range(12):
        day = NOW.date() + timedelta(days=2 * number)
        await add_absence(person, day, day)
        await add_post(person, PostState.UNKNOWN)
    view = await compose(person, section("1-on-1s", 400), section("Sprints", 2), section("Retros", 400))
    assert len(view.blocks) == 100
    assert view_problems({"type": "home", "blocks": list(view.blocks)}) == []
    assert str(view.blocks).count("Sprints for U1") == 2


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.MEMBER])
async def test_who_is_no_member_is_shown_nothing(compose, add_person, standing) -> None:
    assert await compose(await add_person(standing=standing), section("1-on-1s")) == Unsaid()


async def test_a_home_tab_of_nobody_is_an_error(compose, add_person) -> None:
    with pytest.raises(LookupError):
        await compose(await add_person(), recipient=False)


async def test_what_could_not_be_delivered_is_shown_to_its_recipient_only(compose, add_person, add_post) -> None:
    person, other = await add_person(), await add_person("U2")
    lost = [await add_post(person, state, minutes) for minutes, state in enumerate(LOST)]
    for state in PostState:
        await add_post(person, PostState.SHOWN if state in LOST else state)
        await add_post(other, state)
    assert controls(await compose(person)) == [str(post.id) for post in lost]


async def test_what_was_lost_long_ago_is_not_brought_up_again(compose, add_person, add_post) -> None:
    person = await add_person()
    await add_post(person, PostState.REFUSED, minutes=14 * 24 * 60)
    assert controls(await compose(person)) == []


@pytest.mark.parametrize("state", LOST)
async def test_what_was_lost_is_sent_again_when_its_recipient_says_so(
    press, add_person, add_post, states, state
) -> None:
    post = await add_post(await add_person(), state)
    await press("home.send_again", post.id)
    assert await states() == [PostState.WANTED]


async def test_anothers_lost_post_is_refused_in_the_words_of_one_that_does_not_exist(
    press, add_person, add_post, states
) -> None:
    mine, other = await add_person(), await add_person("U2")
    theirs = await add_post(other, PostState.REFUSED)
    shown = await add_post(mine, PostState.SHOWN)
    sentences = set()
    for value in (theirs.id, shown.id, 999_999, "", "-1", "x" * 5000, "9" * 17):
        with pytest.raises(Refusal) as refused:
            await press("home.send_again", value)
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1
    assert await states() == [PostState.REFUSED, PostState.SHOWN]


async def test_why_lists_what_was_due_for_me_alone_newest_first(press, add_person, add_post) -> None:
    person = await add_person()
    await add_post(person, PostState.AWAY, minutes=30)
    await add_post(person, PostState.SHOWN, minutes=10, shown_at=NOW)
    await add_post(await add_person("U2"), PostState.TOO_LATE)
    view = (await press("home.why")).opens
    assert view_problems(view) == []
    said = str(view)
    assert said.index("shown: ") < said.index("you were away")
    assert "too late" not in said
    assert said.count("Preparation for a 1-on-1") == 2


async def test_why_leaves_out_home_itself_and_what_is_older_than_two_weeks(press, add_person, add_post) -> None:
    person = await add_person()
    await add_post(person, view="home", subject=f"person:{person.id}")
    await add_post(person, minutes=14 * 24 * 60)
    assert "Nothing was due for you" in str((await press("home.why")).opens)


async def test_a_kind_of_post_without_words_is_a_message_and_no_code_is_shown(press, add_person, add_post) -> None:
    await add_post(await add_person(), view="retro.opened", subject="occurrence:77")
    said = str((await press("home.why")).opens)
    assert "A message" in said
    assert "retro.opened" not in said
    assert "occurrence:77" not in said


@pytest.mark.parametrize(("page", "rows"), [("0", 20), ("1", 20), ("2", 5), ("9" * 17, 5), ("-3", 20), ("x", 20)])
async def test_why_is_turned_twenty_at_a_time_and_never_past_its_ends(
    press, add_person, add_post, page, rows
) -> None:
    person = await add_person()
    for minutes in range(45):
        await add_post(person, minutes=minutes)
    view = (await press("home.why_page:older", page)).redraws
    assert view_problems(view) == []
    assert sum(block["type"] == "rich_text" for block in view["blocks"]) == rows
