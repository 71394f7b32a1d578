"""What people see of a 1-on-1: view models in, messages, windows and blocks out."""

from bot.rituals.one_on_one.views.agenda import agenda, open_agenda
from bot.rituals.one_on_one.views.changes import cancel_asked, moved, proposal, skipped
from bot.rituals.one_on_one.views.history import history
from bot.rituals.one_on_one.views.meeting_now import start, wrap_up
from bot.rituals.one_on_one.views.overview import home_blocks, overview
from bot.rituals.one_on_one.views.plan_forms import new_form, settings_form
from bot.rituals.one_on_one.views.prep import prep
from bot.rituals.one_on_one.views.questions import question_form, questions_list
from bot.rituals.one_on_one.views.recap import recap
from bot.rituals.one_on_one.views.series import (
    action_due,
    ask_to_pause,
    changed_series,
    ended,
    not_held_twice,
    paused,
    resumed,
    started_series,
)
from bot.rituals.one_on_one.views.time_forms import end_form, move_form, pause_form
from bot.rituals.one_on_one.views.topic_forms import edit_topic_form, handover_form, topic_form
from bot.rituals.one_on_one.views.writing_forms import action_form, edit_action_form, edit_note_form, note_form

__all__ = [
    "action_due",
    "action_form",
    "agenda",
    "ask_to_pause",
    "cancel_asked",
    "changed_series",
    "edit_action_form",
    "edit_note_form",
    "edit_topic_form",
    "end_form",
    "ended",
    "handover_form",
    "history",
    "home_blocks",
    "move_form",
    "moved",
    "new_form",
    "not_held_twice",
    "note_form",
    "open_agenda",
    "overview",
    "pause_form",
    "paused",
    "prep",
    "proposal",
    "question_form",
    "questions_list",
    "recap",
    "resumed",
    "settings_form",
    "skipped",
    "start",
    "started_series",
    "topic_form",
    "wrap_up",
]
