"""What the buttons and menus of sprints do."""

from bot.people import absence
from bot.rituals.sprint import changing, screens
from bot.rituals.sprint.access import Sprints, led_meeting, led_occurrence, sprints_of
from bot.rituals.sprint.around import Around
from bot.rituals.sprint.beneath import redrawn_window
from bot.rituals.sprint.views import answers, forms
from bot.schedule.wall_clock import local_date
from bot.slack import posts
from bot.slack.answers import Answer, nothing, opened, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, number
from bot.slack.surface import OnAction
from bot.sprints import goals, moving
from bot.sprints.changed import homes_changed, subject_of
from bot.teams import access


async def calendar(request: ActionRequest, desk: Desk) -> Answer:
    """*Calendar*: the meetings of this sprint and the next ones."""
    async with desk.look(request) as case:
        sprints = await _seen(case, request.number())
        return opened(await screens.calendar(case.session, case.person, sprints, case.now))


async def turn(request: ActionRequest, desk: Desk) -> Answer:
    """*Later sprints*, *Earlier sprints*."""
    team, _, first = request.value.partition(":")
    async with desk.look(request) as case:
        sprints = await _seen(case, number(team))
        return redrawn(await screens.calendar(case.session, case.person, sprints, case.now, number(first)))


async def goals_form(request: ActionRequest, desk: Desk) -> Answer:
    """*Goals…*: the form, for members."""
    async with desk.look(request) as case:
        team = await access.member_team(case.session, case.person, request.number())
        sprints = await sprints_of(case.session, team, case.now)
        return opened(await screens.goals_form(case.session, sprints))


async def change(request: ActionRequest, desk: Desk) -> Answer:
    """*Change…*: the calendar to change, for the lead and for admins."""
    async with desk.look(request) as case:
        team = await access.led_team(case.session, case.person, request.number())
        sprints = await sprints_of(case.session, team, case.now)
        return opened(forms.change_form(await changing.change_form(case.session, sprints)))


async def away(request: ActionRequest, desk: Desk) -> Answer:
    """*I’m away…*: the form."""
    async with desk.look(request) as case:
        return opened(forms.away_form(local_date(case.now, case.person.zone)))


def page(around: Around) -> OnAction:
    """*More teams*, *Previous teams*."""

    async def turned(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.look(request) as case:
            session, me, sync_ups = case.session, case.person, around.next_sync_ups
            return redrawn(await screens.overview(session, me, sync_ups, case.now, number(request.value)))

    return turned


def meeting_menu(around: Around) -> OnAction:
    """The menu of a meeting in the calendar: move it, skip it, or hold it after all."""

    async def chosen(request: ActionRequest, desk: Desk) -> Answer:
        what, _, key = request.value.partition(":")
        async with desk.case(request) as case:
            coming = await led_meeting(case.session, case.person, key, case.now)
            if what == "move":
                return opened(await screens.move_form(case.session, coming, case.now))
            if what == "hold":
                await moving.hold_after_all(case.session, coming, case.now)
            else:
                await moving.skip(case.session, coming, f"{case.person.name} called it off", case.now)
            return await redrawn_window(case, request, around)

    return chosen


async def move(request: ActionRequest, desk: Desk) -> Answer:
    """*Another day…*: the form that moves a meeting."""
    async with desk.case(request) as case:
        coming = await led_meeting(case.session, case.person, request.value, case.now)
        return opened(await screens.move_form(case.session, coming, case.now))


async def give_way(request: ActionRequest, desk: Desk) -> Answer:
    """*Move to Thu 5 Mar*: held on that day, at its usual time."""
    async with desk.case(request) as case:
        coming, day = await led_occurrence(case.session, case.person, request.value, case.now)
        await moving.move(case.session, coming, day, coming.series.at, case.now)
        return nothing()


async def keep(request: ActionRequest, desk: Desk) -> Answer:
    """*Keep it*: held when it is, and nobody is asked again."""
    async with desk.case(request) as case:
        coming = await led_meeting(case.session, case.person, request.value, case.now)
        moving.check_ahead(coming.occurrence, case.now)
        await moving.settle(case.session, coming.occurrence, case.now)
        await posts.refresh(case.session, subject_of(coming.occurrence), case.now)
        return nothing()


async def goal_undo(request: ActionRequest, desk: Desk) -> Answer:
    """*Undo* right after writing a goal down."""
    async with desk.case(request) as case:
        found = await goals.written_by(case.session, case.person, request.number())
        team = await access.member_team(case.session, case.person, found.team_id)
        await goals.take_back(case.session, found)
        await homes_changed(case.session, [team], case.now)
        return answers.goal_taken_back(found.text)


def away_undo(around: Around) -> OnAction:
    """*Take back* right after saying that one is away."""

    async def taken_back(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            found = await absence.cancel_absence(case.session, case.person, request.number())
            await case.session.flush()
            await around.days_changed(case.session, case.person, case.now)
            return answers.back(found.first, found.last)

    return taken_back


async def _seen(case: Case, team_id: int) -> Sprints:
    return await sprints_of(case.session, await access.my_team(case.session, case.person, team_id), case.now)
