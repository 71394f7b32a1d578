"""Every form and window of a sync-up is what Slack would take, however little or much there is in it."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.raised.views import Choice
from bot.rituals.standup.views import forms, offers, windows
from bot.rituals.standup.views import settings as setting_views
from bot.rituals.standup.views.form_models import (
    Answered,
    AnswerForm,
    Asked,
    Choosable,
    Listed,
    QuestionForm,
    Said,
    ShownDay,
    ShownQuestion,
    ShownSettings,
)
from bot.sandbox.limits import message_problems, view_problems, view_too_large
from bot.slack.blocks import View
from bot.slack.rich_text import RichText, read

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
CANARY = "<!channel> & <@U1> & <http://x|y>"
HARD = [CANARY, "```" * 30, "مرحبا \u202eانا\u202c", "\u200b\u2060\ufeff", "👩‍👩‍👧‍👦🏳️‍🌈" * 60, "", " ", "x" * 3000]
WORDS = st.one_of(st.sampled_from(HARD), st.text(max_size=200))
NUMBERS = st.integers(1, 10**12)
PIECES = [{"type": "text", "text": f"w{n}", "style": {"bold": n % 2 == 0}} for n in range(1900)]
STYLED = read({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": PIECES}]})
LONG = RichText.of("ä" * 20_000)
TEXTS = st.one_of(WORDS.map(RichText.of), st.just(LONG), st.just(STYLED))
CHOICES = tuple(f"{n} " + "c" * 70 for n in range(20))


def problems(view: View) -> list[str]:
    return [*view_problems(view), *(["view_too_large"] if view_too_large(view) else [])]


def asked(kind: str, number: int, *, full: bool, is_required: bool) -> Asked:
    return Asked(
        id=number,
        key="blockers" if number == 3 else f"own{number}",
        text="Q" * 150,
        kind=kind,
        is_required=is_required,
        choices=CHOICES[: 20 if number % 2 else 3] if kind == "choice" else (),
        said=RichText.of("x" * 1000) if full and kind == "text" else None,
        value={"choice": CHOICES[0], "scale": "5", "number": "-1000000000"}.get(kind) if full else None,
        filled_from=MONDAY,
    )


def earlier(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(n), f"B{n} " + "b" * 70) for n in range(1, count + 1))


def listed(count: int) -> tuple[Listed, ...]:
    return tuple(Listed(n, f"B{n} " + "b" * 70, "for 400 days") for n in range(1, count + 1))


@pytest.mark.parametrize("kind", ["text", "choice", "scale", "number"])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("is_required", [False, True])
@pytest.mark.parametrize("count", [0, 1, 11, 60])
def test_the_form_with_ten_questions_of_any_kind(kind: str, full: bool, is_required: bool, count: int) -> None:
    questions = tuple(asked(kind, n, full=full, is_required=is_required) for n in range(1, 11))
    form = AnswerForm(
        10**12,
        "T" * 80,
        MONDAY,
        MONDAY,
        questions,
        listed(count),
        earlier(min(count, 50)),
        None,
        mood=3 if full else None,
    )
    assert not problems(forms.answer_form(form))


@given(WORDS, TEXTS, st.booleans(), st.integers(-9, 9))
@settings(max_examples=60, deadline=None)
def test_the_form_with_any_words(words: str, said: RichText, is_edit: bool, days: int) -> None:
    question = Asked(1, "today", words, said=said)
    day = MONDAY.replace(day=10 + days)
    form = AnswerForm(
        1, words, day, MONDAY.replace(day=10), (question,), (Listed(1, words, words),), is_edit=is_edit
    )
    assert not problems(forms.answer_form(form))


def test_all_that_may_be_answered_together_fits_the_form_again() -> None:
    kept = RichText.of("w" * 14_990)
    questions = tuple(Asked(n, f"own{n}", "Q" * 150, said=kept) for n in range(1, 11))
    assert not problems(forms.answer_form(AnswerForm(1, "T", MONDAY, MONDAY, questions, listed(60), earlier(50))))


@given(WORDS)
def test_the_small_forms_with_any_team(words: str) -> None:
    assert not problems(forms.skip_form(10**12, words, MONDAY))
    teams = [Choice(str(number), words) for number in range(120)]
    assert not problems(forms.skip_form_of_one(teams, words[: forms.LONGEST_REASON]))
    assert not problems(forms.away_form(MONDAY))


@given(st.lists(st.builds(Choosable, NUMBERS, WORDS, WORDS, st.booleans(), st.booleans()), max_size=30))
@settings(max_examples=40, deadline=None)
def test_the_list_of_teams(teams: list[Choosable]) -> None:
    assert not problems(windows.which(teams, 12))


def answered(texts: int, text: RichText) -> Answered:
    return Answered(
        "N" * 255, tuple(Said("Q" * 150, text) for _ in range(texts)), is_late=True, is_edited=True, is_own=True
    )


@pytest.mark.parametrize("text", [RichText.of("hm"), LONG, STYLED, RichText.of("👩‍👩‍👧‍👦" * 1500)])
@pytest.mark.parametrize("people", [0, 1, 8])
@pytest.mark.parametrize("said", [0, 1, 10])
def test_a_day_to_read(text: RichText, people: int, said: int) -> None:
    names = tuple("N" * 255 for _ in range(500))
    day = ShownDay(
        10**12,
        10**12,
        "T" * 80,
        MONDAY,
        tuple(answered(said, text) for _ in range(people)),
        first=100,
        total=480,
        missing=names,
        later_today=names,
        away=names,
        skipped=tuple((name, "r" * 200) for name in names),
        earlier=1,
        later=2,
        reported=names,
        is_mine=True,
    )
    assert not problems(windows.day_window(day))
    assert not problems(windows.day_window(replace(day, answers=(), names_alone=True)))


def test_no_answer_is_skipped_between_two_pages_of_a_day() -> None:
    everybody = tuple(Answered(f"Person {n}", (Said("Q", LONG),) * 10) for n in range(8))
    first, seen = 0, []
    while first < len(everybody):
        view = windows.day_window(ShownDay(1, 1, "T", MONDAY, everybody[first:], first, len(everybody)))
        shown = [str(n) for n in range(8) if f"Person {n}" in str(view["blocks"])]
        assert shown
        seen += shown
        first += len(shown)
    assert seen == [str(n) for n in range(8)]


@given(WORDS, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 10), st.frozensets(st.integers(0, 6)))
@settings(max_examples=60, deadline=None)
def test_the_settings(
    words: str, may_change: bool, is_paused: bool, has_ended: bool, count: int, days: frozenset[int]
) -> None:
    shown = ShownSettings(
        team_id=10**12,
        team=words,
        zone=BERLIN,
        version="a" * 12,
        days=days,
        at=time(9, 30),
        by_local_time=may_change,
        remind_after=0,
        late_after=1440,
        is_for_workspace=is_paused,
        asks_mood=has_ended,
        may_change=may_change,
        questions=tuple(ShownQuestion(n, words, words, n != 1) for n in range(count)),
        paused_until=MONDAY if is_paused else None,
        is_paused=is_paused,
        has_ended=has_ended,
        lead=words,
    )
    for view in (setting_views.settings_window, setting_views.pause_form, setting_views.end_form):
        assert not problems(view(shown))
    assert not problems(setting_views.rhythm_form(shown))


@given(WORDS, st.sampled_from(list(setting_views.KINDS)), st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_form_of_a_question(words: str, kind: str, is_required: bool, is_standard: bool) -> None:
    form = QuestionForm(10**12, 10**12, words[:150], kind, CHOICES, is_required, is_standard, MONDAY)
    assert not problems(setting_views.question_form(form))


@given(WORDS)
def test_private_answers(words: str) -> None:
    for answer in (
        offers.answer_early(words, MONDAY, 10**12),
        offers.too_old(MONDAY, 10**12),
        offers.skipped(words, MONDAY, 10**12),
        offers.away(MONDAY, MONDAY.replace(day=5)),
    ):
        assert answer.text
        assert "<!channel>" not in answer.text
        blocks = list(answer.blocks)
        assert not blocks or not message_problems({"text": answer.text, "blocks": blocks})
