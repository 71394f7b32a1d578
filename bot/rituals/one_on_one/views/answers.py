"""The private answers to `/1on1`: one line that says what was done, with the way to look at it or take it back."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.slack.answers import Answer, said
from bot.slack.blocks import actions, button, section, words
from bot.slack.text import escape, one_line, when


@dataclass(frozen=True)
class Which:
    """The 1-on-1 an answer is about: with whom, and when it is, in the reader's zone."""

    partner: str
    starts_at: datetime | None
    zone: ZoneInfo

    def words(self) -> str:
        """Such as “your 1-on-1 with Bob (24 Nov at 10:00)”, escaped."""
        on = f" ({when(self.starts_at, self.zone)})" if self.starts_at else ""
        return f"your 1-on-1 with {escape(self.partner)}{on}"


def added(item: int, text: str, one_on_one: int, which: Which) -> Answer:
    """A topic is on the agenda."""
    line = f"Added to {which.words()}:"
    return said(
        f"{line} {escape(one_line(text))}",
        [
            section(line),
            words(text),
            actions(
                button("Agenda", "one_on_one.agenda", str(one_on_one)),
                button("Undo", "one_on_one.take_back", str(item)),
            ),
        ],
    )


def taken_back(text: str) -> Answer:
    """What was just added is gone again; this stands where it was said to be added."""
    line = "Taken back:"
    return said(f"{line} {escape(one_line(text))}", [section(line), words(text)], replaces=True)


def noted(text: str, is_private: bool, which: Which) -> Answer:
    """A note is written down."""
    who = "Only you can see it" if is_private else f"{escape(which.partner)} can see it too"
    line = f"Noted in {which.words()}. {who}."
    return said(f"{line} {escape(one_line(text))}", [section(line), words(text)])


def promised(item: int, text: str, owner: str, is_mine: bool, due_on: date | None, which: Which) -> Answer:
    """An action item is written down."""
    whose = "you" if is_mine else escape(owner)
    due = f", due {due_on:%A} {due_on.day} {due_on:%B}" if due_on else ""
    line = f"Action item for {whose}{due}, from {which.words()}:"
    return said(
        f"{line} {escape(one_line(text))}",
        [section(line), words(text), actions(button("Undo", "action_item.undo", str(item)))],
    )


def cancelled(which: Which, is_off: bool) -> Answer:
    """It is off, or the other is asked."""
    if is_off:
        return said(f"Cancelled: {which.words()}. Both of you are told; topics stay for the next one.")
    return said(f"I asked {escape(which.partner)} to agree. Until then {which.words()} stays on.")


def paused(partner: str, until: date) -> Answer:
    """The 1-on-1 is paused until a date."""
    return said(
        f"Your 1-on-1 with {escape(partner)} is paused until {until:%A} {until.day} {until:%B}."
        " Go on earlier with `/1on1 resume`."
    )


def resumed(which: Which) -> Answer:
    """The 1-on-1 goes on."""
    return said(f"Going on: {which.words()}.")
