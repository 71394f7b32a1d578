"""Keeping one person in step: what counts as a change, who is told, and what comes too late to count."""

import asyncio
from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.people.directory import Change, keep_person
from bot.people.models import Person, Standing
from bot.people.profiles import profile_of
from tests.people.users import slack_user

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AWAY = {"status_emoji": ":palm_tree:"}


class Told:
    """A reaction that remembers what it was told."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    async def __call__(self, session, person, change, now) -> None:
        assert (session.in_transaction(), person.id, now) == (True, change.person_id, NOW)
        self.changes.append(change)

    @property
    def names(self) -> list[str]:
        """What was different, over all changes."""
        return [one.name for change in self.changes for one in fields(change)[1:] if getattr(change, one.name)]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def keep(database, workspace, told):
    async def keep(**user) -> Person:
        async with database.transaction() as session:
            return await keep_person(session, workspace.id, profile_of(slack_user(**user)), NOW, [told])

    return keep


async def test_somebody_new_is_no_change(keep, told) -> None:
    person = await keep(tz="Asia/Tokyo", is_admin=True)
    assert (person.zone.key, person.is_admin, person.updated, told.changes) == ("Asia/Tokyo", True, 1000.0, [])
    assert person.working_week == "mon,tue,wed,thu,fri"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"tz": "Asia/Tokyo"}, "zone_changed"),
        ({"deleted": True}, "was_deactivated"),
        ({"is_restricted": True}, "was_deactivated"),
        ({"profile": AWAY}, "away_changed"),
        ({"profile": {"display_name": "Other"}}, "renamed"),
    ],
)
async def test_each_change_is_told_by_its_name_and_once(keep, told, user, name) -> None:
    await keep()
    await keep(updated=1001, **user)
    await keep(updated=1002, **user)
    assert told.names == [name]


@pytest.mark.parametrize("user", [{"is_admin": True}, {"profile": {"status_emoji": ":house:"}}, {"tz_offset": 0}])
async def test_what_nobody_has_to_know_is_not_told(keep, told, user) -> None:
    await keep()
    await keep(updated=1001, **user)
    assert told.changes == []


async def test_deactivation_is_told_exactly_once_and_so_is_coming_back(keep, told) -> None:
    await keep()
    for stamp, deleted in enumerate([True, True, False, False, True], start=1001):
        person = await keep(updated=stamp, deleted=deleted)
    assert told.names == ["was_deactivated", "was_reactivated", "was_deactivated"]
    assert person.standing is Standing.DEACTIVATED


async def test_two_who_bring_the_same_deactivation_at_once_tell_it_once(keep, told) -> None:
    await keep()
    await asyncio.gather(*(keep(updated=1001, deleted=True) for _ in range(5)))
    assert told.names == ["was_deactivated"]


async def test_two_who_meet_the_same_person_at_once_keep_one(keep, told) -> None:
    persons = await asyncio.gather(*(keep() for _ in range(5)))
    assert len({person.id for person in persons}) == 1
    assert told.changes == []


async def test_a_deactivated_guest_was_no_member_before(keep, told) -> None:
    await keep(is_restricted=True)
    await keep(updated=1001, deleted=True)
    assert told.changes == []


async def test_a_profile_older_than_ours_changes_nothing(keep, told) -> None:
    await keep(updated=1005)
    person = await keep(updated=1004, deleted=True, tz="Asia/Tokyo")
    assert (person.standing, person.zone.key) == (Standing.MEMBER, "Europe/Berlin")
    assert (person.updated, told.changes) == (1005.0, [])


async def test_a_profile_as_old_as_ours_counts(keep, told) -> None:
    await keep(updated=1005)
    await keep(updated=1005, deleted=True)
    assert told.names == ["was_deactivated"]


async def test_a_profile_without_a_stamp_counts_and_leaves_our_stamp(keep, told) -> None:
    await keep(updated=1005)
    person = await keep(updated=None, deleted=True)
    assert (told.names, person.updated) == (["was_deactivated"], 1005.0)


async def test_a_profile_without_a_zone_keeps_the_one_we_know(keep, told) -> None:
    await keep()
    assert (await keep(updated=1001, tz=None)).zone == ZoneInfo("Europe/Berlin")
    assert told.changes == []


async def test_somebody_who_never_had_a_zone_lives_in_utc(keep) -> None:
    assert (await keep(tz="")).zone == ZoneInfo("UTC")


async def test_a_status_that_ends_later_than_said_before_is_a_change(keep, told) -> None:
    await keep(profile=AWAY | {"status_expiration": 2000})
    person = await keep(updated=1001, profile=AWAY | {"status_expiration": 3000})
    assert (told.names, person.status_until) == (["away_changed"], datetime.fromtimestamp(3000, UTC))


async def test_the_end_of_a_status_that_does_not_mean_away_is_nothing_to_us(keep, told) -> None:
    await keep()
    person = await keep(updated=1001, profile={"status_emoji": ":coffee:", "status_expiration": 3000})
    assert (told.changes, person.status_until) == ([], None)


async def test_a_reaction_that_fails_takes_the_change_back(database, workspace, keep) -> None:
    async def refuse(*_):
        raise RuntimeError("no")

    async def keep_and_fail() -> None:
        gone = profile_of(slack_user(updated=1001, deleted=True))
        async with database.transaction() as session:
            await keep_person(session, workspace.id, gone, NOW, [refuse])

    await keep()
    with pytest.raises(RuntimeError):
        await keep_and_fail()
    assert (await keep()).standing is Standing.MEMBER
