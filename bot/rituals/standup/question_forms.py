"""The questions in the settings: the menu of each, and the form that adds or rewords one."""

from bot.errors import Refusal
from bot.rituals.standup import access, questioning, settings
from bot.rituals.standup.views import settings as views
from bot.rituals.standup.views.form_models import QuestionForm
from bot.slack.answers import Answer, closed, opened, redrawn
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.slack.values import Values

PLACES = {"up": -1, "down": 1}


async def add_form(request: ActionRequest, desk: Desk) -> Answer:
    """*Add question*; the value is the team."""
    async with desk.look(request) as case:
        held = await access.led(case.session, case.person, request.number())
        since = await questioning.counts_from(case.session, held)
        return opened(views.question_form(QuestionForm(held.team.id, counts_from=since)))


async def menu(request: ActionRequest, desk: Desk) -> Answer:
    """The menu of one question; its value is `what:id`."""
    what, _, question_id = request.value.partition(":")
    if what == "edit":
        return await _edit_form(request, desk, number(question_id))
    async with desk.case(request) as case:
        held, question = await access.led_question(case.session, case.person, number(question_id))
        if what in PLACES:
            await questioning.move(case.session, held, question.id, PLACES[what])
        elif what == "remove":
            await questioning.remove(case.session, held, question.id, case.now)
        else:
            raise Refusal("I don’t know that choice. Please open the settings again.")
        return redrawn(await settings.window(case.session, held, case.now))


async def save(request: SubmissionRequest, desk: Desk) -> Answer:
    """A question added, or asked in other words; metadata is the team and the question, 0 for a new one."""
    team_id, _, question_id = request.view.metadata.partition(":")
    words = _words(request.values)
    async with desk.case(request) as case:
        if number(question_id):
            held, question = await access.led_question(case.session, case.person, number(question_id))
            await questioning.reword(case.session, held, question.id, words, case.now)
        else:
            held = await access.led(case.session, case.person, number(team_id))
            await questioning.add(case.session, held, words)
        return closed(await settings.window(case.session, held, case.now))


async def _edit_form(request: ActionRequest, desk: Desk, question_id: int) -> Answer:
    async with desk.look(request) as case:
        held, question = await access.led_question(case.session, case.person, question_id)
        form = QuestionForm(
            team_id=held.team.id,
            id=question.id,
            text=question.text,
            kind=question.kind.value,
            choices=tuple((question.choices or "").split("\n")) if question.choices else (),
            is_required=question.is_required,
            is_standard=question.key in questioning.STANDARD,
            counts_from=await questioning.counts_from(case.session, held),
        )
        return opened(views.question_form(form))


def _words(values: Values) -> questioning.Wording:
    is_required = values.choice("required") == views.YES
    kind = values.choice("kind") if "kind" in values.state else "text"
    return questioning.wording(values.text("text") or "", kind, values.text("choices") or "", is_required)
