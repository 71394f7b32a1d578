"""The private answers to `/sprint`: what was done, and the way to look at it or take it back."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.sprint.views.models import GoalShown
from bot.rituals.sprint.views.words import goal_lines
from bot.slack.answers import Answer, said
from bot.slack.blocks import actions, button, context, line, section, words, words_in_full
from bot.slack.text import escape, one_line
from bot.sprints.views import day, name


def goal_added(team: int, team_name: str, number: int, goal: GoalShown) -> Answer:
    """A goal is one of the sprint's."""
    head = f"Goal {goal.place} of sprint {number} of {name(team_name)}:"
    more = actions(button("Goals…", "sprint.goals", team), button("Undo", "sprint.goal_undo", goal.id))
    return said(f"{escape(head)} {escape(one_line(goal.text))}", [line(head), words(goal.text), more])


def too_many_goals(team: int, number: int, goals: Sequence[GoalShown], typed: str) -> Answer:
    """A fourth goal: which three there are, what was typed, and what to do."""
    head = f"Sprint {number} has its three goals already, so I have not added this one."
    cure = "Take one out or reword it under “Goals…”, or keep yours for the next sprint."
    blocks = [
        line(head),
        line(goal_lines(goals)),
        context("You wrote:"),
        *words_in_full(typed),
        line(cure),
        actions(button("Goals…", "sprint.goals", team)),
    ]
    return said(f"{head} {cure}", blocks)


def goal_taken_back(text: str) -> Answer:
    """A goal just written down is gone again."""
    head = "Taken back:"
    return said(f"{head} {escape(one_line(text))}", [section(head), words(text)], replaces=True)


def away(absence: int, first: date, last: date) -> Answer:
    """Days away are noted."""
    text = f"You are away {_days(first, last)}: I ask you for nothing, and nobody counts you as missing."
    return said(text, [section(text), actions(button("Take back", "sprint.away_undo", absence))])


def back(first: date, last: date) -> Answer:
    """Days away just noted are taken back."""
    text = f"Taken back: you are not away {_days(first, last)}."
    return said(text, [section(text)], replaces=True)


def changed(number: int, first: date) -> str:
    """What a form says that changed the calendar."""
    return f"The calendar has changed from sprint {number} on, which begins on {day(first)}."


def _days(first: date, last: date) -> str:
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
