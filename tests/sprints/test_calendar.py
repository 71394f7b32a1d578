"""A calendar's meetings are series, and a change holds from a chosen sprint on."""

import asyncio
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, select

from bot.errors import FieldRefusal, Refusal
from bot.schedule.models import Occurrence, OccurrenceState, Series, SeriesState
from bot.sprints import calendar as calendars
from bot.sprints import goals, queries
from bot.sprints.models import Meeting
from tests.sprints.conftest import BERLIN, MONDAY, NEW_YORK, Scene

TWO_SPRINTS = [
    "Mon 2 Mar 10:00 planning",
    "Tue 10 Mar 14:00 refinement",
    "Fri 13 Mar 14:00 team retro",
    "Fri 13 Mar 15:00 joint retro & demo",
    "Mon 16 Mar 10:00 planning",
    "Tue 24 Mar 14:00 refinement",
    "Fri 27 Mar 14:00 team retro",
    "Fri 27 Mar 15:00 joint retro & demo",
]


def utc(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def test_one_set_up_makes_the_meetings_of_every_sprint(scene: Scene) -> None:
    await scene.set_up()
    assert await scene.dates(date(2026, 3, 29)) == TWO_SPRINTS
    await scene.live_until(utc(2, 28))
    assert await scene.dates(date(2026, 3, 29)) == TWO_SPRINTS


async def test_set_up_in_the_middle_of_a_sprint_it_begins_with_what_lies_ahead(scene: Scene) -> None:
    scene.now = utc(3, 11)
    await scene.set_up()
    await scene.live_until(utc(3, 12))
    assert await scene.dates(date(2026, 3, 17)) == TWO_SPRINTS[2:5]
    async with scene.database.reading() as session:
        assert not (await session.scalars(select(Occurrence).where(Occurrence.starts_at < scene.now))).all()


async def test_the_clocks_change_in_the_middle_of_a_sprint_and_the_meetings_keep_their_time(scene: Scene) -> None:
    scene.now = utc(3, 20)
    await scene.set_up(first_day=date(2026, 3, 23))
    found = await scene.coming(date(2026, 4, 12))
    assert [one.occurrence.starts_at.hour for one in found] == [9, 12, 12, 13, 8]
    assert (await scene.dates(date(2026, 4, 12)))[2] == "Fri 3 Apr 14:00 team retro"


async def test_a_meeting_in_the_gap_is_held_an_hour_later(scene: Scene) -> None:
    await scene.set_up(first_day=date(2026, 3, 1), weeks=4)
    await scene.hold(Meeting.PLANNING, time(2, 30), None, 1)
    assert await scene.dates(date(2026, 3, 30), Meeting.PLANNING) == [
        "Sun 1 Mar 02:30 planning",
        "Sun 29 Mar 03:30 planning",
    ]


async def test_sprints_go_on_over_the_leap_day(scene: Scene) -> None:
    scene.now = datetime(2028, 2, 11, 12, tzinfo=UTC)
    await scene.set_up(first_day=date(2028, 2, 14))
    found = await scene.coming(date(2028, 3, 15), Meeting.PLANNING)
    assert [one.occurrence.local_date for one in found] == [
        date(2028, 2, 14),
        date(2028, 2, 28),
        date(2028, 3, 13),
    ]


async def test_longer_sprints_from_the_third_on(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 4))
    await scene.change_cadence(3, date(2026, 3, 30), 3)
    await scene.live_until(utc(3, 14))
    assert await scene.dates(date(2026, 5, 10)) == [
        *TWO_SPRINTS[4:],
        "Mon 30 Mar 10:00 planning",
        "Tue 14 Apr 14:00 refinement",
        "Fri 17 Apr 14:00 team retro",
        "Fri 17 Apr 15:00 joint retro & demo",
        "Mon 20 Apr 10:00 planning",
        "Tue 5 May 14:00 refinement",
        "Fri 8 May 14:00 team retro",
        "Fri 8 May 15:00 joint retro & demo",
    ]
    async with scene.database.reading() as session:
        assert await calendars.sprint_number_on(session, scene.falcon, date(2026, 4, 20)) == 4


