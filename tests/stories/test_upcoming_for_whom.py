"""`upcoming` names for each message those whom it goes to, and nothing that tells nobody anything."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.catalogue import RITUALS
from bot.cli.forecast import Ahead, ahead
from bot.rituals.standup.setting_up import Rhythm
from tests.stage import Stage
from tests.stories.sprints import open_sprints, without_sync_ups
from tests.stories.sync_ups import WEEKDAYS, sync_up
from tests.stories.watching import at


async def due(stage: Stage, until: datetime) -> list[tuple[str, str, str]]:
    """When (UTC), what, and for whom, as the command lists it."""
    async with stage.application.database.reading() as session:
        found: Sequence[Ahead] = await ahead(session, RITUALS, stage.clock.now(), until)
    return [
        (f"{one.at:%d %H:%M}", one.moment, " ".join(sorted(person.name for person in one.people))) for one in found
    ]


async def test_a_prompt_and_a_reminder_are_for_those_whose_own_instant_it_is(stage: Stage) -> None:
    await sync_up(stage, rhythm=Rhythm(WEEKDAYS, time(9, 30), remind_after=60))
    tomorrow = [one for one in await due(stage, at("2026-03-04 08:00")) if one[0].startswith("03")]
    assert tomorrow == [
        ("03 08:30", "prompt", "Ana Bob"),
        ("03 08:30", "show", "Ana Bob Carol"),
        ("03 09:30", "remind", "Ana Bob"),
        ("03 17:30", "prompt", "Carol"),
        ("03 17:30", "show", "Ana Bob Carol"),
        ("03 18:30", "remind", "Carol"),
    ]


async def test_who_has_skipped_is_not_reminded_any_more(stage: Stage) -> None:
    await sync_up(stage, rhythm=Rhythm(WEEKDAYS, time(9, 30), remind_after=60))
    await stage.travel_to(at("2026-03-03 09:40"))
    reminded = ("03 09:30", "remind", "Ana Bob")
    assert reminded in await due(stage, at("2026-03-03 12:00"))
    await stage.click("bob", stage.last("bob", "What is new"), "Skip today")
    await stage.submit("bob", {})
    assert (*reminded[:2], "Ana") in await due(stage, at("2026-03-03 12:00"))


async def test_each_of_two_prepares_at_a_time_of_their_own_and_a_wrap_up_is_no_message(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    found = await due(stage, at("2026-03-05 08:00"))
    assert [(moment, people) for _, moment, people in found] == [
        ("prep", "Ana"),
        ("partner prep", "Bob"),
        ("start", "Ana Bob"),
        ("close", "Ana Bob"),
    ]


async def test_a_look_ahead_at_a_meeting_and_its_end_are_no_messages(database_url: str) -> None:
    async with open_sprints(database_url) as stage:
        await without_sync_ups(stage)
        found = await due(stage, at("2026-03-17 08:00"))
        assert {moment for _, moment, _ in found} == {"start"}
        assert {people for _, _, people in found} == {"Ana Bob Carol"}
