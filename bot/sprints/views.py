"""What is said about one meeting: that it changed, and the question to a lead whether it should."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.slack.blocks import Block, Element, actions, bold, button, context, line, moment
from bot.slack.content import Message
from bot.slack.text import escape, folded, is_blank, one_line, when
from bot.sprints.models import Meeting

NAMES = {
    Meeting.PLANNING: "Planning",
    Meeting.REFINEMENT: "Refinement",
    Meeting.RETRO: "Team retro",
    Meeting.DEMO: "Joint retro & demo",
}
LONGEST_NAME = 60
LONGEST_REASON = 200


@dataclass(frozen=True)
class OneMeeting:
    """One meeting of one sprint as it stands: which, when, and what became of it."""

    key: str
    """Names it in the values of buttons: the id of its series, and its date by the rule."""
    title: str
    starts_at: datetime
    zone: ZoneInfo
    was_on: date
    """Its date by the rule."""
    is_off: bool = False
    is_over: bool = False
    is_settled: bool = False
    """A person has chosen its day."""
    reason: str | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is on another day than by the rule."""
        return self.starts_at.astimezone(self.zone).date() != self.was_on


@dataclass(frozen=True)
class HalfAway:
    """A meeting that half of its people or more would miss, and the nearest day that is better."""

    meeting: OneMeeting
    off: int
    people: int
    other: tuple[date, datetime] | None


def title_of(meeting: Meeting, team: str | None, number: int) -> str:
    """“Planning of Falcon, sprint 12”; the joint one belongs to no team."""
    return f"{series_title(meeting, team)}, sprint {number}"


def series_title(meeting: Meeting, team: str | None) -> str:
    """“Planning of Falcon”, every sprint."""
    return f"{NAMES[meeting]} of {name(team)}" if team is not None else NAMES[meeting]


def name(words: str) -> str:
    """The name of a team or a person on one line; “someone” where there is nothing to read."""
    return "someone" if is_blank(words) else one_line(words, LONGEST_NAME)


def day(on: date) -> str:
    """A calendar date, which is the same in every zone."""
    return f"{on:%a} {on.day} {on:%b}"


def changed(shown: OneMeeting) -> Message:
    """For the channel: at another time, off, or on after all; edited in place when that changes again."""
    at = moment(shown.starts_at, shown.zone)
    said = when(shown.starts_at, shown.zone)
    title = bold(shown.title)
    if shown.is_off:
        why = _reason(shown.reason)
        return Message(f"{escape(shown.title)} is off{escape(why)}.", [line(title, f" is off{why}.")])
    if not shown.is_elsewhere:
        return Message(f"{escape(shown.title)} is {said}.", [line(title, " is ", at, ".")])
    why = "" if shown.is_settled else ", when nobody works"
    rest = f", not on {day(shown.was_on)}{why}."
    return Message(f"{escape(shown.title)} is {said}{rest}", [line(title, " is ", at, rest)])


def half_away(shown: HalfAway) -> Message:
    """For the lead: another day, or keep it; once that is decided, what became of it."""
    one = shown.meeting
    if one.is_off or one.is_over or one.is_settled or one.is_elsewhere:
        return _decided(one)
    said = f"{shown.off} of {shown.people} people are away then. Move it, or keep it?"
    text = f"{escape(one.title)} ({when(one.starts_at, one.zone)}): {said}"
    head = line(bold(one.title), " (", moment(one.starts_at, one.zone), f"): {said}")
    return Message(text, [head, actions(*_choices(shown)), context("If you do nothing, it stays where it is.")])


def asked_of_another(one: OneMeeting) -> Message:
    """For who was asked and leads no more."""
    said = "whoever leads now decides about it."
    return Message(f"{escape(one.title)}: {said}", [line(bold(one.title), f": {said}")])


def _choices(shown: HalfAway) -> list[Element]:
    key = shown.meeting.key
    found = []
    if shown.other is not None:
        to = shown.other[0]
        found.append(button(f"Move to {day(to)}", "sprint.give_way", f"{key}:{to.isoformat()}", style="primary"))
    return [*found, button("Another day…", "sprint.move", key), button("Keep it", "sprint.keep", key)]


def _decided(one: OneMeeting) -> Message:
    at, said = moment(one.starts_at, one.zone), when(one.starts_at, one.zone)
    if one.is_off:
        why = _reason(one.reason)
        return Message(f"{escape(one.title)} is off{escape(why)}.", [line(bold(one.title), f" is off{why}.")])
    if one.is_over:
        return Message(f"{escape(one.title)} was {said}.", [line(bold(one.title), " was ", at, ".")])
    stays = "is now" if one.is_elsewhere else "stays"
    blocks: list[Block] = [line(bold(one.title), f" {stays} ", at, ".")]
    return Message(f"{escape(one.title)} {stays} {said}.", blocks)


def _reason(words: str | None) -> str:
    return "" if words is None or is_blank(words) else f": {folded(one_line(words, LONGEST_REASON))}"
