"""The question bank in the hands of workspace admins: read, reworded, added to, hidden and shown again."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.bank import as_change
from bot.rituals.one_on_one.models import BankChange
from bot.rituals.one_on_one.question_bank import (
    Question,
    added_key,
    bank,
    checked_kinds,
    checked_text,
    shipped,
    themes,
)
from bot.rituals.one_on_one.views import questions
from bot.rituals.one_on_one.views.models import BankQuestion
from bot.slack.answers import Answer, View, closed, opened, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.slack.text import is_blank

ADMINS_ONLY = "Only admins of this workspace can change the question bank."


async def page(request: ActionRequest, desk: Desk) -> Answer:
    """A page of the bank; the value is the number of its first question."""
    async with desk.look(request) as case:
        _check_admin(case.person)
        view = await _list(case.session, case.person.workspace_id, request.number())
        return opened(view) if request.argument == "open" else redrawn(view)


async def add(request: ActionRequest, desk: Desk) -> Answer:
    """The form for a question of one's own."""
    async with desk.look(request) as case:
        _check_admin(case.person)
        everything = await _everything(case.session, case.person.workspace_id)
        return opened(questions.question_form(None, themes(everything)))


async def edit(request: ActionRequest, desk: Desk) -> Answer:
    """The form for one question; the value is its key."""
    async with desk.look(request) as case:
        _check_admin(case.person)
        found = await _find(case.session, case.person.workspace_id, request.value)
        everything = await _everything(case.session, case.person.workspace_id)
        return opened(questions.question_form(found, themes(everything)))


async def hide(request: ActionRequest, desk: Desk) -> Answer:
    """Not suggested any more, in this workspace."""
    return await _set_hidden(request, desk, is_hidden=True)


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """Suggested again."""
    return await _set_hidden(request, desk, is_hidden=False)


async def save(request: SubmissionRequest, desk: Desk) -> Answer:
    """A question reworded, or a new one; metadata is its key, empty for a new one."""
    async with desk.case(request) as case:
        _check_admin(case.person)
        workspace_id = case.person.workspace_id
        key = request.view.metadata
        if key:
            await _find(case.session, workspace_id, key)
        everything = await _everything(case.session, workspace_id)
        others = [question for question in everything if question.key != key]
        change = await _change(case, key)
        text = request.values.text("text") or ""
        change.text = checked_text("" if is_blank(text) else text, others)
        change.kinds = ",".join(sorted(checked_kinds(request.values.choices("kinds"))))
        change.theme = request.values.choice("theme") or change.theme
        await case.session.flush()
        start = number(request.view.over.metadata) if request.view.over is not None else 0
        return closed(beneath=await _list(case.session, workspace_id, start))


async def _set_hidden(request: ActionRequest, desk: Desk, is_hidden: bool) -> Answer:
    async with desk.case(request) as case:
        _check_admin(case.person)
        await _find(case.session, case.person.workspace_id, request.value)
        change = await _change(case, request.value)
        change.is_hidden = is_hidden
        await case.session.flush()
        start = number(request.view.metadata) if request.view else 0
        return redrawn(await _list(case.session, case.person.workspace_id, start))


async def _change(case: Case, key: str) -> BankChange:
    """The change of this question in this workspace; begun when there is none yet."""
    found = await queries.bank_change(case.session, case.person.workspace_id, key) if key else None
    if found is None:
        found = BankChange(workspace_id=case.person.workspace_id, key=key or "added", is_hidden=False)
        case.session.add(found)
        if not key:
            await case.session.flush()
            found.key = added_key(found.id)
    return found


async def _list(session: AsyncSession, workspace_id: int, start: int) -> View:
    hidden = await _hidden(session, workspace_id)
    everything = await _everything(session, workspace_id)
    return questions.questions_list([_shown(question, hidden) for question in everything], start)


async def _find(session: AsyncSession, workspace_id: int, key: str) -> BankQuestion:
    hidden = await _hidden(session, workspace_id)
    for question in await _everything(session, workspace_id):
        if question.key == key:
            return _shown(question, hidden)
    raise Refusal("This question is not in the bank any more. Please open it again.")


async def _everything(session: AsyncSession, workspace_id: int) -> tuple[Question, ...]:
    """The whole bank, hidden questions too."""
    changes = [as_change(change, is_hidden=False) for change in await queries.bank_changes(session, workspace_id)]
    return bank(shipped(), changes)


async def _hidden(session: AsyncSession, workspace_id: int) -> frozenset[str]:
    return frozenset(
        change.key for change in await queries.bank_changes(session, workspace_id) if change.is_hidden
    )


def _shown(question: Question, hidden: frozenset[str]) -> BankQuestion:
    return BankQuestion(
        key=question.key,
        text=question.text,
        theme=question.theme,
        kinds=tuple(sorted(question.kinds)),
        is_hidden=question.key in hidden,
        is_added=question.key not in {one.key for one in shipped()},
        is_standing=question.standing,
    )


def _check_admin(person: Person) -> None:
    if not person.is_admin:
        raise Refusal(ADMINS_ONLY)
