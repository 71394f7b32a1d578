"""What a team may be called, which team a text begins with, and when a roster is read anew."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldRefusal, Refusal
from bot.teams import rules
from bot.teams.rules import Trouble
from tests.teams.conftest import NOW

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\n", "\u3164"])
def test_a_team_needs_a_name_that_can_be_seen(text: str) -> None:
    with pytest.raises(FieldRefusal, match="give the team a name"):
        rules.checked_name(text)


def test_a_name_has_eighty_characters_at_most() -> None:
    assert rules.checked_name("x" * 80) == "x" * 80
    with pytest.raises(FieldRefusal, match="81 characters"):
        rules.checked_name("x" * 81)


def test_a_name_is_kept_on_one_line() -> None:
    assert rules.checked_name("  Team\n\tAlpha  ") == "Team Alpha"


@given(NAMES)
def test_a_name_is_taken_in_any_case(name: str) -> None:
    for other in (name.upper(), name.lower(), f" {name} "):
        if rules.compared(other) == rules.compared(name):
            with pytest.raises(FieldRefusal):
                rules.check_free(other, [name])


def test_straße_and_strasse_are_one_name() -> None:
    with pytest.raises(FieldRefusal, match="already"):
        rules.check_free("STRASSE", ["Straße"])
    rules.check_free("Beta", ["Alpha", "Beta 2"])


@given(NAMES, NAMES)
def test_a_name_in_quotes_begins_a_text_whatever_follows(name: str, rest: str) -> None:
    for opening, closing in zip(rules.OPENING, rules.CLOSING, strict=True):
        assert rules.named_first(f"{opening}{name}{closing} {rest}", [name]) == (name, rest)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alpha ship it", ("Alpha", "ship it")),
        ("Alpha Two ship it", ("Alpha Two", "ship it")),
        ("“alpha two” ship it", ("Alpha Two", "ship it")),
        ("alpha", ("Alpha", "")),
        ("Alpha: ship it", ("Alpha", "ship it")),
        ("r&amp;d ship it", ("R&D", "ship it")),
        ("R&D ship it", ("R&D", "ship it")),
        ("alphabet soup", None),
        ("ship alpha", None),
        ("“alpha ship it", None),
        ("“", None),
        ("", None),
    ],
)
def test_the_longest_name_that_begins_a_text_is_meant(text: str, found: tuple[str, str] | None) -> None:
    assert rules.named_first(text, ["Alpha", "Alpha Two", "R&D"]) == found


def test_who_is_chosen_twice_is_named() -> None:
    with pytest.raises(FieldRefusal, match="Bob: chosen as a member and as an observer") as refused:
        rules.check_apart([(1, "Ana"), (2, "Bob")], [(2, "Bob"), (3, "Carol")])
    assert refused.value.field == "observers"


def test_a_quiet_roster_is_read_at_once_and_a_busy_one_once_a_minute() -> None:
    later = NOW + timedelta(seconds=50)
    assert rules.reads_at(None, None, NOW) == NOW
    assert rules.reads_at(NOW - timedelta(minutes=5), None, NOW) == NOW
    assert rules.reads_at(NOW - timedelta(seconds=10), None, NOW) == later
    assert rules.reads_at(NOW - timedelta(seconds=10), NOW + timedelta(minutes=10), NOW) == later
    assert rules.reads_at(None, NOW - timedelta(seconds=3), NOW) == NOW - timedelta(seconds=3)


@pytest.mark.parametrize(
    ("error", "found"),
    [
        ("not_in_channel", Trouble.NOT_INVITED),
        ("channel_not_found", Trouble.NOT_FOUND),
        ("is_archived", Trouble.ARCHIVED),
        ("restricted_action_read_only_channel", Trouble.CLOSED),
        ("msg_too_long", None),
        (None, None),
    ],
)
def test_only_errors_about_the_channel_are_troubles_of_the_channel(error: str, found: Trouble | None) -> None:
    assert rules.trouble(error) is found


def test_whoever_has_several_teams_is_asked_which() -> None:
    assert rules.which_team(["Alpha", "Beta"]).sentence.startswith("You are in several teams: Alpha, Beta.")
    assert isinstance(rules.which_team([]), Refusal)
