"""Everything opportunities show is what Slack takes, and says that naming one makes nobody its owner."""

from dataclasses import replace

import pytest

from bot.opportunities import views
from bot.opportunities.views import OpportunityForm, OpportunityLine, Seen
from bot.raised import views as raised
from bot.raised.views import Choice
from bot.slack.rich_text import RichText
from tests.blockers.test_blocker_views import HARD, problems
from tests.stage import everything_in

SOURCE = "https://acme.slack.com/archives/C1/p11"


def opportunity(text: str = "CI is slow", **more: object) -> OpportunityLine:
    made = OpportunityLine(7, "O7", RichText.of(text), "Ann", "2 March", sprint=12, is_own=True, source=SOURCE)
    return replace(made, **more)


def shown(text: str) -> dict[str, object]:
    own = opportunity(text, raiser=text[:255])
    page = tuple(replace(own, id=number, sprint=12 - number // 4) for number in range(views.PAGE))
    choices = tuple(Choice(str(number), text[:75] or "–") for number in range(150))
    form = OpportunityForm(RichText.of(text), choices=choices, source=SOURCE, place="C1:1.1")
    return {
        "list": views.opportunities_window(Seen(3, text[:80], 13, page, 12, 40, may_name=True)),
        "first": views.opportunities_window(Seen(3, text[:80], 13, page, 0, 12)),
        "one": views.one_window(own, text[:80]),
        "one taken back": views.one_window(replace(own, is_taken_back=True), text[:80]),
        "form": views.opportunity_form(form),
        "form in a team": views.opportunity_form(replace(form, team_id=3, team=text[:80], choices=())),
        "edit": views.edit_form(7, RichText.of(text)),
        "logged": views.logged([own, own], 3, text[:80]),
        "taken back": views.taken_back(own),
        "kept": raised.kept("You are in no team yet.", RichText.of(text), 4),
    }


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_slack_takes_every_view(text: str) -> None:
    refused = {name: found for name, each in shown(text).items() if (found := problems(each))}
    assert refused == {}


def test_wherever_people_name_one_they_read_that_it_does_not_make_them_its_owner() -> None:
    made = shown("CI is slow")
    for name in ("form", "form in a team", "edit", "logged"):
        assert "Naming it does not make you its owner" in _said(made[name]), name
    assert "naming it does not make you its owner" in _said(views.opportunities_window(Seen(3, "Falcon", None)))


def _said(each: object) -> str:
    return everything_in(each if isinstance(each, dict) else list(each.blocks))


def test_what_is_too_long_for_a_form_is_not_cut_silently() -> None:
    form = views.opportunity_form(OpportunityForm(RichText.of("x" * 31_000)))
    assert "the last 16,001 characters did not fit here" in _said(form)


def test_a_sprint_in_which_nothing_was_named_yet_is_shown_empty() -> None:
    window = views.opportunities_window(Seen(3, "Falcon", 13, (opportunity(),), total=1))
    said = _said(window)
    assert said.index("Sprint 13, this one") < said.index("Nothing yet") < said.index("Sprint 12")
    window = views.opportunities_window(Seen(3, "Falcon", None, (opportunity(sprint=None),), total=1))
    assert "Outside of a sprint" in _said(window)


def test_only_its_raiser_can_change_it_and_nobody_is_named_as_its_owner() -> None:
    others = _said(views.one_window(opportunity(is_own=False), "Falcon"))
    assert "Take back" not in others
    assert "named by Ann on 2 March" in others
    assert "Take back" in _said(views.one_window(opportunity(), "Falcon"))
