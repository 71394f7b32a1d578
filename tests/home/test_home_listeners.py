"""What people do on Home: it counts once, it shows at once, and it reaches nobody else's things."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.errors import FieldRefusal, Refusal
from bot.people import queries as people
from bot.people.models import Absence, Standing
from bot.sandbox.limits import view_problems
from bot.slack import posts
from bot.slack.desk import AlreadyDone
from bot.slack.models import Post, PostState
from tests.home.conftest import NOW, TEAM

TODAY = NOW.date()


@pytest.fixture
def found(database):
    """Every row of a table, as the database has it now."""

    async def found(table):
        async with database.reading() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()

    return found


@pytest.fixture
def home_shown(database, found):
    """A Home tab that has been published, and how often it was marked stale since."""

    async def home_shown(person) -> int:
        async with database.transaction() as session:
            await posts.want(session, "home", f"person:{person.id}", person, NOW)
        async with database.transaction() as session:
            post = await session.get(Post, (await found(Post))[-1].id)
            post.state, post.shown_version, post.next_try_at = PostState.SHOWN, 1, None
        return post.id

    return home_shown


def days(first: str | None, last: str | None) -> dict:
    return {"first": {"selected_date": first}, "last": {"selected_date": last}}


def week(*names: str, region: str = "none", part: str | None = None) -> dict:
    return {
        "working_week": {"selected_options": [{"value": name} for name in names]},
        "holidays_region": {"selected_option": {"value": region}},
        "holidays_part": {"value": part},
    }


async def test_opening_home_asks_for_it_to_be_published(open_home, add_person, found) -> None:
    person = await add_person()
    await open_home()
    [post] = await found(Post)
    assert (post.view, post.subject, post.recipient_id) == ("home", f"person:{person.id}", person.id)


async def test_the_same_opening_delivered_again_does_nothing(open_home, add_person, home_shown, found) -> None:
    person = await add_person()
    await open_home(event_id="Ev1")
    await home_shown(person)
    await open_home(event_id="Ev1")
    [post] = await found(Post)
    assert post.next_try_at is None
    await open_home(event_id="Ev2")
    [post] = await found(Post)
    assert post.next_try_at == NOW


async def test_the_messages_tab_is_not_home(open_home, add_person, found) -> None:
    await add_person()
    await open_home(tab="messages")
    assert await found(Post) == []


async def test_a_stranger_who_opens_home_is_met(open_home, workspace, met, found) -> None:
    await open_home("USTRANGER")
    assert met == [(TEAM, "USTRANGER")]
    assert await found(Post) == []


async def test_a_guest_who_opens_home_is_no_failure(open_home, add_person, met) -> None:
    await add_person(standing=Standing.GUEST)
    await open_home()
    assert met == []


async def test_a_guest_can_press_nothing(press, add_person, offered) -> None:
    await add_person(standing=Standing.GUEST)
    for action in offered.actions:
        with pytest.raises(Refusal, match="Guests"):
            await press(action)


async def test_the_absence_form_begins_with_the_date_where_the_person_is(press, add_person) -> None:
    await add_person(zone=ZoneInfo("Pacific/Kiritimati"))
    answer = await press("home.away")
    assert view_problems(answer.opens) == []
    assert answer.opens["blocks"][0]["element"]["initial_date"] == "2026-03-02"
    await add_person("U2", zone=ZoneInfo("Pacific/Niue"))
    assert (await press("home.away", user="U2")).opens["blocks"][0]["element"]["initial_date"] == "2026-03-01"


async def test_days_away_are_kept_replanned_and_shown(send, add_person, found, replanned, home_shown) -> None:
    person = await add_person()
    await home_shown(person)
    answer = await send("home.away_form", days("2026-03-03", "2026-03-06"))
    assert answer.opens is None
    assert not answer.errors
    [absence] = await found(Absence)
    assert (absence.person_id, absence.first, absence.last) == (person.id, date(2026, 3, 3), date(2026, 3, 6))
    assert replanned.persons == [person.id]
    [post] = await found(Post)
    assert (post.wanted_version, post.next_try_at) == (2, NOW)


async def test_a_form_sent_twice_counts_once(send, add_person, replanned) -> None:
    await add_person()
    await send("home.away_form", days("2026-03-03", "2026-03-03"))
    with pytest.raises(AlreadyDone):
        await send("home.away_form", days("2026-03-03", "2026-03-03"))
    assert len(replanned.persons) == 1


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, "2026-03-03", "first"),
        ("2026-03-03", None, "last"),
        ("2026-03-03", "2026-03-02", "last"),
        ("0001-01-01", "0001-01-02", "last"),
        ("2026-03-03", "9999-12-31", "last"),
    ],
)
async def test_days_that_cannot_be_are_refused_under_their_field(
    send, add_person, found, replanned, first, last, field
) -> None:
    await add_person()
    with pytest.raises(FieldRefusal) as refused:
        await send("home.away_form", days(first, last))
    assert refused.value.field == field
    assert await found(Absence) == []
    assert replanned.persons == []


async def test_an_absence_is_taken_back_by_whose_it_is(
    press, add_person, add_absence, found, replanned, home_shown
) -> None:
    person = await add_person()
    await home_shown(person)
    absence = await add_absence(person, TODAY, TODAY + timedelta(days=3))
    await press("home.away_cancel", absence.id)
    assert await found(Absence) == []
    assert replanned.persons == [person.id]
    assert (await found(Post))[0].wanted_version == 2


async def test_anothers_absence_is_refused_in_the_words_of_one_that_does_not_exist(
    press, add_person, add_absence, found, replanned
) -> None:
    await add_person()
    absence = await add_absence(await add_person("U2"), TODAY, TODAY)
    sentences = set()
    for value in (absence.id, 999_999, "", "-1", "x" * 5000, "9" * 17):
        with pytest.raises(Refusal) as refused:
            await press("home.away_cancel", value)
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1
    assert len(await found(Absence)) == 1
    assert replanned.persons == []


async def test_the_calendar_form_opens_with_what_is_stored(press, add_person) -> None:
    await add_person(working_week="sun,mon", holidays_region="DE-BE")
    view = (await press("home.calendar")).opens
    assert view_problems(view) == []
    ticked, country, part = (block["element"] for block in view["blocks"])
    assert [one["value"] for one in ticked["initial_options"]] == ["mon", "sun"]
    assert (country["initial_option"]["value"], part["initial_value"]) == ("DE", "BE")


async def test_a_region_that_is_no_longer_known_does_not_break_the_form(press, add_person) -> None:
    await add_person(holidays_region="ZZ-TOP")
    view = (await press("home.calendar")).opens
    assert view_problems(view) == []
    assert view["blocks"][1]["element"]["initial_option"]["value"] == "none"


@pytest.mark.parametrize(
    ("region", "part", "stored"),
    [
        ("none", None, None),
        ("DE", None, "DE"),
        ("DE", " be ", "DE-BE"),
        ("DE", "de-be", "DE-BE"),
        ("none", "ad", "AD"),
        ("none", "us-ca", "US-CA"),
    ],
)
async def test_a_calendar_is_kept_replanned_and_shown(
    send, add_person, database, replanned, region, part, stored
) -> None:
    person = await add_person(holidays_region="FR")
    await send("home.calendar_form", week("tue", "mon", region=region, part=part))
    async with database.reading() as session:
        kept = await people.person(session, person.id)
    assert (kept.working_week, kept.holidays_region) == ("mon,tue", stored)
    assert replanned.persons == [person.id]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (week(), "working_week"),
        (week("someday"), "working_week"),
        (week("mon", region="ZZ"), "holidays_region"),
        (week("mon", region="DE", part="Atlantis"), "holidays_part"),
        (week("mon", part="<!channel>" * 400), "holidays_part"),
    ],
)
async def test_a_calendar_that_cannot_be_is_refused_under_its_field(
    send, add_person, database, replanned, form, field
) -> None:
    person = await add_person(working_week="mon", holidays_region="FR")
    with pytest.raises(FieldRefusal) as refused:
        await send("home.calendar_form", form)
    assert refused.value.field == field
    async with database.reading() as session:
        kept = await people.person(session, person.id)
    assert (kept.working_week, kept.holidays_region, replanned.persons) == ("mon", "FR", [])


async def test_help_lists_every_command_and_shortcut(press, add_person) -> None:
    await add_person()
    view = (await press("home.help")).opens
    assert view_problems(view) == []
    assert all(words in str(view) for words in ("/1on1 add TOPIC", "Save as a win"))
