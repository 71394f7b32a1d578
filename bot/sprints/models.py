"""Sprint calendars, the sprints on them, their goals, and the series of their meetings."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, Zone, named


class Meeting(StrEnum):
    """A meeting that every sprint has; the daily sync-up is a ritual of its own."""

    PLANNING = "planning"
    REFINEMENT = "refinement"
    RETRO = "team retro"
    DEMO = "joint retro & demo"


class Verdict(StrEnum):
    """What became of a goal."""

    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"


class SprintCalendar(Base, Numbered):
    """When sprints begin and end, for one team or for several in step; they end with a joint retro & demo."""

    __tablename__ = "sprint_calendars"

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"), index=True)
    zone: Mapped[ZoneInfo] = mapped_column(Zone)
    demo_channel: Mapped[str | None] = mapped_column(String(32))
    """Where the joint retro & demo is held; None when there is none."""
    created_by: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Cadence(Base, Numbered):
    """How long sprints are, from one sprint on until the next row's; the first row begins the numbering."""

    __tablename__ = "cadences"
    __table_args__ = (UniqueConstraint("calendar_id", "from_number"),)

    calendar_id: Mapped[int] = mapped_column(Key, ForeignKey("sprint_calendars.id"))
    from_number: Mapped[int] = mapped_column(Integer)
    first_day: Mapped[date] = mapped_column(Date)
    """The first day of the sprint `from_number`."""
    weeks: Mapped[int] = mapped_column(Integer)


class CalendarTeam(Base):
    """A team that runs its sprints by a calendar; each by one at most."""

    __tablename__ = "calendar_teams"

    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"), primary_key=True)
    calendar_id: Mapped[int] = mapped_column(Key, ForeignKey("sprint_calendars.id"), index=True)


class Sprint(Base, Numbered):
    """A sprint of a calendar by its number; a row is made when something is first said about it.

    On which days it is follows from the cadences.
    """

    __tablename__ = "sprints"
    __table_args__ = (UniqueConstraint("calendar_id", "number"),)

    calendar_id: Mapped[int] = mapped_column(Key, ForeignKey("sprint_calendars.id"))
    number: Mapped[int] = mapped_column(Integer)


class Goal(Base, Numbered):
    """What a team wants to reach in a sprint, and the verdict at its end."""

    __tablename__ = "sprint_goals"
    __table_args__ = (UniqueConstraint("sprint_id", "team_id", "place"),)

    sprint_id: Mapped[int] = mapped_column(Key, ForeignKey("sprints.id"))
    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    place: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Secret)
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    verdict: Mapped[Verdict | None] = mapped_column(named(Verdict))
    created_at: Mapped[datetime] = mapped_column(Instant)


class MeetingSeries(Base):
    """The series of one meeting of a calendar: a team's own, or (`team_id` None) the joint retro & demo."""

    __tablename__ = "meeting_series"

    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"), primary_key=True)
    calendar_id: Mapped[int] = mapped_column(Key, ForeignKey("sprint_calendars.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    meeting: Mapped[Meeting] = mapped_column(named(Meeting))
    days_before_end: Mapped[int | None] = mapped_column(Integer)
    """For what is held before the sprint's end: how many days before its last day; None for planning."""
    from_number: Mapped[int] = mapped_column(Integer)
    """The first sprint in which it is held so; a later row of the same meeting takes over from its own."""
