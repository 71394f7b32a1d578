"""Who is away, moves, joins or leaves while a day goes on: asked once where they are, or not at all."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.people.models import Standing
from bot.rituals.standup import setting_up
from bot.rituals.standup.at_home import home_blocks
from bot.rituals.standup.models import PartState
from bot.schedule.models import OccurrenceState
from bot.slack.models import PostState
from bot.slack.posts import Unsaid
from bot.storage.database import Database
from tests.standup.squads import BERLIN, Squad, at, found_squad, said

TODAY = "2026-03-02"
LOS_ANGELES = "America/Los_Angeles"


@pytest.fixture
async def squad(database: Database) -> Squad:
    """Ana and Bob in Berlin, Dina in Los Angeles; it is Monday 06:00 in Berlin."""
    found = await found_squad(database)
    await found.add(ana=BERLIN, bob=BERLIN, dina=LOS_ANGELES)
    await found.begin()
    return found


async def states(squad: Squad, day: str = TODAY) -> dict[str, PartState]:
    return {name: part.state for name, part in (await squad.parts(day)).items()}


async def test_who_is_away_that_day_is_not_asked_and_it_is_on_record(squad: Squad) -> None:
    await squad.away("bob", TODAY, "2026-03-03")
    await squad.live_until(at("2026-03-02 22:00"))
    assert await squad.posts() == ["Ana 2026-03-02 08:00", "Dina 2026-03-02 17:00"]
    assert (await squad.posts(state=PostState.AWAY))[0].startswith("Bob")
    assert "Away: Bob (back Wed 4 Mar)" in (await squad.parent(TODAY)).text
    assert (await squad.parts(TODAY))["bob"].reason == "away"


@pytest.mark.parametrize(
    ("hours", "is_asked"),
    [(4, False), (3, True), (None, False)],  # it is 06:00 in Berlin; the prompt is at 09:00
)
async def test_a_status_counts_until_the_instant_it_ends(squad: Squad, hours: int | None, is_asked: bool) -> None:
    until = None if hours is None else squad.now + timedelta(hours=hours)
    await squad.change("bob", away_by_status=True, status_until=until)
    await squad.live_until(at("2026-03-02 22:00"))
    assert ("Bob 2026-03-02 08:00" in await squad.posts()) is is_asked
    assert [line for line in await squad.posts("standup.reminder") if "Bob" in line] == [
        "Bob 2026-03-02 09:00"
    ] * is_asked


async def test_who_comes_back_after_their_time_is_left_in_peace_and_may_answer(squad: Squad) -> None:
    await squad.change("bob", away_by_status=True, status_until=at("2026-03-02 10:00"))
    await squad.live_until(at("2026-03-02 10:30"))
    await squad.change("bob", away_by_status=False, status_until=None)
    await squad.live_until(at("2026-03-02 11:00"))
    assert (await states(squad))["bob"] is PartState.AWAY
    await squad.act("bob")
    assert (await states(squad))["bob"] is PartState.ANSWERED
    assert not [line for line in await squad.posts(state=None) if "Bob" in line and "08:00" in line]


async def test_who_is_back_before_their_time_is_asked_after_all(squad: Squad) -> None:
    await squad.change("bob", away_by_status=True, status_until=None)
    await squad.live_until(at("2026-03-02 07:50"))
    assert (await states(squad))["bob"] is PartState.AWAY
    await squad.change("bob", away_by_status=False)
    await squad.live_until(at("2026-03-02 12:00"))
    assert "Bob 2026-03-02 08:00" in await squad.posts()
    assert len([line for line in await squad.posts(state=None) if line.startswith("Bob")]) == 1


async def test_who_falls_ill_in_the_minutes_before_is_not_asked(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 07:50"))
    await squad.change("bob", away_by_status=True, status_until=None)
    post = await squad.post("standup.prompt", TODAY, "bob")
    assert await squad.shown(post) == Unsaid(PostState.AWAY)
    await squad.live_until(at("2026-03-02 10:00"))
    assert [line for line in await squad.posts("standup.reminder") if "Bob" in line] == []
    assert "Away: Bob." in (await squad.parent(TODAY)).text


async def test_who_was_asked_and_is_away_after_all_is_told_in_place_and_asked_as_before_if_not(
    squad: Squad,
) -> None:
    await squad.live_until(at("2026-03-02 08:10"))
    await squad.away("ana", TODAY)
    await squad.act("bob")
    await squad.away("bob", TODAY)
    assert (await states(squad)) == {
        "ana": PartState.AWAY,
        "bob": PartState.ANSWERED,
        "dina": PartState.EXPECTED,
    }
    prompt = await squad.post("standup.prompt", TODAY, "ana")
    prompt.ts = "1.1"  # it is shown
    assert "You are away, so nothing is asked of you." in said(await squad.shown(prompt))
    await squad.stay("ana")
    assert (await states(squad))["ana"] is PartState.EXPECTED
    assert "What is new" in said(await squad.shown(prompt))
    await squad.live_until(at("2026-03-02 12:00"))
    assert await squad.posts("standup.reminder") == ["Ana 2026-03-02 09:00"]


async def test_days_away_that_are_ahead_change_nothing_of_an_open_day(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 08:10"))
    await squad.away("ana", "2026-03-03", "2026-03-04")
    assert (await states(squad))["ana"] is PartState.EXPECTED
    await squad.live_until(at("2026-03-02 10:00"))
    assert "Ana 2026-03-02 09:00" in await squad.posts("standup.reminder")


async def test_who_is_back_is_not_said_to_come_back_tomorrow(squad: Squad) -> None:
    await squad.change("bob", away_by_status=True, status_until=at("2026-03-02 10:00"))
    await squad.live_until(at("2026-03-02 09:30"))
    assert "Away: Bob (back later today)." in (await squad.parent(TODAY)).text
    await squad.live_until(at("2026-03-02 10:30"))
    assert "Away: Bob." in (await squad.parent(TODAY)).text


async def test_a_day_on_which_all_are_away_is_not_held_and_the_channel_hears_nothing(squad: Squad) -> None:
    for name in squad.people:
        await squad.away(name, TODAY)
    await squad.live_until(at("2026-03-03 05:00"))
    occurrence = await squad.occurrence(TODAY)
    assert (occurrence.state, occurrence.reason) == (OccurrenceState.SKIPPED, "everybody was away")
    assert await squad.posts("standup.day", None) == []
    assert len(await squad.posts(state=PostState.AWAY)) == 3


async def test_a_holiday_is_everybodys_own(squad: Squad) -> None:
    squad.now = at("2026-04-05 12:00")
    await squad.change("bob", holidays_region="DE")
    await squad.beat(squad.now)
    await squad.live_until(at("2026-04-06 22:00"))
    asked = [line for line in await squad.posts() if "2026-04-06" in line]
    assert asked == ["Ana 2026-04-06 07:00", "Dina 2026-04-06 16:00"]
    assert (await squad.parts("2026-04-06"))["bob"].reason == "holiday: Easter Monday"


async def test_who_moves_east_past_their_time_is_asked_at_once_and_never_twice(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:30"))
    await squad.change("dina", zone=ZoneInfo(BERLIN))
    await squad.live_until(at("2026-03-02 22:00"))
    assert [line for line in await squad.posts() if "Dina" in line] == ["Dina 2026-03-02 09:30"]


async def test_who_moves_west_after_being_asked_is_not_asked_again_that_day(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:30"))
    await squad.change("bob", zone=ZoneInfo(LOS_ANGELES))
    await squad.live_until(at("2026-03-03 18:00"))
    assert [line for line in await squad.posts() if "Bob" in line] == [
        "Bob 2026-03-02 08:00",
        "Bob 2026-03-03 17:00",
    ]


async def test_who_moves_in_the_minutes_before_is_asked_at_the_new_time_alone(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 07:50"))
    await squad.change("bob", zone=ZoneInfo(LOS_ANGELES))
    await squad.live_until(at("2026-03-02 22:00"))
    assert [line for line in await squad.posts(state=None) if "Bob" in line] == ["Bob 2026-03-02 17:00"]


async def test_a_joiner_is_asked_from_the_next_day_on_and_may_answer_today(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 08:30"))
    await squad.add(eve=BERLIN)
    await squad.seat("eve")
    await squad.live_until(at("2026-03-02 12:00"))
    assert "eve" not in await squad.parts(TODAY)
    assert "Eve" not in (await squad.parent(TODAY)).text
    await squad.act("eve")
    assert (await squad.parts(TODAY))["eve"].counts is False
    assert "1 of 4 has reported" in (await squad.parent(TODAY)).text
    await squad.live_until(at("2026-03-03 12:00"))
    assert [line for line in await squad.posts() if "Eve" in line] == ["Eve 2026-03-03 08:00"]


async def test_who_leaves_before_their_time_is_not_asked_and_not_missing(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:00"))
    await squad.seat("dina", leaves=True)
    await squad.live_until(at("2026-03-03 12:00"))
    assert not [line for line in await squad.posts(state=None) if "Dina" in line]
    assert "Dina" not in (await squad.parent(TODAY)).text
    assert (await squad.parts(TODAY))["dina"].counts is False


async def test_who_leaves_after_answering_has_still_answered(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:00"))
    await squad.act("bob")
    await squad.seat("bob", leaves=True)
    assert "Bob" in str((await squad.parent(TODAY)).blocks)


async def test_who_leaves_the_workspace_is_not_missing(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 08:30"))
    assert "No answer yet: Ana and Bob." in (await squad.parent(TODAY)).text
    await squad.change("bob", standing=Standing.DEACTIVATED)
    assert "No answer yet: Ana." in (await squad.parent(TODAY)).text
    await squad.live_until(at("2026-03-02 12:00"))
    assert await squad.posts("standup.reminder") == ["Ana 2026-03-02 09:00"]


async def test_a_sync_up_that_has_ended_asks_nobody_and_can_be_set_up_again(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:30"))
    async with squad.database.transaction() as session:
        await setting_up.end(session, squad.team, squad.now)
    await squad.live_until(at("2026-03-05 12:00"))
    assert await squad.posts() == []
    assert not [line for line in await squad.posts(state=None) if "Dina" in line]
    squad.now = at("2026-03-09 12:00")
    async with squad.database.transaction() as session:
        rhythm = setting_up.Rhythm(frozenset({1}), at("2026-03-02 10:00").time())
        await setting_up.set_up(session, squad.team, rhythm, squad.now)
    await squad.live_until(at("2026-03-10 12:00"))
    assert await squad.posts() == ["Ana 2026-03-10 09:00", "Bob 2026-03-10 09:00"]
    assert (await squad.occurrence("2026-03-10")).local_date == date(2026, 3, 10)


async def test_who_leaves_the_team_has_the_day_on_their_home_no_more(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 08:05"))
    shown = []
    for leaves in (False, True):
        await squad.seat("bob", leaves=leaves)
        async with squad.database.reading() as session:
            shown.append(
                [bool(await home_blocks(session, squad.people[name], squad.now)) for name in ("ana", "bob")]
            )
    assert shown == [[True, True], [True, False]]
