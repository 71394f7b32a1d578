"""The forms that move one occurrence, pause a 1-on-1, and end it."""

from datetime import date, time

from bot.rituals.one_on_one.views.models import Meeting, Summary
from bot.rituals.one_on_one.views.words import name
from bot.slack.blocks import View, bold, context, line, modal, moment
from bot.slack.inputs import day_picker, field, time_picker


def move_form(meeting: Meeting, day: date, at: time, zone: str) -> View:
    """*Reschedule* of this occurrence alone, in the time zone of its series; metadata is the occurrence."""
    now = moment(meeting.starts_at, meeting.zone)
    blocks = [
        line("Your 1-on-1 with ", bold(name(meeting.partner)), " (", now, "): only this one moves."),
        field("day", "Day", day_picker(day)),
        field("at", "Time", time_picker(at), hint=f"In the time zone {zone}."),
        context(f"{name(meeting.partner)} is told."),
    ]
    title, number = "Reschedule", meeting.occurrence
    return modal("one_on_one.move", title, blocks, submit="Move it", close="Cancel", metadata=number)


def pause_form(summary: Summary) -> View:
    """*Pause*, until a day or until somebody resumes; metadata is the 1-on-1."""
    blocks = [
        line("While your 1-on-1 with ", bold(name(summary.partner)), " is paused, neither of you hears about it."),
        field("until", "Until", day_picker(), optional=True, hint="Left empty, it is paused until you resume it."),
        context("Agenda and action items stay. The other one is told."),
    ]
    number = summary.one_on_one
    return modal("one_on_one.pause_form", "Pause 1-on-1", blocks, submit="Pause", close="Cancel", metadata=number)


def end_form(summary: Summary) -> View:
    """Asks before a 1-on-1 ends for good, and says that its history stays; metadata is the 1-on-1."""
    blocks = [
        line("This ends your 1-on-1 with ", bold(name(summary.partner)), " for good."),
        context(
            "Its history stays readable to the two of you, and to nobody else. "
            "Open topics you brought can come over to another 1-on-1. The other one is told."
        ),
    ]
    number = summary.one_on_one
    return modal("one_on_one.end_form", "End 1-on-1", blocks, submit="End it", close="Keep it", metadata=number)
