"""Who has had no 1-on-1 lately: names and dates for workspace admins, never with whom or what about."""

from datetime import date, timedelta

from bot.errors import Refusal
from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.views import coverage as coverages
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, opened
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest

LATELY = timedelta(weeks=4)
ADMINS_ONLY = "Only admins of this workspace can see who has had no 1-on-1 lately."


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """Members without a 1-on-1 that was held in the last four weeks, those who have waited longest first."""
    async with desk.look(request) as case:
        if not case.person.is_admin:
            raise Refusal(ADMINS_ONLY)
        held = await queries.last_held(case.session, case.person.workspace_id)
        since = case.now - LATELY
        waiting: list[tuple[str, date | None]] = [
            (person.name, local_date(last, case.person.zone) if last is not None else None)
            for person, last in held
            if last is None or last < since
        ]
        waiting.sort(key=lambda line: (line[1] is not None, line[1] or date.min, line[0].casefold()))
        return opened(coverages.coverage(waiting, len(held)))
