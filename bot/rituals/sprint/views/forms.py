"""The forms of `/sprint`: goals, days away, a meeting at another time, and the calendar as a whole."""

from collections.abc import Sequence
from datetime import date, time

from bot.people.views import days_away_fields
from bot.rituals.sprint.views.models import ChangeForm, GoalsForm, GoalShown
from bot.rituals.sprint.views.words import VERDICTS, WEEKDAYS, dates
from bot.slack.blocks import Block, Element, View, bold, context, divider, header, line, modal, moment, option
from bot.slack.inputs import channel_select, day_picker, field, select, text_input, time_picker
from bot.slack.text import one_line
from bot.sprints.rules import WEEKS
from bot.sprints.views import OneMeeting, name

MOST_GOALS = 3
NO_VERDICT = "none"
NO_REFINEMENT = "none"
BEFORE_END = range(1, 8)


def goals_form(shown: GoalsForm) -> View:
    """Up to three goals, with place and verdict; metadata is the team and the number of the sprint."""
    typed = shown.typed
    blocks = [line(bold(name(shown.name)), f" · sprint {shown.span.number} ({dates(shown.span)})")]
    blocks += [block for goal in shown.goals for block in _goal(goal, shown)]
    for free in range(len(shown.goals), MOST_GOALS):
        label = "Goal" if free == 0 else "Another goal"
        box = text_input(typed if free == len(shown.goals) else "", multiline=True)
        blocks.append(field(f"new:{free + 1}", label, box, optional=True))
    blocks.append(context("One to three goals a sprint. Emptied, a goal is taken out."))
    if shown.before:
        blocks += [divider(), header(f"What became of sprint {shown.span.number - 1}")]
        blocks += [_verdict(goal, one_line(goal.text, 150)) for goal in shown.before]
    metadata = f"{shown.team}:{shown.span.number}"
    return modal("sprint.goals_form", "Goals", blocks, submit="Save", close="Cancel", metadata=metadata)


def away_form(today: date) -> View:
    """When I am away, filled in with today alone."""
    return modal("sprint.away_form", "I’m away", days_away_fields(today), submit="Save", close="Cancel")


def move_form(meeting: OneMeeting, day: date, at: time, clock_words: str | None = None) -> View:
    """One meeting at another time, in the zone of its series; metadata names the meeting."""
    now = moment(meeting.starts_at, meeting.zone)
    blocks = [
        line(bold(meeting.title), " (", now, "): only this one moves."),
        field("day", "Day", day_picker(day)),
        field("at", "Time", time_picker(at), hint=f"In the time zone {meeting.zone.key}."),
        context("The channel is told."),
    ]
    return modal("sprint.move_form", "Move", blocks, submit="Move it", close="Cancel", metadata=meeting.key)


def change_form(shown: ChangeForm) -> View:
    """The calendar from a sprint on: length, first day, and each meeting's day and time; metadata is the team."""
    sprints = [option(f"Sprint {span.number} ({dates(span)})", str(span.number)) for span in shown.sprints]
    lengths = [option(f"{weeks} week{'' if weeks == 1 else 's'}", str(weeks)) for weeks in WEEKS]
    weekdays = [option(weekday, str(index)) for index, weekday in enumerate(WEEKDAYS)]
    blocks = [
        line(
            bold(name(shown.name)), " · what you change holds from a sprint on; what was before stays as it was."
        ),
        field("from_number", "From", select(sprints, str(shown.chosen))),
        field("weeks", "A sprint lasts", select(lengths, str(shown.weeks))),
        field(
            "first_day",
            "It begins on a",
            select(weekdays, str(shown.weekday)),
            hint="Another day than now makes the sprint before it a few days longer or shorter.",
        ),
        divider(),
        *_meetings(shown),
    ]
    return modal(
        "sprint.change_form", "Change calendar", blocks, submit="Change", close="Cancel", metadata=shown.team
    )


def _goal(goal: GoalShown, shown: GoalsForm) -> list[Block]:
    found = [field(f"goal:{goal.id}", f"Goal {goal.place}", text_input(goal.text, multiline=True), optional=True)]
    places = [option(f"as number {place}", str(place)) for place in range(1, len(shown.goals) + 1)]
    if len(places) > 1:
        found.append(field(f"place:{goal.id}", "Place", select(places, str(goal.place))))
    return [*found, _verdict(goal, "What became of it?")] if shown.judges else found


def _verdict(goal: GoalShown, label: str) -> Block:
    options: Sequence[Element] = [
        option("Not said yet", NO_VERDICT),
        *(option(words, verdict) for verdict, words in VERDICTS.items()),
    ]
    return field(f"verdict:{goal.id}", label, select(options, goal.verdict or NO_VERDICT))


def _meetings(shown: ChangeForm) -> list[Block]:
    own = f"In the time zone {shown.zone.key}. Left empty, it is not held."
    days = [option(_before_end(count), str(count)) for count in BEFORE_END]
    chosen = str(shown.refinement_days) if shown.refinement_days else NO_REFINEMENT
    none = option("No refinement", NO_REFINEMENT)
    return [
        _time("planning_at", "Planning, on the first day", shown.planning_at, own),
        field("refinement_day", "Refinement", select([*days, none], chosen)),
        _time("refinement_at", "Refinement at", shown.refinement_at, None),
        _time("retro_at", "Team retro, on the last day", shown.retro_at, None),
        _time("demo_at", "Joint retro & demo, on the last day", shown.demo_at, "After the team retros."),
        field("demo_channel", "Channel of the joint one", channel_select(shown.demo_channel), optional=True),
        *_others(shown.others),
    ]


def _others(others: tuple[str, ...]) -> list[Block]:
    if not others:
        return []
    listed = ", ".join(name(other) for other in others[:8]) + (" and others" if len(others) > 8 else "")
    return [context(f"Length, first day and the joint retro & demo change for {listed} too.")]


def _time(block: str, label: str, at: time | None, hint: str | None) -> Block:
    return field(block, label, time_picker(at), optional=True, hint=hint)


def _before_end(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'} before the last"