async def test_the_old_series_ends_by_itself_and_the_new_one_goes_on(scene: Scene) -> None:
    await scene.set_up()
    await scene.change_cadence(2, date(2026, 3, 16), 1)
    await scene.live_until(utc(3, 31))
    async with scene.database.reading() as session:
        states = (await session.execute(select(Series.state, func.count()).group_by(Series.state))).all()
        held = await session.execute(
            select(Occurrence.local_date, func.count())
            .where(Occurrence.state == OccurrenceState.CLOSED)
            .group_by(Occurrence.local_date)
            .order_by(Occurrence.local_date)
        )
        assert dict(tuple(row) for row in states) == {SeriesState.ENDED: 4, SeriesState.ACTIVE: 4}
        counted = {day.day: count for day, count in held}
        assert counted == {2: 1, 10: 1, 13: 2, 16: 1, 17: 1, 20: 2, 23: 1, 24: 1, 27: 2, 30: 1}


async def test_another_first_weekday_takes_the_end_of_the_sprint_before_with_it(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 4))
    await scene.change_cadence(2, date(2026, 3, 18), 2)
    assert await scene.dates(date(2026, 3, 31)) == [
        "Thu 12 Mar 14:00 refinement",
        "Tue 17 Mar 14:00 team retro",
        "Tue 17 Mar 15:00 joint retro & demo",
        "Wed 18 Mar 10:00 planning",
        "Thu 26 Mar 14:00 refinement",
        "Tue 31 Mar 14:00 team retro",
        "Tue 31 Mar 15:00 joint retro & demo",
    ]


async def test_a_refinement_that_was_held_is_not_held_again_when_its_sprint_grows(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 11))
    await scene.change_cadence(1, MONDAY, 3)
    await scene.live_until(utc(3, 12))
    assert await scene.dates(date(2026, 4, 9)) == [
        "Fri 20 Mar 14:00 team retro",
        "Fri 20 Mar 15:00 joint retro & demo",
        "Mon 23 Mar 10:00 planning",
        "Tue 7 Apr 14:00 refinement",
    ]


async def test_another_time_holds_from_the_chosen_sprint_on(scene: Scene) -> None:
    await scene.set_up()
    await scene.hold(Meeting.RETRO, time(11, 30), 0, 2)
    assert await scene.dates(date(2026, 4, 11), Meeting.RETRO) == [
        "Fri 13 Mar 14:00 team retro",
        "Fri 27 Mar 11:30 team retro",
        "Fri 10 Apr 11:30 team retro",
    ]


async def test_a_change_of_length_keeps_what_was_to_change_later(scene: Scene) -> None:
    await scene.set_up()
    await scene.hold(Meeting.RETRO, time(11, 30), 0, 3)
    await scene.change_cadence(2, date(2026, 3, 16), 1)
    assert await scene.dates(date(2026, 4, 3), Meeting.RETRO) == [
        "Fri 13 Mar 14:00 team retro",
        "Fri 20 Mar 14:00 team retro",
        "Fri 27 Mar 11:30 team retro",
        "Fri 3 Apr 11:30 team retro",
    ]


async def test_what_has_begun_in_the_current_sprint_stays_and_the_rest_may_change(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 3))
    with pytest.raises(FieldRefusal, match="planning of sprint 1 has begun"):
        await scene.hold(Meeting.PLANNING, time(9), None, 1)
    await scene.hold(Meeting.REFINEMENT, time(9), 2, 1)
    assert await scene.dates(date(2026, 3, 13), Meeting.REFINEMENT) == ["Wed 11 Mar 09:00 refinement"]
    await scene.hold(Meeting.REFINEMENT, time(9, 15), 2, 1)
    assert await scene.dates(date(2026, 3, 13), Meeting.REFINEMENT) == ["Wed 11 Mar 09:15 refinement"]


async def test_a_new_time_that_has_passed_is_refused_and_nothing_changes(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 10, 11))
    with pytest.raises(FieldRefusal, match="in the past"):
        await scene.hold(Meeting.REFINEMENT, time(9), 3, 1)
    assert (await scene.dates(date(2026, 3, 10))) == ["Tue 10 Mar 14:00 refinement"]


