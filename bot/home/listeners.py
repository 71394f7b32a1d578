"""What a person does on their Home tab, and in the forms that it opens."""

from collections.abc import Sequence
from datetime import date

from bot.errors import FieldRefusal, Refusal
from bot.home import queries
from bot.home.countries import offered
from bot.home.posts import home_changed, want_home
from bot.home.views import forms, windows
from bot.home.views.models import CalendarChoice, Offered
from bot.home.why import Words, due_for
from bot.people import absence
from bot.people import queries as people
from bot.people.models import Person
from bot.people.reactions import DaysReaction
from bot.people.working_days import WorkingWeek
from bot.slack import posts
from bot.slack.answers import Answer, closed, nothing, opened, redrawn
from bot.slack.commands import help_on
from bot.slack.desk import Case, Desk
from bot.slack.models import Received
from bot.slack.requests import ActionRequest, EventRequest, SubmissionRequest, number
from bot.slack.surface import OnAction, OnSubmission, Surface
from bot.slack.text import escape
from bot.slack.values import Values
from bot.storage.once import insert_once


def surface(on_days_change: DaysReaction, words: Words, rest: Surface) -> Surface:
    """Home's actions, forms and events.

    `words` name the views of posts; `rest` is what all others offer, read for the help.
    """
    return Surface(
        actions={
            "home.away": away,
            "home.away_cancel": _take_back(on_days_change),
            "home.calendar": calendar,
            "home.why": _why(words),
            "home.why_page": _why_page(words),
            "home.help": _help(rest),
            "home.send_again": send_again,
        },
        forms={
            forms.AWAY: _be_away(on_days_change),
            forms.CALENDAR: _change_calendar(on_days_change),
        },
        events={"app_home_opened": home_opened},
    )


async def home_opened(request: EventRequest, desk: Desk) -> None:
    """Somebody looks at their Home tab, member or not; the bot's other tab is nothing to us."""
    if request.event.get("tab") != "home":
        return
    now = desk.clock.now()
    async with desk.database.transaction() as session:
        person = await people.person_by_slack_id(session, request.workspace, request.user)
        if person is None:
            desk.meet(request.workspace, request.user)
        elif await insert_once(session, Received, key=request.key, at=now):
            await want_home(session, person, now)


async def away(request: ActionRequest, desk: Desk) -> Answer:
    """The form that takes days away, beginning with today where the person is."""
    async with desk.look(request) as case:
        return opened(forms.away(_today(case)))


async def calendar(request: ActionRequest, desk: Desk) -> Answer:
    """The form for working days and holidays, filled in with what counts now."""
    async with desk.look(request) as case:
        return opened(forms.calendar(_choice(case.person)))


async def send_again(request: ActionRequest, desk: Desk) -> Answer:
    """Say once more what could not be delivered to this very person; refuses what is anybody else's, or gone."""
    async with desk.case(request) as case:
        post = await queries.lost_post(case.session, case.person, request.number())
        if post is None:
            raise Refusal("That message is not in your list any more, so there is nothing to send again.")
        await posts.send_again(case.session, post, case.now)
        await home_changed(case.session, case.person, case.now)
    return nothing()


def _be_away(react: DaysReaction) -> OnSubmission:
    async def be_away(request: SubmissionRequest, desk: Desk) -> Answer:
        first, last = _day(request.values, "first"), _day(request.values, "last")
        async with desk.case(request) as case:
            await absence.add_absence(case.session, case.person, first, last, _today(case))
            await _days_changed(case, react)
        return closed()

    return be_away


def _take_back(react: DaysReaction) -> OnAction:
    async def take_back(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            await absence.cancel_absence(case.session, case.person, request.number())
            await _days_changed(case, react)
        return nothing()

    return take_back


def _change_calendar(react: DaysReaction) -> OnSubmission:
    async def change_calendar(request: SubmissionRequest, desk: Desk) -> Answer:
        week, region = ",".join(request.values.choices("working_week")), _region(request.values)
        async with desk.case(request) as case:
            try:
                await absence.change_calendar(case.session, case.person, week, region)
            except FieldRefusal as refusal:
                raise _under_what_was_typed(refusal, request.values) from None
            await _days_changed(case, react)
        return closed()

    return change_calendar


def _why(words: Words) -> OnAction:
    async def why(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.look(request) as case:
            return opened(windows.due_page(await due_for(case.session, case.person, case.now, words)))

    return why


def _why_page(words: Words) -> OnAction:
    async def why_page(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.look(request) as case:
            page = await due_for(case.session, case.person, case.now, words, number(request.value))
            return redrawn(windows.due_page(page))

    return why_page


def _help(rest: Surface) -> OnAction:
    async def help_(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.look(request):
            return opened(windows.help_window(_offers(rest)))

    return help_


def _offers(rest: Surface) -> Sequence[Offered]:
    commands = [
        Offered(command.name, tuple((help_on(command).text or "").splitlines())) for command in rest.commands
    ]
    lines = tuple(f"*{escape(one.name)}* — {escape(one.description)}" for one in rest.shortcuts)
    return [*commands, Offered("Shortcuts", lines)] if lines else commands


async def _days_changed(case: Case, react: DaysReaction) -> None:
    await case.session.flush()
    await react(case.session, case.person, case.now)
    await home_changed(case.session, case.person, case.now)


def _today(case: Case) -> date:
    return case.now.astimezone(case.person.zone).date()


def _day(values: Values, field: str) -> date:
    day = values.day(field)
    if day is None:
        raise FieldRefusal(field, "Please choose a day.")
    return day


def _choice(person: Person) -> CalendarChoice:
    country, _, part = (person.holidays_region or "").partition("-")
    countries = tuple(offered(person.zone, country or None))
    is_offered = country in dict(countries)
    return CalendarChoice(
        week=WorkingWeek.parse(person.working_week).days,
        countries=countries,
        country=country if is_offered else None,
        part=part if is_offered else "",
    )


def _region(values: Values) -> str | None:
    """The region chosen and typed: a part of the chosen country, or a whole code when no country is chosen."""
    country, part = values.choice("holidays_region"), (values.text("holidays_part") or "").strip()
    if country in (None, forms.NO_COUNTRY):
        return part or None
    return f"{country}-{part.upper().removeprefix(f'{country}-')}" if part else country


def _under_what_was_typed(refusal: FieldRefusal, values: Values) -> FieldRefusal:
    is_typed = bool((values.text("holidays_part") or "").strip())
    if refusal.field != "holidays_region" or not is_typed:
        return refusal
    return FieldRefusal("holidays_part", refusal.sentence)


SURFACE = surface
