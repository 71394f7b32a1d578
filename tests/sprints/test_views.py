"""Everything shown of sprints is what Slack would take, however much there is and whatever is in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rituals.sprint.views import answers, calendar, forms, meetings, overview
from bot.rituals.sprint.views.models import (
    AwayShown,
    CalendarPage,
    ChangeForm,
    GoalsForm,
    GoalShown,
    MeetingGoals,
    MeetingRow,
    MeetingShown,
    NextUp,
    Overview,
    TeamSprint,
)
from bot.sandbox.limits import message_problems, view_problems, view_too_large
from bot.slack.answers import Answer
from bot.slack.blocks import MESSAGE_CHARACTERS
from bot.slack.content import Message
from bot.sprints import views
from bot.sprints.rules import Span
from bot.sprints.views import HalfAway, OneMeeting
from tests.one_on_one.view_models import HARD

ZONE = ZoneInfo("Asia/Kathmandu")
STARTS = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
SPAN = Span(99_999, MONDAY, date(2026, 3, 29))
WORDS = ("", "Falcon", "x" * 80, "<!channel> *b* & <@U1>", *(text[:80] for text in HARD))
Shown = dict[str, Any] | Message | Answer


def problems(shown: Shown) -> list[str]:
    if isinstance(shown, dict):
        return [*view_problems(shown), *(["view_too_large"] if view_too_large(shown) else [])]
    found = message_problems({"text": shown.text, "blocks": list(shown.blocks)})
    total = _characters(list(shown.blocks))
    return found + ([f"{total} characters"] if total > MESSAGE_CHARACTERS else [])


def _characters(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_characters, node))
    if not isinstance(node, dict):
        return 0
    own = len(node["text"]) if isinstance(node.get("text"), str) else 0
    return own + sum(map(_characters, node.values()))


def goal(words: str, number: int = 1) -> GoalShown:
    return GoalShown(number, words * 6 or "–", number, "partly")


def team(words: str, people: int, number: int = 1) -> TeamSprint:
    away = tuple(AwayShown(words, False, MONDAY, MONDAY + timedelta(days=one % 9)) for one in range(people))
    return TeamSprint(
        team=number,
        name=words,
        zone=ZONE,
        today=MONDAY,
        span=SPAN,
        day=(1, 20),
        may_set_goals=True,
        goals=tuple(goal(words, place) for place in (1, 2, 3)),
        next=tuple(NextUp("Joint retro & demo", STARTS, MONDAY) for _ in range(4)),
        away=away,
        away_soon=tuple(replace(one, first=MONDAY + timedelta(days=3), last=None) for one in away),
    )


def everything(words: str) -> Iterator[Shown]:
    for people, count in ((0, 0), (3, 1), (500, overview.TEAMS_A_PAGE)):
        teams = tuple(team(words, people, number) for number in range(1, count + 1))
        yield overview.overview(Overview(teams, page=1, pages=4))
        yield {"type": "home", "blocks": overview.home_blocks(teams[: overview.TEAMS_ON_HOME], 26)}
    yield overview.overview(Overview((replace(team(words, 0), span=None),)))
    yield calendar.calendar(_page(words))
    yield calendar.calendar(CalendarPage(1, words, ZONE, ((SPAN, ()),), False))
    yield from _forms(words)
    yield from _messages(words)
    yield answers.goal_added(1, words, 1, goal(words))
    yield answers.too_many_goals(1, 1, [goal(words, place) for place in (1, 2, 3)], words * 50)
    yield answers.goal_taken_back(words * 6)
    yield answers.away(1, MONDAY, MONDAY)
    yield answers.back(MONDAY, SPAN.last)


def _page(words: str) -> CalendarPage:
    row = MeetingRow("1:2026-03-02", "Joint retro & demo", STARTS, MONDAY, off=250, people=500, may_change=True)
    rows = (row, replace(row, is_over=True), replace(row, is_off=True, reason=words * 9)) * 5
    return CalendarPage(1, words, ZONE, tuple((SPAN, rows) for _ in range(3)), True, 1, 7)


def _forms(words: str) -> Iterator[Shown]:
    goals = tuple(goal(words, place) for place in (1, 2, 3))
    yield forms.goals_form(
        GoalsForm(1, words, SPAN, goals, True, tuple(replace(one, id=one.id + 3) for one in goals))
    )
    yield forms.goals_form(GoalsForm(1, words, SPAN, goals[:1], False, (), words * 50))
    yield forms.goals_form(GoalsForm(1, words, SPAN, (), False))
    yield forms.away_form(MONDAY)
    yield forms.move_form(_meeting(words), MONDAY, time(9))
    shown = ChangeForm(
        1, words, ZONE, (SPAN,) * 6, 99_999, 2, 0, time(9), None, 3, None, time(9), "C1", (words,) * 30
    )
    yield forms.change_form(shown)
    yield forms.change_form(replace(shown, refinement_days=None, others=(), demo_channel=None))


def _meeting(words: str) -> OneMeeting:
    return OneMeeting("1:2026-03-02", views.title_of(views.Meeting.DEMO, words, 9), STARTS, ZONE, MONDAY)


def _messages(words: str) -> Iterator[Shown]:
    one = _meeting(words)
    for changed in (
        one,
        replace(one, is_off=True, reason=words * 9),
        replace(one, was_on=date(2026, 3, 3)),
        replace(one, was_on=date(2026, 3, 3), is_settled=True),
        replace(one, is_over=True),
        replace(one, is_settled=True),
    ):
        yield views.changed(changed)
        yield views.half_away(HalfAway(changed, 250, 500, (MONDAY, STARTS)))
        yield views.half_away(HalfAway(changed, 250, 500, None))
    goals = tuple(MeetingGoals(words, tuple(goal(words, place) for place in (1, 2, 3))) for _ in range(30))
    begins = MeetingShown(one.title, STARTS, ZONE, goals=goals)
    yield meetings.meeting(begins)
    yield meetings.meeting(replace(begins, is_over=True, next=NextUp("Refinement", STARTS)))
    yield meetings.meeting(replace(begins, is_over=True))
    yield meetings.meeting(replace(begins, is_off=True, reason=words * 9))


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_slack_takes_every_view(words: str) -> None:
    assert not [found for shown in everything(words) if (found := problems(shown))]


def test_what_people_wrote_is_never_shown_as_a_mention() -> None:
    for shown in everything("<!channel> *b* & <@U1>"):
        assert "<!channel>" not in "".join(_mrkdwn(shown))
        assert "<@U1>" not in "".join(_mrkdwn(shown))


def _mrkdwn(node: object) -> Iterator[str]:
    if isinstance(node, Message | Answer):
        yield node.text or ""
        yield from _mrkdwn(list(node.blocks))
    elif isinstance(node, list):
        for each in node:
            yield from _mrkdwn(each)
    elif isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for each in node.values():
            yield from _mrkdwn(each)


def test_many_who_are_away_are_counted_and_not_listed() -> None:
    shown = "".join(str(block) for block in overview.team_blocks(team("Ana", 500)))
    assert "and 488 more" in shown
    assert shown.count("Ana (") == 24


@pytest.mark.parametrize(
    ("day", "words"),
    [((4, 10), " · day 4 of 10 (2–27 Mar)"), (None, " · nobody works today (2–27 Mar)")],
)
def test_the_line_of_a_sprint(day: tuple[int, int] | None, words: str) -> None:
    shown = "".join(str(block) for block in overview.team_blocks(replace(team("Falcon", 0), day=day)))
    assert words in shown