async def test_the_retro_comes_before_the_joint_one(scene: Scene) -> None:
    await scene.set_up()
    with pytest.raises(FieldRefusal, match="The retro of Falcon") as of_team:
        await scene.hold(Meeting.RETRO, time(15), 0, 2)
    with pytest.raises(FieldRefusal, match="The retro of Falcon") as joint:
        await scene.hold(Meeting.DEMO, time(14), 0, 2, team=False)
    assert (of_team.value.field, joint.value.field) == ("retro_at", "demo_at")
    assert (await scene.dates(date(2026, 3, 29))) == TWO_SPRINTS


async def test_times_are_the_teams_own_and_the_joint_one_is_the_organisations(scene: Scene) -> None:
    await scene.set_up(zone=NEW_YORK)
    found = {one.held.meeting: one.series.zone for one in await scene.coming(date(2026, 3, 14))}
    assert (found[Meeting.RETRO], found[Meeting.DEMO]) == (BERLIN, NEW_YORK)


async def test_a_meeting_that_is_held_no_more_stays_on_record(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 11))
    async with scene.database.transaction() as session:
        calendar = await scene.calendar(session)
        await calendars.stop(session, calendar, scene.falcon.id, Meeting.REFINEMENT, 1, scene.now)
    assert await scene.dates(date(2026, 6, 1), Meeting.REFINEMENT) == []
    scene.now = utc(3, 10, 1)
    assert await scene.dates(date(2026, 3, 11), Meeting.REFINEMENT) == ["Tue 10 Mar 14:00 refinement"]


async def test_a_team_runs_by_one_calendar_only(scene: Scene) -> None:
    await scene.set_up()
    async with scene.database.transaction() as session:
        await calendars.join(session, scene.falcon, await scene.calendar(session), scene.now)
        other = await calendars.set_up(session, scene.people["Bob"], BERLIN, MONDAY, 1, 7, scene.now)
        with pytest.raises(Refusal, match="has a sprint calendar already"):
            await calendars.join(session, scene.falcon, other, scene.now)


async def test_a_sprint_that_something_was_said_about_keeps_its_goals_and_gets_its_new_days(scene: Scene) -> None:
    await scene.set_up()
    async with scene.database.transaction() as session:
        calendar = await scene.calendar(session)
        span = calendars.span_number(await queries.cadences(session, calendar.id), 2)
        await goals.add(session, calendar, scene.falcon, span, scene.people["Ana"], "Fast", scene.now)
    await scene.change_cadence(2, date(2026, 3, 16), 4)
    async with scene.database.reading() as session:
        span = calendars.span_number(await queries.cadences(session, scene.calendar_id), 2)
        assert span.last == date(2026, 4, 12)
        assert [goal.text for goal in await queries.goals(session, scene.falcon.id, 2)] == ["Fast"]


async def test_two_leads_who_change_at_once_leave_one_calendar(scene: Scene) -> None:
    await scene.set_up()
    await asyncio.gather(
        scene.change_cadence(3, date(2026, 3, 30), 3),
        scene.change_cadence(2, date(2026, 3, 16), 1),
        scene.hold(Meeting.RETRO, time(11), 0, 2),
        scene.hold(Meeting.RETRO, time(12), 0, 2),
    )
    await scene.live_until(utc(2, 28))
    for meeting in Meeting:
        days = [one.occurrence.local_date for one in await scene.coming(date(2026, 5, 31), meeting)]
        assert len(days) == len(set(days)) > 3
    async with scene.database.reading() as session:
        cadences = await queries.cadences(session, scene.calendar_id)
    spans = [calendars.span_number(cadences, number) for number in range(1, 9)]
    found = [one.occurrence.local_date for one in await scene.coming(spans[-1].last, Meeting.RETRO)]
    assert found == [span.last_weekday for span in spans]


async def test_a_sprint_that_was_made_longer_has_each_meeting_once(scene: Scene) -> None:
    await scene.set_up(weeks=1)
    await scene.change_cadence(3, date(2026, 3, 25), 1)
    await scene.hold(Meeting.PLANNING, time(9), None, 1)
    assert await scene.dates(date(2026, 4, 1), Meeting.PLANNING) == [
        "Mon 2 Mar 09:00 planning",
        "Mon 9 Mar 09:00 planning",
        "Wed 25 Mar 09:00 planning",
        "Wed 1 Apr 09:00 planning",
    ]
