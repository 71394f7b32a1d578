"""Home's own parts, forms and windows: Slack takes them all, and nothing in them breaks out of its place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.home.countries import offered
from bot.home.views import forms, home, windows
from bot.home.views.models import CalendarChoice, DaysAway, Due, DuePage, Offered, Settings
from bot.sandbox.limits import view_problems, view_too_large
from bot.slack.models import PostState

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK = frozenset(range(5))


def settings(**changed: Any) -> Settings:
    return Settings(**({"zone": BERLIN, "week": WEEK, "region": "Germany (DE-BE)"} | changed))


def due(number: int = 1, state: PostState = PostState.SHOWN, **changed: Any) -> Due:
    values = {"id": number, "at": NOW, "about": "Recap of a 1-on-1", "state": state, "shown_at": NOW}
    return Due(**(values | changed))


def page(*rows: Due, **changed: Any) -> DuePage:
    return DuePage(rows, BERLIN, **changed)


def texts(blocks: Any) -> str:
    """Everything a view says, for a look at what is in it."""
    if isinstance(blocks, dict):
        own = [blocks[key] for key in ("text", "fallback") if isinstance(blocks.get(key), str)]
        return " ".join([*own, *(texts(value) for value in blocks.values())])
    return " ".join(texts(block) for block in blocks) if isinstance(blocks, list | tuple) else ""


def on_home(blocks: list) -> dict:
    return {"type": "home", "blocks": blocks}


def buttons(blocks: list) -> list[str]:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


MANY_AWAY = tuple(DaysAway(10**17 + n, date(2026, 3, 2), date(2027, 3, 1)) for n in range(300))


@pytest.mark.parametrize(
    "shown",
    [
        settings(),
        settings(region=None, quiet_because="weekend"),
        settings(quiet_because="holiday: " + "x" * 4000),
        settings(away=MANY_AWAY, week=frozenset(range(7)), region="A" * 300),
        settings(away=(DaysAway(1, date(1, 1, 1), date(9999, 12, 31)),)),
    ],
)
def test_slack_takes_every_settings_part(shown: Settings) -> None:
    blocks = home.settings_part(shown)
    assert view_problems(on_home(blocks)) == []
    assert len(blocks) <= 20


def test_settings_offer_what_there_is_to_change_and_to_ask() -> None:
    shown = home.settings_part(settings(away=(DaysAway(7, date(2026, 3, 3), date(2026, 3, 6)),)))
    assert buttons(shown) == [
        "I’m away…",
        "Working days & holidays",
        "Calendar address…",
        "Why did I (not) get this?",
        "Help",
    ]
    said = texts(shown)
    for words in (
        "Europe/Berlin",
        "Mon, Tue, Wed, Thu, Fri",
        "Germany (DE-BE)",
        "Away: Tue 3 Mar 2026 – Fri 6 Mar 2026",
    ):
        assert words in said


def test_more_absences_than_are_shown_are_counted() -> None:
    assert "… and 290 more after these." in texts(home.settings_part(settings(away=MANY_AWAY)))


def test_nothing_lost_says_nothing() -> None:
    assert home.undelivered([], settings()) == []


@pytest.mark.parametrize("state", [PostState.REFUSED, PostState.GIVEN_UP, PostState.UNKNOWN])
def test_slack_takes_what_was_lost_however_much_and_however_named(state: PostState) -> None:
    lost = [due(n, state, about="<!channel> *b* " + "w" * 100, error="<@U1>" * 40) for n in range(500)]
    blocks = home.undelivered(lost, settings())
    assert view_problems(on_home(blocks)) == []
    assert len(blocks) == 7
    assert "… and 495 more" in texts(blocks)
    assert "<!channel>" not in texts(blocks)
    assert "<@U1>" not in texts(blocks)


def test_only_what_may_have_arrived_is_asked_about_before_it_is_sent_again() -> None:
    lost = [due(1, PostState.REFUSED), due(2, PostState.UNKNOWN)]
    controls = [block["accessory"] for block in home.undelivered(lost, settings())[1:]]
    assert ["confirm" in control for control in controls] == [False, True]
    assert [control["value"] for control in controls] == ["1", "2"]


def test_the_absence_form_is_good_as_it_stands_for_today() -> None:
    view = forms.away(date(2026, 3, 2))
    assert view_problems(view) == []
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == ["first", "last"]
    assert view["blocks"][1]["element"]["initial_date"] == "2026-03-02"


@pytest.mark.parametrize(
    ("country", "part", "week"),
    [(None, "", WEEK), ("DE", "BE", frozenset({6})), ("AD", "07", frozenset(range(7))), ("DE", "x" * 99, WEEK)],
)
def test_the_calendar_form_is_filled_in_with_what_counts(country: str | None, part: str, week: frozenset) -> None:
    view = forms.calendar(CalendarChoice(week, tuple(offered(BERLIN, country)), country, part))
    assert view_problems(view) == []
    days, menu, typed = (block["element"] for block in view["blocks"])
    assert len(days["initial_options"]) == len(week)
    assert menu["initial_option"]["value"] == (country or "none")
    assert typed.get("initial_value", "") == part[:32]


@pytest.mark.parametrize("state", list(PostState))
def test_slack_takes_a_full_page_of_every_fate(state: PostState) -> None:
    rows = [due(n, state, about="a" * 4000, error="e" * 64) for n in range(20)]
    view = windows.due_page(page(*rows, page=1, pages=3, is_cut=True))
    assert view_problems(view) == []
    assert not view_too_large(view)


def test_a_row_says_when_it_was_due_what_it_was_and_when_it_was_shown() -> None:
    view = windows.due_page(page(due(shown_at=NOW + timedelta(minutes=1))))
    said = texts(view["blocks"][1])
    for words in ("Mon 2 Mar 10:00 (Europe/Berlin)", "Recap of a 1-on-1", "shown: ", "Mon 2 Mar 10:01"):
        assert words in said


def test_what_was_not_shown_says_no_time_of_showing() -> None:
    view = windows.due_page(page(due(state=PostState.AWAY)))
    assert "not sent: you were away" in texts(view)
    assert texts(view).count("2 Mar") == 1


def test_pages_are_turned_only_where_there_are_more() -> None:
    first, middle, last = (windows.due_page(page(due(), page=n, pages=3))["blocks"] for n in range(3))
    assert (buttons(first), buttons(middle), buttons(last)) == (["Older"], ["Newer", "Older"], ["Newer"])
    assert buttons(windows.due_page(page(due()))["blocks"]) == []


def test_nothing_due_is_said_kindly() -> None:
    view = windows.due_page(page())
    assert view_problems(view) == []
    assert "Nothing was due for you" in texts(view)


def test_help_holds_however_many_commands_there_are() -> None:
    lines = tuple("x" * 1000 for _ in range(10))
    view = windows.help_window([Offered(f"/command{n}", lines) for n in range(200)])
    assert view_problems(view) == []
    assert view_problems(windows.help_window([])) == []
