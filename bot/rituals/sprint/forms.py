"""What a form of sprints does when sent; each asks anew whether the sender may, whatever the form carried."""

from dataclasses import replace
from datetime import date, time

from bot.errors import FieldRefusal, Refusal
from bot.people import absence
from bot.rituals.sprint import changing
from bot.rituals.sprint.access import Sprints, led_meeting, sprints_of
from bot.rituals.sprint.around import Around
from bot.rituals.sprint.beneath import closed_over
from bot.rituals.sprint.changing import Wanted
from bot.rituals.sprint.views import answers
from bot.rituals.sprint.views.forms import MOST_GOALS, NO_REFINEMENT
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer
from bot.slack.desk import Case, Desk
from bot.slack.naming import check_channel
from bot.slack.requests import SubmissionRequest, number
from bot.slack.surface import OnSubmission
from bot.slack.text import escape
from bot.slack.values import Values
from bot.sprints import goals, moving, queries
from bot.sprints.changed import homes_changed
from bot.sprints.goals import Wording
from bot.sprints.models import Goal, Meeting, Verdict
from bot.sprints.rules import span_number
from bot.teams import access

TIMES = {
    Meeting.PLANNING: "planning_at",
    Meeting.REFINEMENT: "refinement_at",
    Meeting.RETRO: "retro_at",
    Meeting.DEMO: "demo_at",
}


def save_goals(around: Around) -> OnSubmission:
    """*Goals*: of the sprint the form was opened in, though it may be over; and verdicts of the one before."""

    async def saved(request: SubmissionRequest, desk: Desk) -> Answer:
        team_id, _, of_sprint = request.view.metadata.partition(":")
        async with desk.case(request) as case:
            team = await access.member_team(case.session, case.person, number(team_id))
            sprints = await sprints_of(case.session, team, case.now)
            await _save(case, sprints, number(of_sprint), request.values)
            await homes_changed(case.session, [team], case.now)
            return await closed_over(case, request, around)

    return saved


def be_away(around: Around) -> OnSubmission:
    """*I’m away*: noted, and what depends on it is planned anew."""

    async def noted(request: SubmissionRequest, desk: Desk) -> Answer:
        first, last = _day(request.values, "first"), _day(request.values, "last")
        async with desk.case(request) as case:
            today = local_date(case.now, case.person.zone)
            await absence.add_absence(case.session, case.person, first, last, today)
            await around.days_changed(case.session, case.person, case.now)
            return await closed_over(case, request, around)

    return noted


def move(around: Around) -> OnSubmission:
    """*Move*: one meeting at another time; told when the clocks change that day."""

    async def moved(request: SubmissionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            coming = await led_meeting(case.session, case.person, request.view.metadata, case.now)
            day, at = _day(request.values, "day"), _time(request.values, "at")
            said = await moving.move(case.session, coming, day, at, case.now)
            return _told(said, await closed_over(case, request, around))

    return moved


def change(around: Around) -> OnSubmission:
    """*Change calendar*: from the sprint chosen on."""

    async def changed(request: SubmissionRequest, desk: Desk) -> Answer:
        await _check_demo_channel(request, desk)
        async with desk.case(request) as case:
            team = await access.led_team(case.session, case.person, request.number())
            sprints = await sprints_of(case.session, team, case.now)
            span = await changing.change(case.session, sprints, _wanted(request.values), case.now)
            await case.session.flush()
            in_step = await queries.teams_in_step(case.session, sprints.calendar.id)
            await homes_changed(case.session, in_step, case.now)
            said = answers.changed(span.number, span.first)
            return _told(said, await closed_over(case, request, around))

    return changed


async def _check_demo_channel(request: SubmissionRequest, desk: Desk) -> None:
    async with desk.look(request) as case:
        team = await access.led_team(case.session, case.person, request.number())
        calendar = await queries.calendar_of_team(case.session, team.id)
    channel, kept = request.values.channel("demo_channel"), calendar.demo_channel if calendar else None
    await check_channel(desk, case.person, "demo_channel", channel, kept)


async def _save(case: Case, sprints: Sprints, of_sprint: int, values: Values) -> None:
    current = sprints.span.number
    if of_sprint not in (current, current - 1):
        raise Refusal("That sprint is over. Please copy what you wrote, and open the goals again.")
    span = span_number(sprints.cadences, of_sprint)
    there = await queries.goals(case.session, sprints.team.id, span.number)
    wordings = [_old(goal, values) for goal in there if f"goal:{goal.id}" in values.state]
    for place in range(1, MOST_GOALS + 1):
        field = f"new:{place}"
        if field in values.state:
            wordings.append((field, Wording(None, values.text(field) or "", place)))
    await goals.save(case.session, sprints.calendar, sprints.team, span, case.person, wordings, case.now)
    await _judge(case, sprints, of_sprint - 1, values)


def _old(goal: Goal, values: Values) -> tuple[str, Wording]:
    field, verdict = f"goal:{goal.id}", values.choice(f"verdict:{goal.id}")
    place = number(values.choice(f"place:{goal.id}") or "") or goal.place
    return field, Wording(goal.id, values.text(field) or "", place, _verdict(verdict), verdict is not None)


async def _judge(case: Case, sprints: Sprints, of_sprint: int, values: Values) -> None:
    before = await queries.goals(case.session, sprints.team.id, of_sprint)
    said = {goal.id: _verdict(values.choice(f"verdict:{goal.id}")) for goal in before}
    goals.judge(before, {goal_id: verdict for goal_id, verdict in said.items() if verdict is not None})


def _verdict(chosen: str | None) -> Verdict | None:
    return Verdict(chosen) if chosen in set(Verdict) else None


def _wanted(values: Values) -> Wanted:
    refinement = values.choice("refinement_day")
    times = {meeting: values.time(field) for meeting, field in TIMES.items()}
    if refinement in (None, NO_REFINEMENT):
        times[Meeting.REFINEMENT] = None
    elif times[Meeting.REFINEMENT] is None:
        raise FieldRefusal("refinement_at", "Please choose a time, or “No refinement”.")
    return Wanted(
        from_number=number(values.choice("from_number") or ""),
        weeks=number(values.choice("weeks") or ""),
        weekday=min(number(values.choice("first_day") or ""), 6),
        times=times,
        refinement_days=None if refinement in (None, NO_REFINEMENT) else number(refinement or ""),
        demo_channel=values.channel("demo_channel"),
    )


def _told(words: str | None, answer: Answer) -> Answer:
    return answer if words is None else replace(answer, text=escape(words))


def _day(values: Values, field: str) -> date:
    day = values.day(field)
    if day is None:
        raise FieldRefusal(field, "Please choose a day.")
    return day


def _time(values: Values, field: str) -> time:
    at = values.time(field)
    if at is None:
        raise FieldRefusal(field, "Please choose a time.")
    return at
