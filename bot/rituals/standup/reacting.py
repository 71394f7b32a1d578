"""What somebody's days away mean at once: for today's sync-ups, and for all that others plan by them."""

from datetime import date

from bot.people.reactions import DaysReaction
from bot.rituals.standup import answering
from bot.slack import posts
from bot.slack.content import home_subject
from bot.slack.desk import Case


async def days_changed(case: Case, react: DaysReaction, first: date, last: date) -> None:
    """The person is away from `first` to `last`: open days say so, and what depends on their days is told."""
    await case.session.flush()
    await answering.stay_away(case.session, case.person, first, last, case.now)
    await react(case.session, case.person, case.now)
    await posts.refresh(case.session, home_subject(case.person.id), case.now)
