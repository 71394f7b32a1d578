"""When the bot acts in a 1-on-1, and what changes then."""

from datetime import timedelta

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.away import away_words, proposed_day, who_is_away
from bot.rituals.one_on_one.bank import offer_questions
from bot.rituals.one_on_one.cancelling import skip
from bot.rituals.one_on_one.changed import changed, occurrence_subject
from bot.rituals.one_on_one.closing import close as close_occurrence
from bot.rituals.one_on_one.deciding_anew import PREP_VIEW, PROPOSAL_VIEW
from bot.rituals.one_on_one.schedule import CLOSE, PARTNER_PREP, PREP, START, WRAP_UP
from bot.schedule import queries as schedule
from bot.schedule.moments import MomentKind, Turn
from bot.slack import posts
from bot.slack import queries as slack
from bot.slack.models import PostState

START_VIEW = "one_on_one.start"


async def prep(turn: Turn) -> None:
    """The owner is asked first. When one of the two is away, another day is proposed to both instead."""
    pair = await _pair(turn)
    if await who_is_away(turn.session, pair, turn.occurrence) is not None:
        await _propose_or_skip(turn, pair)
        return
    await offer_questions(turn.session, pair.one_on_one, turn.occurrence)
    await _want_prep(turn, pair.owner)
    await changed(turn.session, pair, turn.now)


async def partner_prep(turn: Turn) -> None:
    """The other one gets the same agenda, with what the owner has brought; or the proposal, as the owner did."""
    pair = await _pair(turn)
    if await who_is_away(turn.session, pair, turn.occurrence) is not None:
        await _propose_or_skip(turn, pair)
        return
    await _want_prep(turn, pair.partner)


async def start(turn: Turn) -> None:
    """Both get the final agenda; if one of them is away after all, both are told that it is off."""
    pair = await _pair(turn)
    for earlier in await schedule.unfinished_occurrences(turn.session, turn.series.id):
        # One that was moved to the day before would else still be the one that a topic is discussed in.
        if earlier.starts_at < turn.occurrence.starts_at:
            await close_occurrence(turn.session, pair, earlier, turn.now)
    reason = away_words(await who_is_away(turn.session, pair, turn.occurrence))
    if reason is not None:
        await skip(turn.session, pair, turn.occurrence, reason, turn.now)
        return
    for person in (pair.owner, pair.partner):
        await posts.want(
            turn.session,
            START_VIEW,
            occurrence_subject(turn.occurrence),
            person,
            turn.now,
            turn.occurrence.ends_at,
        )
    await changed(turn.session, pair, turn.now)


async def prep_missed(turn: Turn) -> None:
    """The 1-on-1 had begun before the owner could be asked."""
    await _too_late(turn, PREP_VIEW, (await _pair(turn)).owner)


async def partner_prep_missed(turn: Turn) -> None:
    """The same for the other one."""
    await _too_late(turn, PREP_VIEW, (await _pair(turn)).partner)


async def start_missed(turn: Turn) -> None:
    """It was under way for too long, or over, before either could be shown the agenda."""
    pair = await _pair(turn)
    await _too_late(turn, START_VIEW, pair.owner, pair.partner)


async def wrap_up(turn: Turn) -> None:
    """What both have in front of them asks what becomes of the rest, in place; no further message."""
    await changed(turn.session, await _pair(turn), turn.now)


async def close(turn: Turn) -> None:
    """Nobody pressed *Done*: a day later it closes by itself."""
    await close_occurrence(turn.session, await _pair(turn), turn.occurrence, turn.now)


async def _want_prep(turn: Turn, person: Person) -> None:
    subject, late = occurrence_subject(turn.occurrence), turn.occurrence.starts_at
    await posts.want(turn.session, PREP_VIEW, subject, person, turn.now, late, at=turn.due_at, gathers=True)


async def _too_late(turn: Turn, view: str, *people: Person) -> None:
    subject = occurrence_subject(turn.occurrence)
    await posts.unsaid_to_all(turn.session, view, subject, people, turn.due_at, PostState.TOO_LATE)


async def _propose_or_skip(turn: Turn, pair: Pair) -> None:
    subject, late = occurrence_subject(turn.occurrence), turn.occurrence.starts_at
    for person in (pair.owner, pair.partner):
        due_at = max(turn.due_at, turn.now)
        await posts.unsaid(turn.session, PREP_VIEW, subject, person, due_at, PostState.AWAY)
    if await proposed_day(turn.session, pair, turn.occurrence, turn.now) is None:
        reason = away_words(await who_is_away(turn.session, pair, turn.occurrence))
        await skip(turn.session, pair, turn.occurrence, reason or "one of you is away", turn.now)
        return
    if not await slack.wanted(turn.session, subject, (PROPOSAL_VIEW,)):  # the owner's prep has asked before
        for person in (pair.owner, pair.partner):
            await posts.want(
                turn.session, PROPOSAL_VIEW, subject, person, turn.now, late, at=turn.due_at, gathers=True
            )


async def _pair(turn: Turn) -> Pair:
    one_on_one = await queries.by_series(turn.session, turn.series.id)
    if one_on_one is None:
        raise LookupError(f"series {turn.series.id} has no 1-on-1")
    found = await people.persons(turn.session, [one_on_one.owner_id, one_on_one.partner_id])
    return Pair(one_on_one, turn.series, found[one_on_one.owner_id], found[one_on_one.partner_id])


MOMENTS = (
    MomentKind(PREP, None, prep, before_start=True, missed=prep_missed),
    MomentKind(PARTNER_PREP, None, partner_prep, before_start=True, missed=partner_prep_missed),
    MomentKind(START, timedelta(minutes=20), start, missed=start_missed),
    MomentKind(WRAP_UP, timedelta(hours=24), wrap_up, is_silent=True),
    MomentKind(CLOSE, None, close),
)
