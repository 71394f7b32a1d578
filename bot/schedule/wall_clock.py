"""Where a wall-clock time in a zone falls on the world's timeline, on the days the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

ClockChange = Literal["skipped", "repeated"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_MINUTE = timedelta(minutes=1)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Give the one instant (UTC) at which `at` happens on `day` in `zone`; its local date is always `day`.

    - A time that comes twice happens the first time.
    - A time the clocks skip is shifted by the gap: 02:30 in Berlin on 28 March 2027 is 03:30.
    - Where that shift would leave `day`, it is the first instant after the gap if that is still on `day`;
      else the gap runs to the end of `day` (Nuuk, 23:00 → 00:00), and it is the last whole minute before: 22:59.
    - None if the zone has no such date (Apia, 2011-12-30).

    `at` is naive and its `fold` is ignored. Instants of successive dates strictly increase.
    """
    shifted = _wall(day, at, zone).astimezone(UTC)
    if local_date(shifted, zone) == day:
        return shifted
    return _on_the_date(day, _gap_end(day, at, zone), zone)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Give the date on the calendars in `zone` at `instant` (aware)."""
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Give the first instant (UTC) of `day` in `zone`, also where the clocks skip midnight.

    A date the zone does not have is empty: it starts when the next one does.
    """
    if _is_skipped(day, time(), zone):
        return _gap_end(day, time(), zone)
    return _wall(day, time(), zone).astimezone(UTC)


def clock_change_on(day: date, at: time, zone: ZoneInfo) -> ClockChange | None:
    """Tell whether the clocks in `zone` skip or repeat `at` on `day`; None on an ordinary day."""
    if _is_skipped(day, at, zone):
        return "skipped"
    early, late = _wall(day, at, zone), _wall(day, at, zone, fold=1)
    return "repeated" if early.utcoffset() != late.utcoffset() else None


def clock_change_words(day: date, at: time, zone: ZoneInfo) -> str | None:
    """Say what a change of the clocks does to `at` on `day`, for a form to show; None on an ordinary day."""
    change = clock_change_on(day, at, zone)
    if change is None:
        return None
    said, on = f"{at:%H:%M}", f"{day.day} {MONTHS[day.month - 1]}"
    if change == "repeated":
        return f"{said} comes twice on {on}; the first one is meant."
    instant = instant_of(day, at, zone)
    if instant is None:
        return f"{on} {day.year} does not exist in {zone.key}."
    return f"{said} does not exist on {on}; it will be {instant.astimezone(zone):%H:%M}."


def _wall(day: date, at: time, zone: ZoneInfo, fold: Literal[0, 1] = 0) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).replace(fold=fold)


def _is_skipped(day: date, at: time, zone: ZoneInfo) -> bool:
    wall = _wall(day, at, zone)
    back = wall.astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) != wall.replace(tzinfo=None)


def _gap_end(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the first instant after the gap that swallows `at` (PEP 495: fold=0 has the offset before it)."""
    after = _wall(day, at, zone).astimezone(UTC)
    before = _wall(day, at, zone, fold=1).astimezone(UTC)
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after


def _on_the_date(day: date, gap_end: datetime, zone: ZoneInfo) -> datetime | None:
    nearest = (gap_end, gap_end - _MINUTE)
    return next((instant for instant in nearest if local_date(instant, zone) == day), None)
