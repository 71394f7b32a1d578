"""Calendars as RFC 5545 text, for any calendar program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

REFRESHED = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One dated meeting; `uid` stays the same when it is moved or called off, so that programs move it too."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    is_off: bool = False


def text_of(name: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """A whole calendar. Each date is an entry of its own, in UTC: no rule a program could read differently."""
    calendar = Calendar()
    calendar.add("prodid", "-//Drumbeat//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_off else "OPAQUE")
    return event
