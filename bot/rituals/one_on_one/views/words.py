"""The words that all views of a 1-on-1 share: kinds, faces, counts, names, and lists in one sentence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.rituals.one_on_one.views.models import Meeting, Promise, Summary, Topic
from bot.slack.text import escape, folded, is_blank, one_line, when

KINDS = {
    "manager": "Manager and report",
    "skip-level": "Skip-level (manager’s manager)",
    "mentor": "Mentor",
    "peer": "Peers",
}
FACES = {
    1: ("😞", "Very bad"),
    2: ("🙁", "Not so good"),
    3: ("😐", "All right"),
    4: ("🙂", "Good"),
    5: ("😀", "Very good"),
}
LONGEST_NAME = 60
LONGEST_REASON = 200


def name(words: str) -> str:
    """A person's name on one line, for plain and rich text; “someone” where there is nothing to read."""
    return "someone" if is_blank(words) else one_line(words, LONGEST_NAME)


def safe_name(words: str) -> str:
    """A person's name for a message's `text`."""
    return escape(name(words))


def counted(number: int, noun: str) -> str:
    """“1 topic”, “3 topics”, “no topics”."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def day(on: date) -> str:
    """A calendar date, which is the same in every zone."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def whose(meeting: Meeting) -> str:
    """Whose meeting it is, as plain words."""
    if meeting.kind == "peer":
        return "It belongs to you both: bring what is on your mind."
    if meeting.is_owner:
        return "It is your meeting: you set the agenda."
    return f"It is {name(meeting.owner)}’s meeting: most of the time goes to what is on their mind."


def lasts(meeting: Meeting) -> str:
    """How long it lasts."""
    minutes = int((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1))
    return counted(minutes, "minute")


def carried(topic: Topic) -> str:
    """How often a topic was carried over; empty when it never was."""
    if topic.times_carried == 0:
        return ""
    often = {1: "once", 2: "twice"}.get(topic.times_carried, f"{topic.times_carried} times")
    return f"carried over {often}"


def due(promise: Promise) -> str:
    """Whose a promise is and when it is due."""
    owner = "You" if promise.is_own else name(promise.owner)
    if promise.is_done:
        return f"{owner} · done"
    if promise.due_on is None:
        return owner
    return f"{owner} · {'was due' if promise.is_overdue else 'by'} {day(promise.due_on)}"


def reason(words: str | None) -> str:
    """Why it was skipped, as the end of a sentence; empty when nobody said."""
    return "" if words is None or is_blank(words) else one_line(words, LONGEST_REASON)


def titles(texts: Sequence[str], first: int = 3) -> str:
    """The first few of several for a message's `text`, escaped: “a”, “b”, “c” and 2 more."""
    shown = [f"“{escape(one_line(text, 80))}”" for text in texts[:first]]
    rest = len(texts) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def topics_said(topics: Sequence[Topic]) -> str:
    """How many topics, with the first few, as a sentence for a message's `text`."""
    if not topics:
        return "There is nothing on the agenda yet."
    return f"{capital(counted(len(topics), 'topic'))}: {titles([topic.text for topic in topics])}."


def promises_said(promises: Sequence[Promise], what: str = "open action item") -> str:
    """How many action items not yet done, with the first few, as a sentence for `text`; empty for none."""
    texts = [promise.text for promise in promises if not promise.is_done]
    return f" {capital(counted(len(texts), what))}: {titles(texts)}." if texts else ""


def meeting_said(meeting: Meeting, your: str = "Your") -> str:
    """“Your 1-on-1 with Bob (tomorrow at 10:00)”, for a message's `text`: no “on”, for Slack may say “today”."""
    return f"{your} 1-on-1 with {safe_name(meeting.partner)} ({when(meeting.starts_at, meeting.zone)})"


def next_said(next_at: datetime | None, seen: Meeting | Summary) -> str:
    """When the next one is, as a sentence for a message's `text`; empty when that is not known."""
    return f" The next one: {when(next_at, seen.zone)}." if next_at is not None else ""


def cut(text: str, limit: int, where: str) -> str:
    """The text, or its beginning and where all of it can be read."""
    if len(text) <= limit:
        return text
    note = f" (in full in {where})"
    return folded(text, max(limit - len(note), 1)) + note
