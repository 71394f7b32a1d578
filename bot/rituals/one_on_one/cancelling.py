"""Not holding an occurrence, or holding it at another time: who may, who must agree, who is told."""

from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.rituals.one_on_one import closing, queries, rules
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.away import away_words, who_is_away
from bot.rituals.one_on_one.changed import homes_changed, occurrence_subject, touched
from bot.rituals.one_on_one.deciding_anew import decide_anew
from bot.rituals.one_on_one.retelling import retold
from bot.rituals.one_on_one.schedule import PARTNER_PREP, PREP, due_times
from bot.schedule import replanning
from bot.schedule.models import Occurrence, OccurrenceState
from bot.schedule.wall_clock import clock_change_words, instant_of
from bot.slack import posts


async def cancel(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> bool:
    """Cancel this occurrence, or ask for it; true when it is off, false when it waits for the other's answer.

    Refuses a manager, and an occurrence that is over. Until the other agrees it stays on; when one of the two
    is away there is nothing to agree to.
    """
    kind = pair.one_on_one.kind.value
    await replanning.hold(session, pair.series, occurrence)
    rules.check_may_cancel(kind, pair.is_owner, pair.owner.name, pair.owner.mention)
    check_ahead(occurrence, now)
    away = away_words(await who_is_away(session, pair, occurrence))
    if away is not None:
        await skip(session, pair, occurrence, away, now)
        return True
    if not rules.needs_agreement(kind):
        await skip(session, pair, occurrence, f"{pair.me.name} cancelled it", now)
        return True
    sitting = await queries.sitting(session, occurrence.id)
    if sitting.cancel_refused_at is not None:
        raise Refusal(
            f"{pair.other.name} would rather keep this one. You can move it: /1on1 move {pair.other.mention}"
        )
    if sitting.cancel_asked_at is None:
        sitting.cancel_asked_at = now
        await posts.want(
            session,
            "one_on_one.cancel_asked",
            occurrence_subject(occurrence),
            pair.other,
            now,
            occurrence.starts_at,
        )
    await touched(session, pair, occurrence, now)
    return False


async def answer_cancel(
    session: AsyncSession, pair: Pair, occurrence: Occurrence, agrees: bool, now: datetime
) -> None:
    """The other's answer to a report's cancel; refuses everyone else, and a request that is no longer open.

    It is open until it is answered, and until the 1-on-1 begins. The same answer again changes nothing.
    """
    await replanning.hold(session, pair.series, occurrence)
    sitting = await queries.sitting(session, occurrence.id)
    if pair.is_owner:
        raise Refusal(f"Only {pair.partner.name} can answer this.")
    is_answered = sitting.cancel_asked_at is None or sitting.cancel_refused_at is not None
    if occurrence.state is not OccurrenceState.PLANNED or (is_answered and agrees):
        raise Refusal("There is nothing to agree to any more.")
    if agrees:
        check_ahead(occurrence, now)
        await skip(session, pair, occurrence, f"{pair.owner.name} cancelled it, {pair.partner.name} agreed", now)
        return
    if sitting.cancel_refused_at is None:
        await posts.want(
            session, "one_on_one.kept", occurrence_subject(occurrence), pair.owner, now, occurrence.starts_at
        )
    sitting.cancel_refused_at = now
    await touched(session, pair, occurrence, now)


async def skip(session: AsyncSession, pair: Pair, occurrence: Occurrence, reason: str, now: datetime) -> None:
    """It is off: both are told why, open topics stay open for the next one."""
    await replanning.skip_occurrence(session, pair.series, occurrence, reason, due_times, now)
    await posts.withdraw(session, occurrence_subject(occurrence), now)
    for person in pair.members:
        await posts.want(session, "one_on_one.skipped", occurrence_subject(occurrence), person, now)
    await homes_changed(session, pair, now)
    await closing.point_out_not_held(session, pair, now)


async def move(
    session: AsyncSession, pair: Pair, occurrence: Occurrence, day: date, at: time, now: datetime
) -> str | None:
    """Hold this occurrence on another day or time of the series' zone; either of the two may.

    Refuses the past, a day on or after the next occurrence, and a day the zone leaves out. Gives a sentence
    when the clocks change that day in a way that moves or repeats the time chosen.
    """
    await replanning.hold(session, pair.series, occurrence)
    check_ahead(occurrence, now)
    starts_at = instant_of(day, at, pair.series.zone)
    if starts_at is None:
        raise FieldRefusal("day", "That day does not exist in this time zone. Please choose another.")
    rules.check_move(starts_at, now, replanning.following_date(pair.series, occurrence), day)
    await decide_anew(session, pair, occurrence, now)
    was_asked = await who_is_away(session, pair, occurrence) is None
    await replanning.move_occurrence(session, pair.series, occurrence, starts_at, due_times, now)
    if not was_asked:
        await replanning.ask_again(session, pair.series, occurrence, (PREP, PARTNER_PREP), due_times, now)
    await retold(session, pair, occurrence, now)
    sitting = await queries.sitting(session, occurrence.id)
    sitting.cancel_asked_at = None
    sitting.cancel_refused_at = None
    await touched(session, pair, occurrence, now)
    await posts.want(session, "one_on_one.moved", occurrence_subject(occurrence), pair.other, now, starts_at)
    return clock_change_words(day, at, pair.series.zone)


async def not_held(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> None:
    """They did not meet: topics stay for the next time; refuses an occurrence that is over or lies ahead."""
    await replanning.hold(session, pair.series, occurrence)
    if occurrence.state is not OccurrenceState.PLANNED:
        raise Refusal("This 1-on-1 is already over.")
    if occurrence.starts_at > now:
        raise Refusal("This 1-on-1 has not begun. You can still move it.")
    await skip(session, pair, occurrence, "you didn’t meet", now)


def check_ahead(occurrence: Occurrence, now: datetime) -> None:
    """Refuse to change an occurrence that is over, off, or has begun."""
    if occurrence.state is OccurrenceState.SKIPPED:
        raise Refusal("This 1-on-1 is already off.")
    if occurrence.state is OccurrenceState.CLOSED:
        raise Refusal("This 1-on-1 is already over.")
    if occurrence.starts_at <= now:
        raise Refusal("This 1-on-1 has begun. Press “Done” when you have finished, or “We didn’t meet”.")
