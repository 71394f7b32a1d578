"""What was asked for ahead of its time, and is not said when something changes, is decided as things are then."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import occurrence_subject
from bot.rituals.one_on_one.schedule import PARTNER_PREP, PREP
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.slack import posts
from bot.slack import queries as slack
from bot.slack.models import Post, PostState

PREP_VIEW = "one_on_one.prep"
PROPOSAL_VIEW = "one_on_one.proposal"


async def decide_anew(
    session: AsyncSession,
    pair: Pair,
    occurrence: Occurrence,
    now: datetime,
    outcome: PostState = PostState.NOT_WANTED,
) -> None:
    """A prep, or a proposal in its place, that is wanted and not said is not said; its moment comes once more.

    What is said already stays. The caller sets the series' next instant.
    """
    subject = occurrence_subject(occurrence)
    wanted = await slack.wanted(session, subject, (PREP_VIEW, PROPOSAL_VIEW))
    await schedule.forget_moments(session, occurrence.id, _moments_of(pair, wanted))
    for view in {post.view for post in wanted}:
        await posts.withdraw(session, subject, now, outcome, view=view)


def _moments_of(pair: Pair, wanted: Sequence[Post]) -> set[str]:
    if any(post.view == PROPOSAL_VIEW for post in wanted):
        return {PREP, PARTNER_PREP}
    return {PREP if post.recipient_id == pair.owner.id else PARTNER_PREP for post in wanted}
