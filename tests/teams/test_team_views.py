"""Windows and forms of teams, as Slack takes them and with nothing cut silently."""

from datetime import timedelta

import pytest

from bot.sandbox.limits import view_problems
from bot.slack.content import Message
from bot.teams.models import RosterSource
from bot.teams.rules import Trouble
from bot.teams.views import fields, forms, messages, windows
from bot.teams.views.models import Filled, Inside, Listed, TeamSeen
from tests.stage import everything_in
from tests.teams.conftest import BERLIN, NOW

LONG = "<!channel> *bold* & " + "W" * 255


def names(count: int, length: int = 12) -> tuple[str, ...]:
    return tuple(f"{number:05}".ljust(length, "x") for number in range(count))


def inside(**changed) -> Inside:
    seen = {"channel": "C0ALPHA", "observers": (), "source": RosterSource.HAND, "zone": BERLIN}
    return Inside(**(seen | changed))


def seen(**changed) -> TeamSeen:
    return TeamSeen(**({"id": 1, "name": "Alpha", "lead": "Ana", "members": ("Ana", "Bob")} | changed))


@pytest.mark.parametrize("count", [0, 1, 40, 41, 500, 1200, 5000])
@pytest.mark.parametrize("shows_everyone", [False, True])
def test_a_team_of_any_size_fits_its_window(count: int, shows_everyone: bool) -> None:
    team = seen(
        name="<&>" * 26,
        members=names(count),
        shows_everyone=shows_everyone,
        inside=inside(observers=names(count), source=RosterSource.USER_GROUP, group="g" * 255, group_is_off=True),
        can_change=True,
    )
    assert view_problems(windows.window(team)) == []


def test_the_longest_names_fit_too() -> None:
    team = seen(name="x" * 80, lead="y" * 255, members=names(500, 255), shows_everyone=True, inside=inside())
    assert view_problems(windows.window(team)) == []


def test_whoever_is_not_shown_is_counted_and_can_be_shown() -> None:
    folded = everything_in(windows.window(seen(members=names(500))))
    assert "Members (500)" in folded
    assert "and 460 more" in folded
    assert "Show all 500" in folded
    whole = everything_in(windows.window(seen(members=names(500), shows_everyone=True)))
    assert all(name in whole for name in names(500))
    assert "more" not in whole


def test_of_a_crowd_as_many_are_shown_as_fit_and_the_rest_is_counted() -> None:
    crowd = names(9000, 9)
    shown = everything_in(windows.window(seen(members=crowd, shows_everyone=True)))
    count = len([name for name in crowd if name in shown])
    assert 3000 < count < 9000
    assert f"and {9000 - count} more" in shown


def test_names_are_shown_and_format_nothing() -> None:
    window = windows.window(seen(name=LONG[:80], lead=LONG, members=(LONG,), inside=inside(observers=(LONG,))))
    assert "mrkdwn" not in str(window)
    message = messages.channel_lost(Trouble.ARCHIVED, "C0ALPHA", [(1, LONG), (2, "Beta")])
    assert "<!channel>" not in message.text
    mrkdwn = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert all("<!channel>" not in text for text in mrkdwn)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "chosen by hand"),
        ({"source": RosterSource.USER_GROUP, "group": "alpha"}, "follow the user group @alpha"),
        ({"source": RosterSource.CHANNEL}, "about to read"),
        ({"source": RosterSource.CHANNEL, "read_at": NOW - timedelta(hours=1)}, "Last read"),
        ({"source": RosterSource.CHANNEL, "guests_left_out": 1}, "1 guest there left out"),
        ({"source": RosterSource.CHANNEL, "guests_left_out": 3}, "3 guests there left out"),
        ({"source": RosterSource.USER_GROUP, "group": "a", "group_is_off": True}, "switched off in Slack"),
        *(
            ({"trouble": one}, "choose another" if one is not Trouble.NOT_INVITED else "/invite")
            for one in Trouble
        ),
    ],
)
def test_its_people_read_where_the_roster_comes_from_and_what_is_wrong(changed, words) -> None:
    assert words in everything_in(windows.window(seen(inside=inside(**changed))))


def test_a_team_without_a_lead_says_so_and_offers_to_name_one() -> None:
    team = seen(lead=None, inside=inside(), can_name_lead=True)
    assert "has no lead" in everything_in(windows.window(team))
    assert "Name a lead…" in everything_in(windows.window(team))
    assert "Name a lead…" not in everything_in(windows.window(seen(lead=None)))


def test_an_ended_team_has_no_buttons_that_change_it() -> None:
    shown = everything_in(windows.window(seen(has_ended=True, can_change=True, lead=None, can_name_lead=True)))
    assert "has ended" in shown
    assert not [label for label in ("Change team", "End team", "Name a lead") if label in shown]


@pytest.mark.parametrize("count", [0, 1, 45, 60])
def test_any_number_of_teams_fits_the_list_of_them(count: int) -> None:
    view = windows.my_teams([Listed(number, "x" * 80, number, "you lead it") for number in range(count)])
    assert view_problems(view) == []
    assert ("15 more" in everything_in(view)) == (count == 60)


def filled(**changed) -> Filled:
    how = {"id": 1, "name": "Alpha", "channel": "C0ALPHA", "lead": "U0ANA", "source": RosterSource.HAND}
    lists = {"group": None, "members": ("U0ANA",), "observers": (), "groups": ()}
    return Filled(**(how | lists | changed))


@pytest.mark.parametrize("groups", [0, 1, 100, 101, 500])
def test_the_form_takes_any_number_of_user_groups(groups: int) -> None:
    known = tuple((f"S{number}", f"group{number}") for number in range(groups))
    view = forms.change(filled(groups=known, group="S0" if groups else None, source=RosterSource.CHANNEL))
    assert view_problems(view) == []
    kinds = [block["element"]["type"] for block in view["blocks"] if block.get("block_id") == "group"]
    assert kinds == ([] if not groups else ["static_select"] if groups <= 100 else ["plain_text_input"])


def test_a_group_that_was_chosen_stands_in_the_form_also_where_it_is_typed() -> None:
    many = [(f"S{number}", f"group{number}") for number in range(101)]
    typed = fields.roster_fields(RosterSource.USER_GROUP, "S7", [], [], many)
    assert typed[1]["element"]["initial_value"] == "@group7"


def test_the_form_opens_without_a_lead_and_with_many_members() -> None:
    many = tuple(f"U{number:08}" for number in range(500))
    assert view_problems(forms.change(filled(lead=None, members=many, observers=many))) == []
    assert view_problems(forms.lead(1, "x" * 80)) == []
    assert view_problems(forms.end(1, "x" * 80)) == []


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_lead_reads_what_to_do_about_the_channel(trouble: Trouble) -> None:
    message: Message = messages.channel_lost(trouble, "C0ALPHA", [(1, "Alpha")])
    assert message.text.startswith("I can’t post in <#C0ALPHA>: ")
    assert "Change team…" in everything_in(list(message.blocks))
    several = messages.channel_lost(trouble, "C0ALPHA", [(number, f"Team {number}") for number in range(8)])
    [row] = [block for block in several.blocks if block["type"] == "actions"]
    assert len({button["action_id"] for button in row["elements"]}) == len(row["elements"]) == 5
