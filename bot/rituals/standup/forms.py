"""What a person sends with the forms of a sync-up: an answer, a day skipped, days away."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people import absence
from bot.people.reactions import DaysReaction
from bot.raised.views import TEAM
from bot.rituals.standup import access, answering, asked, choosing, days, history, opening
from bot.rituals.standup.access import Mine
from bot.rituals.standup.given import given, mood_of
from bot.rituals.standup.lateness import check_answerable
from bot.rituals.standup.models import Question
from bot.rituals.standup.views.forms import REASON, question_block
from bot.rituals.standup.views.windows import DAY, WHICH
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, closed
from bot.slack.desk import Case, Desk
from bot.slack.requests import SubmissionRequest, number
from bot.slack.surface import OnSubmission
from bot.slack.values import Values

FORM_IS_OLD = "The questions have changed since you opened this form. Please open it again: /standup"


async def answer(request: SubmissionRequest, desk: Desk) -> Answer:
    """An answer, or a change of it; what was asked when the form was opened is what is taken."""
    async with desk.case(request) as case:
        mine = await _answerable(case, request)
        questions = await _asked(case.session, mine, request.values)
        said = given(request.values, questions)
        part = await days.my_part(case.session, mine.held.sync_up, mine.occurrence, case.person, case.now)
        mood = mood_of(request.values)
        await answering.answer(case.session, mine.held.sync_up, part, said, mood, case.now)
        return await _closed_over(case, request)


async def skip(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Skip today*, with or without a reason: the day of the form, or today's of the team that is chosen in it."""
    async with desk.case(request) as case:
        mine = await (_answerable(case, request) if request.view.metadata else _todays(case, request))
        part = await days.my_part(case.session, mine.held.sync_up, mine.occurrence, case.person, case.now)
        await answering.skip(case.session, part, request.values.text(REASON) or "", case.now)
        return closed()


def away(react: DaysReaction) -> OnSubmission:
    """*I’m away…*: the days are noted, and those that have opened say so at once."""

    async def be_away(request: SubmissionRequest, desk: Desk) -> Answer:
        first, last = _day(request.values, "first"), _day(request.values, "last")
        async with desk.case(request) as case:
            today = local_date(case.now, case.person.zone)
            await absence.add_absence(case.session, case.person, first, last, today)
            await react(case.session, case.person, case.now)
        return closed()

    return be_away


async def _answerable(case: Case, request: SubmissionRequest) -> Mine:
    mine = await access.my_day(case.session, case.person, request.number())
    check_answerable(mine, case.now)
    return mine


async def _todays(case: Case, request: SubmissionRequest) -> Mine:
    held = await access.my_sync_up(case.session, case.person, number(request.values.choice(TEAM) or ""))
    return Mine(held, await days.day_for(case.session, held.sync_up, case.person, case.now))


async def _asked(session: AsyncSession, mine: Mine, values: Values) -> list[Question]:
    """The questions that the form asked, in order, whatever has become of them since it was opened."""
    ids = [number(block.removeprefix(question_block(0)[:-1])) for block in values.state]
    found = await asked.questions_by_id(session, ids)
    own = [each for each in found.values() if each.sync_up_id == mine.held.sync_up.id]
    if not own:
        raise Refusal(FORM_IS_OLD)
    return sorted(own, key=lambda question: (question.place, question.id))


async def _closed_over(case: Case, request: SubmissionRequest) -> Answer:
    """The form closes; the list of teams or the day under it, if it was opened from there, shows the answer."""
    over = request.view.over
    await case.session.flush()
    if over is not None and over.callback == WHICH:
        mine = await choosing.answered_by(case.session, case.person)
        return closed(await opening.which_window(case.session, mine, case.now))
    if over is not None and over.callback == DAY:
        seen = await access.seen_day(case.session, case.person, number(over.metadata))
        return closed(await history.day_window(case.session, seen, case.now))
    return closed()


def _day(values: Values, field: str) -> date:
    day = values.day(field)
    if day is None:
        raise FieldRefusal(field, "Please choose a day.")
    return day
