"""Every view of a 1-on-1, shown from one world of view models in every state there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from itertools import product
from typing import Any

from bot.rituals.one_on_one.views import (
    agenda,
    changes,
    history,
    meeting_now,
    overview,
    plan_forms,
    prep,
    questions,
    recap,
    series,
    time_forms,
    topic_forms,
    writing_forms,
)
from bot.rituals.one_on_one.views.models import Cancel, Meeting, Phase, WrittenNote
from bot.slack.content import Message
from tests.one_on_one.view_models import STARTS, World

MESSAGES = (prep, meeting_now, recap, changes, series)
WINDOWS = (agenda, history, overview, plan_forms, questions, time_forms, topic_forms, writing_forms)
OF_A_MEETING = (
    prep.prep,
    prep.off,
    prep.past,
    meeting_now.start,
    meeting_now.wrap_up,
    recap.recap,
    changes.set_aside,
    changes.cancel_asked,
    changes.kept,
    changes.moved,
    changes.skipped,
    agenda.agenda,
    agenda.open_agenda,
)
Shown = Message | dict[str, Any]


def everything(world: World) -> Iterator[tuple[str, Shown]]:
    """Name and result of every view, for every phase, both people, and what can be asked of them."""
    for meeting in _meetings(world.meeting):
        yield from _of_meeting(meeting, world)
    yield from _of_series(world)
    yield from _forms(world)
    yield from _windows(world)


def _meetings(meeting: Meeting) -> Iterator[Meeting]:
    states = [(Phase.AHEAD, cancel) for cancel in Cancel] + [(phase, Cancel.ASKED_OF_ME) for phase in Phase]
    for (phase, cancel), is_owner, kind in product(states, (True, False), (meeting.kind, "peer")):
        yield replace(
            meeting,
            phase=phase,
            cancel=cancel,
            is_owner=is_owner,
            kind=kind,
            may_cancel=is_owner or kind == "peer",
            cancel_needs=None if kind == "peer" else meeting.partner,
        )


def _of_meeting(meeting: Meeting, world: World) -> Iterator[tuple[str, Shown]]:
    for view in OF_A_MEETING:
        yield view.__name__, view(meeting)
    for away, to in product((None, f"{world.name} is away"), (None, (date(2026, 6, 10), STARTS))):
        yield "proposal", changes.proposal(meeting, away, to)
    yield "agenda", agenda.agenda(meeting, start=len(meeting.topics) // 2)


def _of_series(world: World) -> Iterator[tuple[str, Shown]]:
    for summary in (world.summary, replace(world.summary, is_owner=False, starts_at=None, topics=0)):
        for who in (None, world.name):
            yield "started_series", series.started_series(summary, who, world.name)
            yield "resumed", series.resumed(summary, who)
            yield "ended", series.ended(summary, who, world.name)
        yield "changed_series", series.changed_series(summary, world.name)
        yield "paused", series.paused(replace(summary, is_paused=True, paused_until=date(2026, 7, 1)), world.name)
        yield "paused", series.paused(summary, world.name)
        yield "not_held_twice", series.not_held_twice(summary)
        paused = replace(summary, is_paused=True, paused_until=None)
        yield "waiting_agenda", agenda.waiting_agenda(paused, world.meeting.topics)
        for kept, is_paused in product((True, False), repeat=2):
            yield "ask_to_pause", series.ask_to_pause(replace(summary, is_paused=is_paused), kept)


def _forms(world: World) -> Iterator[tuple[str, Shown]]:
    choices, text, meeting = world.choices, world.text, world.meeting
    written = WrittenNote(1, text[:3000], world.name, True, True)
    yield "new_form", plan_forms.new_form(world.plan)
    yield "new_form", plan_forms.new_form(replace(world.plan, partner=None, topic=None))
    yield "settings_form", plan_forms.settings_form(replace(world.plan, one_on_one=7, is_open=True))
    yield "topic_form", topic_forms.topic_form(choices, choices[-1].value, text, source=world.name, place="C1:1.2")
    yield "topic_form", topic_forms.topic_form(choices, None)
    yield "note_form", writing_forms.note_form(choices, None, text, True)
    yield "note_form", writing_forms.note_form(metadata=70)
    yield "edit_note_form", writing_forms.edit_note_form(written)
    yield "action_form", writing_forms.action_form(choices[:2], text, choices[0].value, date(2026, 6, 9), 70)
    yield "action_form", writing_forms.action_form((), choices=choices)
    yield "edit_action_form", writing_forms.edit_action_form(world.promise, choices[:2], choices[0].value)
    yield "move_form", time_forms.move_form(meeting, date(2026, 6, 9), time(10), world.name or "Europe/Berlin")
    yield "pause_form", time_forms.pause_form(world.summary)
    yield "end_form", time_forms.end_form(world.summary)
    yield "handover_form", topic_forms.handover_form(meeting.topics, 7, choices, None)
    for topic in meeting.topics[:2]:
        yield "edit_topic_form", topic_forms.edit_topic_form(topic)


def _windows(world: World) -> Iterator[tuple[str, Shown]]:
    for may_edit in (True, False):
        yield "overview", overview.overview(world.summaries, may_edit)
        home = overview.home_blocks(world.summaries, world.meeting.promises, may_edit)
        yield "home_blocks", {"type": "home", "blocks": home}
    yield "history", history.history(world.history)
    yield "history", history.history(replace(world.history, meetings=world.history.meetings[:1], search=""))
    for start in (0, 30, len(world.bank)):
        yield "questions_list", questions.questions_list(world.bank, start)
    yield "question_form", questions.question_form(None)
    for question in world.bank[:1]:
        yield "question_form", questions.question_form(question, ("feeling", world.name[:60] or "goals"))
