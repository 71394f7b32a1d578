"""The calendar of a team: the meetings of this sprint and the next ones, to move, skip and bring back."""

from collections.abc import Sequence

from bot.rituals.sprint.views.models import CalendarPage, MeetingRow
from bot.rituals.sprint.views.words import dates
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    header,
    line,
    modal,
    option,
    overflow,
    section,
)
from bot.slack.text import escape, folded, one_line, when
from bot.sprints.rules import Span
from bot.sprints.views import LONGEST_REASON, day, name

CALENDAR = "sprint.calendar"
MOST_ROWS = 10
"""The most meetings shown of one sprint; four are usual."""


def calendar(shown: CalendarPage) -> View:
    """Three sprints at a time; metadata is the team and the first sprint shown."""
    blocks = [block for span, rows in shown.sprints for block in _sprint(span, rows, shown)]
    first = shown.sprints[0][0].number if shown.sprints else 0
    metadata = f"{shown.team}:{first}"
    title = context(f"{name(shown.name)} · times are shown where you are")
    return modal("sprint.calendar", "Sprint calendar", [title, *blocks, *_turning(shown)], metadata=metadata)


def _sprint(span: Span, rows: Sequence[MeetingRow], shown: CalendarPage) -> list[Block]:
    found = [header(f"Sprint {span.number} · {dates(span)}")]
    if not rows:
        return [*found, line("No meetings.")]
    return [*found, *(block for row in rows[:MOST_ROWS] for block in _row(row, shown))]


def _row(row: MeetingRow, shown: CalendarPage) -> list[Block]:
    title = f"~{row.title}~" if row.is_off else row.title
    at = when(row.starts_at, shown.zone)
    menu = _menu(row)
    said = [section(f"{escape(title)} · {at}", menu)]
    notes = _notes(row)
    return [*said, context(*notes)] if notes else said


def _notes(row: MeetingRow) -> list[str]:
    if row.is_off:
        return [f"Off: {folded(one_line(row.reason, LONGEST_REASON))}" if row.reason else "Off"]
    found = ["Held"] if row.is_over else []
    if row.was_on is not None:
        found.append(f"Moved from {day(row.was_on)}")
    if row.off and not row.is_over and 2 * row.off >= row.people:
        found.append(f"⚠️ {row.off} of {row.people} are away")
    return found


def _menu(row: MeetingRow) -> Element | None:
    if not row.may_change:
        return None
    if row.is_off:
        return overflow("sprint.meeting", [option("Hold it after all", f"hold:{row.key}")])
    return overflow("sprint.meeting", [option("Move…", f"move:{row.key}"), option("Skip", f"skip:{row.key}")])


def _turning(shown: CalendarPage) -> list[Block]:
    team = shown.team
    earlier = shown.earlier
    found = [
        None if earlier is None else button("Earlier sprints", "sprint.turn:earlier", f"{team}:{earlier}"),
        None if shown.later is None else button("Later sprints", "sprint.turn:later", f"{team}:{shown.later}"),
        button("Change…", "sprint.change", team) if shown.may_change else None,
    ]
    return [actions(*found)] if any(found) else []
