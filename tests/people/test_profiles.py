"""What the bot reads out of a Slack user object, and what it makes of one with holes in it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.models import Standing
from bot.people.profiles import profile_of
from tests.people.users import slack_user


def test_a_member_is_read_with_name_zone_and_stamp() -> None:
    profile = profile_of(slack_user("U7", updated=1700000000.5))
    assert (profile.slack_id, profile.name, profile.zone) == ("U7", "name-u7", ZoneInfo("Europe/Berlin"))
    assert (profile.standing, profile.is_admin, profile.updated) == (Standing.MEMBER, False, 1700000000.5)
    assert not profile.away_by_status


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ({"deleted": True}, Standing.DEACTIVATED),
        ({"deleted": True, "is_bot": True}, Standing.DEACTIVATED),
        ({"is_bot": True}, Standing.BOT),
        ({"is_app_user": True}, Standing.MEMBER),
        ({"id": "USLACKBOT", "is_bot": False}, Standing.BOT),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.GUEST),
    ],
)
def test_the_marks_slack_gives_say_where_a_user_stands(marks, standing) -> None:
    assert profile_of(slack_user(**marks)).standing is standing


def test_a_user_of_another_workspace_is_a_guest() -> None:
    assert profile_of(slack_user(team_id="T2"), "T1").standing is Standing.GUEST


def test_a_user_of_an_enterprise_organisation_is_a_member_in_each_of_their_workspaces() -> None:
    user = slack_user(team_id="T2", enterprise_user={"teams": ["T2", "T1"]})
    assert profile_of(user, "T1").standing is Standing.MEMBER


@pytest.mark.parametrize("mark", ["is_admin", "is_owner"])
def test_admins_and_owners_are_admins(mark) -> None:
    assert profile_of(slack_user(**{mark: True})).is_admin


@pytest.mark.parametrize(
    ("display", "real", "handle", "name"),
    [
        ("Bob", "Robert", "bob", "Bob"),
        ("", "Robert", "bob", "Robert"),
        (None, None, "bob", "bob"),
        ("  ", "", None, "U1"),
    ],
)
def test_a_person_is_called_by_the_first_name_slack_gives(display, real, handle, name) -> None:
    profile = {"display_name": display, "real_name": real}
    assert profile_of(slack_user(profile=profile, real_name=real, name=handle)).name == name


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../etc/passwd", "Europe", "a\0b", "x" * 65, 7])
def test_a_zone_nobody_knows_is_no_zone(zone) -> None:
    assert profile_of(slack_user(tz=zone)).zone is None


@pytest.mark.parametrize(
    "emoji", [":palm_tree:", ":face_with_thermometer:", ":no_entry:", "palm_tree", ":no_entry::skin-tone-3:"]
)
def test_three_emoji_say_that_somebody_is_away(emoji) -> None:
    assert profile_of(slack_user(profile={"status_emoji": emoji})).away_by_status


@pytest.mark.parametrize("emoji", ["", None, ":house_with_garden:", ":no_entry_sign:", ":calendar:"])
def test_other_emoji_say_nothing(emoji) -> None:
    assert not profile_of(slack_user(profile={"status_emoji": emoji})).away_by_status


def test_a_status_ends_when_slack_says() -> None:
    ends = profile_of(slack_user(profile={"status_expiration": 1700000000})).status_until
    assert ends == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("never", [0, None, "", -1, 1e30, "soon"])
def test_a_status_without_a_possible_end_never_ends(never) -> None:
    assert profile_of(slack_user(profile={"status_expiration": never})).status_until is None


junk = st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.sampled_from(sorted(slack_user())), junk), st.dictionaries(st.text(), junk))
def test_whatever_a_user_object_holds_it_can_be_read(fields, profile) -> None:
    read = profile_of({"profile": profile} | fields, "T1")
    assert len(read.name) <= 255
