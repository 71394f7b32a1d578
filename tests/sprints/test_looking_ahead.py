"""Meetings give way to days that nobody works; where half are away, the lead decides."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from bot.errors import FieldRefusal, Refusal
from bot.schedule import queries as schedule
from bot.schedule.models import OccurrenceState, SeriesState
from bot.slack.content import Message
from bot.slack.models import Post, PostState
from bot.slack.posts import Unsaid
from bot.sprints import moving, queries, reactions
from bot.sprints import posts as sprint_posts
from bot.sprints.coming import Coming
from bot.sprints.models import Meeting
from bot.teams.models import Team, TeamMember
from tests.sprints.conftest import Scene

EVERYBODY = ("Ana", "Bob", "Carol", "Dan", "Emi")
FALCON = EVERYBODY[:3]


def utc(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def march(day: int) -> date:
    return date(2026, 3, day)


async def posted(scene: Scene, view: str) -> list[Post]:
    async with scene.database.reading() as session:
        found = select(Post).where(Post.view == view).order_by(Post.id)
        return list((await session.scalars(found)).all())


async def on(scene: Scene, meeting: Meeting, day: date) -> Coming:
    """The meeting the calendar has for a day, in a session that is over."""
    async with scene.database.reading() as session:
        for held, series in await queries.held(session, [scene.calendar_id]):
            found = await queries.occurrence_on(session, series.id, day) if held.meeting is meeting else None
            if found is not None:
                return Coming(held, series, found)
    raise LookupError(f"no {meeting} on {day}")


async def move(scene: Scene, meeting: Meeting, day: date, to: date, at: time) -> None:
    async with scene.database.transaction() as session:
        held = next(one for one, _ in await queries.held(session, [scene.calendar_id]) if one.meeting is meeting)
        coming = await moving.occurrence_on(session, held, day, scene.now)
        await moving.move(session, coming, to, at, scene.now)


async def days_changed(scene: Scene, name: str) -> None:
    async with scene.database.transaction() as session:
        await reactions.days_changed(session, scene.people[name], scene.now)


async def test_planning_gives_way_to_the_next_day_that_somebody_works(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(FALCON, march(16), march(17))
    await scene.live_until(utc(3, 12))
    assert "Wed 18 Mar 10:00 planning" in await scene.dates(march(20))
    assert [post.address for post in await posted(scene, "sprint.changed")] == ["CFalcon"]


async def test_the_others_give_way_to_an_earlier_day(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(EVERYBODY, march(12), march(13))
    await scene.live_until(utc(3, 8, 20))
    assert (await scene.dates(march(15)))[1:] == [
        "Wed 11 Mar 14:00 team retro",
        "Wed 11 Mar 15:00 joint retro & demo",
    ]
    assert {post.address for post in await posted(scene, "sprint.changed")} == {"CFalcon", "C9"}
    await scene.live_until(utc(3, 14))
    assert (await on(scene, Meeting.RETRO, march(13))).occurrence.state is OccurrenceState.CLOSED


async def test_public_holidays_count_where_each_person_is(scene: Scene) -> None:
    scene.now = utc(3, 27)
    await scene.set_up(first_day=date(2026, 4, 6))  # Easter Monday in Germany
    async with scene.database.transaction() as session:
        for name in FALCON:
            (await session.merge(scene.people[name])).holidays_region = "DE"
    await scene.live_until(utc(4, 2))
    assert (await scene.dates(date(2026, 4, 8)))[0] == "Tue 7 Apr 10:00 planning"


async def test_when_half_are_away_the_lead_is_asked_once_in_working_hours(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(["Bob", "Carol"], march(13), march(13))
    await scene.live_until(utc(3, 8, 20))  # Sunday: five days before Friday
    asked = await posted(scene, "sprint.half_away")
    assert [(post.address, post.next_try_at) for post in asked] == [("UAna", utc(3, 9, 8))]
    assert "Fri 13 Mar 14:00 team retro" in await scene.dates(march(14))
    await days_changed(scene, "Bob")
    await scene.live_until(utc(3, 10))
    assert len(await posted(scene, "sprint.half_away")) == 1


async def test_for_the_joint_one_every_lead_in_step_is_asked(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(["Bob", "Carol", "Emi"], march(13), march(13))
    await scene.live_until(utc(3, 10))
    joint = f"occurrence:{(await on(scene, Meeting.DEMO, march(13))).occurrence.id}"
    asked = await posted(scene, "sprint.half_away")
    assert {post.address for post in asked if post.subject == joint} == {"UAna", "UDan"}


async def test_who_was_asked_and_leads_no_more_reads_no_more_of_who_is_away(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(["Bob", "Carol"], march(13), march(13))
    await scene.live_until(utc(3, 10))
    [asked] = await posted(scene, "sprint.half_away")
    async with scene.database.transaction() as session:
        for team in await session.scalars(select(Team)):
            team.lead_id = scene.people["Bob"].id
    async with scene.database.reading() as session:
        assert isinstance(await sprint_posts.half_away(session, asked, scene.now), Unsaid)
        asked.ts = "1.1"
        told = await sprint_posts.half_away(session, asked, scene.now)
    assert isinstance(told, Message)
    assert told.text.endswith("whoever leads now decides about it.")
    assert "away" not in str(told.blocks)


async def test_a_lead_who_is_away_until_then_is_not_asked(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(["Ana", "Carol"], march(4), march(13))
    await scene.live_until(utc(3, 10))
    assert {(post.address, post.state) for post in await posted(scene, "sprint.half_away")} == {
        ("UAna", PostState.AWAY)
    }


async def test_fewer_than_half_away_changes_nothing(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(["Bob"], march(13), march(13))
    await scene.live_until(utc(3, 10))
    assert await posted(scene, "sprint.half_away") == []


async def test_a_holiday_that_is_heard_of_later_still_moves_the_meeting(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 11, 9))
    await scene.away(FALCON, march(13), march(13))
    await days_changed(scene, "Ana")
    await scene.live_until(utc(3, 11, 9, 1))
    assert "Thu 12 Mar 14:00 team retro" in await scene.dates(march(13))


async def test_a_day_that_a_person_has_chosen_stays(scene: Scene) -> None:
    await scene.set_up()
    await move(scene, Meeting.RETRO, march(13), march(12), time(11))
    await scene.away(FALCON, march(12), march(12))
    await scene.live_until(utc(3, 11))
    assert "Thu 12 Mar 11:00 team retro" in await scene.dates(march(13))


async def test_when_everybody_is_away_it_is_not_held_and_that_is_on_record(scene: Scene) -> None:
    await scene.set_up()
    await scene.away(FALCON, march(2), march(13))
    await scene.live_until(utc(3, 14))
    for meeting, day in ((Meeting.PLANNING, 2), (Meeting.REFINEMENT, 10), (Meeting.RETRO, 13)):
        occurrence = (await on(scene, meeting, march(day))).occurrence
        assert (occurrence.state, occurrence.reason) == (OccurrenceState.SKIPPED, "everybody is away")
    assert (await on(scene, Meeting.DEMO, march(13))).occurrence.state is OccurrenceState.CLOSED
    assert {post.address for post in await posted(scene, "sprint.meeting")} == {"C9"}


async def test_a_meeting_is_said_once_ten_minutes_before(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 2, 8, 49))
    assert await posted(scene, "sprint.meeting") == []
    await scene.live_until(utc(3, 2, 8, 50))
    assert [(post.address, post.too_late_at) for post in await posted(scene, "sprint.meeting")] == [
        ("CFalcon", utc(3, 2, 10))
    ]


async def test_after_downtime_it_is_not_said_any_more(scene: Scene) -> None:
    await scene.set_up()
    scene.now = utc(3, 2, 9, 30)
    await scene.beat()
    await scene.beat()
    assert await posted(scene, "sprint.meeting") == []


@pytest.mark.parametrize(
    ("to", "at", "sentence"),
    [
        (march(16), time(14), "Sprint 1 runs from Mon 2 Mar to Sun 15 Mar"),
        (march(13), time(15, 30), "comes before the joint"),
        (date(2026, 2, 26), time(14), "in the past"),
    ],
)
async def test_a_move_stays_in_its_sprint_ahead_and_before_the_joint_one(
    scene: Scene, to: date, at: time, sentence: str
) -> None:
    await scene.set_up()
    with pytest.raises(FieldRefusal, match=sentence):
        await move(scene, Meeting.RETRO, march(13), to, at)


async def test_a_meeting_of_a_later_sprint_can_be_moved_and_those_before_it_stay(scene: Scene) -> None:
    await scene.set_up()
    await move(scene, Meeting.PLANNING, march(30), march(31), time(9))
    await scene.live_until(utc(3, 3))
    assert await scene.dates(date(2026, 4, 15), Meeting.PLANNING) == [
        "Mon 16 Mar 10:00 planning",
        "Tue 31 Mar 09:00 planning",
        "Mon 13 Apr 10:00 planning",
    ]


async def test_a_skipped_meeting_can_be_held_after_all(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 3))
    coming = await on(scene, Meeting.REFINEMENT, march(10))
    async with scene.database.transaction() as session:
        found = await moving.occurrence_on(session, coming.held, march(10), scene.now)
        await moving.skip(session, found, "Ana called it off", scene.now)
    assert (await scene.dates(march(12)))[0] == "Tue 10 Mar 14:00 refinement off"
    async with scene.database.transaction() as session:
        found = await moving.occurrence_on(session, coming.held, march(10), scene.now)
        with pytest.raises(Refusal, match="This meeting is off"):
            await moving.skip(session, found, "again", scene.now)
        await moving.hold_after_all(session, found, scene.now)
    await scene.live_until(utc(3, 11))
    assert (await on(scene, Meeting.REFINEMENT, march(10))).occurrence.state is OccurrenceState.CLOSED
    assert len(await posted(scene, "sprint.changed")) == 1


async def test_held_after_all_in_its_last_minutes_it_is_announced_all_the_same(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 10))
    await scene.away(FALCON, march(10), march(10))
    await scene.live_until(utc(3, 10, 12, 55))
    coming = await on(scene, Meeting.REFINEMENT, march(10))
    subject = f"occurrence:{coming.occurrence.id}"
    assert coming.occurrence.reason == "everybody is away"
    assert subject not in {post.subject for post in await posted(scene, "sprint.meeting")}
    async with scene.database.transaction() as session:
        found = await moving.occurrence_on(session, coming.held, march(10), scene.now)
        await moving.hold_after_all(session, found, scene.now)
    [post] = [post for post in await posted(scene, "sprint.meeting") if post.subject == subject]
    assert post.state is PostState.WANTED


async def test_a_date_that_is_none_of_the_calendars_is_refused(scene: Scene) -> None:
    await scene.set_up()
    with pytest.raises(Refusal, match="not in the calendar"):
        await move(scene, Meeting.RETRO, march(14), march(12), time(11))


async def test_the_meetings_of_a_team_that_has_ended_end_too(scene: Scene) -> None:
    await scene.set_up()
    await scene.live_until(utc(3, 3))
    async with scene.database.transaction() as session:
        team = await session.merge(scene.falcon)
        team.ended_at = scene.now
        await reactions.team_changed(session, team, scene.now)
    async with scene.database.reading() as session:
        held = await queries.held(session, [scene.calendar_id])
        ended = {one.meeting for one, series in held if series.state is SeriesState.ENDED}
        assert ended == {Meeting.PLANNING, Meeting.REFINEMENT, Meeting.RETRO}
    await scene.change_cadence(2, march(16), 1)
    assert {line[17:] for line in await scene.dates(date(2026, 4, 30))} >= {"joint retro & demo"}
    async with scene.database.reading() as session:
        assert not [one for one in await schedule.live_series(session) if one.ritual != "joint_demo"]


async def test_an_empty_team_holds_nothing_and_nobody_is_asked(scene: Scene) -> None:
    await scene.set_up()
    async with scene.database.transaction() as session:
        for seat in await session.scalars(select(TeamMember)):
            seat.left_at = scene.now
    await scene.live_until(utc(3, 14))
    assert (await on(scene, Meeting.RETRO, march(13))).occurrence.reason == "the team has no members"
    assert await posted(scene, "sprint.half_away") == []
