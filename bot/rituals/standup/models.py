"""A team's sync-up, its questions, who takes part on a day, and what they answered."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, named


class Visibility(StrEnum):
    """Who may open a sync-up's answers beyond those who see its channel."""

    TEAM = "team"
    WORKSPACE = "workspace"


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    SCALE = "scale"
    """From 1 to 5."""
    NUMBER = "number"


class PartState(StrEnum):
    """Where one person's part in a day's sync-up stands."""

    EXPECTED = "expected"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    AWAY = "away"


class SyncUp(Base, Numbered):
    """The daily sync-up of one team, and how it is held."""

    __tablename__ = "sync_ups"

    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"), unique=True)
    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"), unique=True)
    by_local_time: Mapped[bool] = mapped_column(Boolean, default=True)
    """Each is asked at the series' wall-clock time in their own zone; else all at once, by the team's."""
    remind_after: Mapped[int] = mapped_column(Integer, default=60)
    """Minutes after the prompt at which who is missing is reminded, once; 0 for never."""
    late_after: Mapped[int] = mapped_column(Integer, default=240)
    """Minutes after the prompt from which on an answer is marked late."""
    visibility: Mapped[Visibility] = mapped_column(named(Visibility), default=Visibility.TEAM)
    asks_mood: Mapped[bool] = mapped_column(Boolean, default=True)


class Question(Base, Numbered):
    """A question of a team's sync-up; one that was taken out stays, for the answers it was given."""

    __tablename__ = "sync_up_questions"
    __table_args__ = (Index("ix_sync_up_questions_sync_up_place", "sync_up_id", "place"),)

    sync_up_id: Mapped[int] = mapped_column(Key, ForeignKey("sync_ups.id"))
    key: Mapped[str] = mapped_column(String(32))
    """`yesterday`, `today`, `blockers` and `opportunities` mean something to the bot; others are a team's own."""
    place: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Secret)
    kind: Mapped[QuestionKind] = mapped_column(named(QuestionKind), default=QuestionKind.TEXT)
    choices: Mapped[str | None] = mapped_column(Secret)
    """What can be chosen, a line each."""
    is_required: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_from: Mapped[date | None] = mapped_column(Date)
    """The first day it is asked on; None for from the beginning. A change leaves days that have opened alone."""
    asked_until: Mapped[date | None] = mapped_column(Date)
    """The first day it is not asked on any more."""
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was taken out, or made way for another wording of itself."""


class Part(Base, Numbered):
    """One person's part in one day's sync-up: the day's roster is frozen as these rows when it opens."""

    __tablename__ = "sync_up_parts"
    __table_args__ = (UniqueConstraint("occurrence_id", "person_id"),)

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"))
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    state: Mapped[PartState] = mapped_column(named(PartState), default=PartState.EXPECTED)
    counts: Mapped[bool] = mapped_column(Boolean, default=True)
    """Was in the team when the day opened; who joined later may answer and is never missing."""
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the prompt was asked for; None before, and for who answered without being asked."""
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Secret)
    """Why they skipped, in their words; or why they are away, in ours."""
    mood: Mapped[int | None] = mapped_column(Integer)
    """From 1 (very bad) to 5 (very good); shown only as the average of four or more."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)


class Answer(Base, Numbered):
    """What somebody answered to one question on one day: rich text as JSON, or the value that was chosen."""

    __tablename__ = "sync_up_answers"
    __table_args__ = (UniqueConstraint("part_id", "question_id"),)

    part_id: Mapped[int] = mapped_column(Key, ForeignKey("sync_up_parts.id"))
    question_id: Mapped[int] = mapped_column(Key, ForeignKey("sync_up_questions.id"))
    value: Mapped[str] = mapped_column(Secret)


class MoodShown(Base):
    """The team's average mood as a day's message shows it; kept so that it never changes by one person's mood."""

    __tablename__ = "sync_up_moods_shown"

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"), primary_key=True)
    halves: Mapped[int] = mapped_column(Integer)
    """The average in halves of a point: 9 is 4.5."""
    count: Mapped[int] = mapped_column(Integer)
    """Over how many moods."""
