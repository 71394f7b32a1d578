"""The settings of a team's sync-up: what they show, and the buttons and forms that change them."""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people import queries as people
from bot.rituals.standup import access, asked, pausing, questioning, rules, setting_up
from bot.rituals.standup.access import Held
from bot.rituals.standup.models import Visibility
from bot.rituals.standup.setting_up import Rhythm
from bot.rituals.standup.views import settings as views
from bot.rituals.standup.views.form_models import ShownSettings
from bot.schedule import replanning
from bot.slack.answers import Answer, closed, opened, redrawn
from bot.slack.blocks import View
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.slack.values import Values

CHANGED_MEANWHILE = (
    "Somebody else has changed these settings since you opened the form. "
    "Please close it and open it again to see theirs."
)


async def window(session: AsyncSession, held: Held, now: datetime) -> View:
    """The settings as they are."""
    return views.settings_window(await _shown(session, held, now))


async def open_settings(request: ActionRequest, desk: Desk) -> Answer:
    """The settings of a team's sync-up; the value is the team."""
    async with desk.look(request) as case:
        held = await access.own_of_team(case.session, case.person, request.number())
        return opened(await window(case.session, held, case.now))


async def rhythm_form(request: ActionRequest, desk: Desk) -> Answer:
    """The form that changes how it is held; the value is the team."""
    async with desk.look(request) as case:
        held = await access.led(case.session, case.person, request.number())
        return opened(views.rhythm_form(await _shown(case.session, held, case.now)))


async def pause_form(request: ActionRequest, desk: Desk) -> Answer:
    """Until when it is paused; the value is the team."""
    async with desk.look(request) as case:
        held = await access.led(case.session, case.person, request.number())
        return opened(views.pause_form(await _shown(case.session, held, case.now)))


async def end_form(request: ActionRequest, desk: Desk) -> Answer:
    """Whether it is to end; the value is the team."""
    async with desk.look(request) as case:
        held = await access.led(case.session, case.person, request.number())
        return opened(views.end_form(await _shown(case.session, held, case.now)))


async def resume(request: ActionRequest, desk: Desk) -> Answer:
    """Go on after a pause; the value is the team."""
    async with desk.case(request) as case:
        held = await access.led(case.session, case.person, request.number())
        await pausing.resume(case.session, held, case.now)
        return redrawn(await window(case.session, held, case.now))


async def change(request: SubmissionRequest, desk: Desk) -> Answer:
    """Another rhythm, from the next day that has not opened; refused if somebody else has changed it meanwhile."""
    team_id, _, version = request.view.metadata.partition(":")
    async with desk.case(request) as case:
        held = await access.led(case.session, case.person, number(team_id))
        await replanning.hold(case.session, held.series)
        await case.session.refresh(held.sync_up)
        if version != _version(held):
            raise Refusal(CHANGED_MEANWHILE)
        visibility = (
            Visibility.WORKSPACE
            if request.values.choice("visibility") == Visibility.WORKSPACE
            else Visibility.TEAM
        )
        asks_mood = request.values.choice("mood") == views.YES
        rhythm = _read_rhythm(request.values)
        await setting_up.change(case.session, held.sync_up, rhythm, visibility, asks_mood, case.now)
        return closed(await window(case.session, held, case.now))


async def pause(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Pause*: until a day, or until somebody resumes."""
    async with desk.case(request) as case:
        held = await access.led(case.session, case.person, request.number())
        await pausing.pause(case.session, held, request.values.day("until"), case.now)
        return closed(await window(case.session, held, case.now))


async def end(request: SubmissionRequest, desk: Desk) -> Answer:
    """*End*: nobody is asked any more, and what was answered stays."""
    async with desk.case(request) as case:
        held = await access.led(case.session, case.person, request.number())
        await setting_up.end(case.session, held.team, case.now)
        await case.session.flush()
        return closed(await window(case.session, held, case.now))


async def _shown(session: AsyncSession, held: Held, now: datetime) -> ShownSettings:
    await session.flush()
    sync_up, series, team = held.sync_up, held.series, held.team
    questions = await asked.questions(session, sync_up.id)
    since = await questioning.counts_from(session, held)
    return ShownSettings(
        team_id=team.id,
        team=team.name,
        zone=series.zone,
        version=_version(held),
        days=rules.weekdays(series.rule),
        at=series.at,
        by_local_time=sync_up.by_local_time,
        remind_after=sync_up.remind_after,
        late_after=sync_up.late_after,
        is_for_workspace=sync_up.visibility is Visibility.WORKSPACE,
        asks_mood=sync_up.asks_mood,
        may_change=held.may_change and access.is_live(held),
        questions=tuple(questioning.shown(question, since) for question in questions),
        paused_until=series.not_before,
        is_paused=pausing.is_paused(series, now),
        has_ended=not access.is_live(held),
        lead=(await people.person(session, team.lead_id)).name,
    )


def _version(held: Held) -> str:
    """Another one as soon as anything that the form shows is another; it carries no content."""
    sync_up, series = held.sync_up, held.series
    rhythm = (series.rule, series.at.isoformat(), sync_up.by_local_time, sync_up.remind_after, sync_up.late_after)
    shown = (*rhythm, sync_up.visibility.value, sync_up.asks_mood)
    return blake2b(repr(shown).encode(), digest_size=6).hexdigest()


def _read_rhythm(values: Values) -> Rhythm:
    at = values.time("at")
    if at is None:
        raise FieldRefusal("at", "Please choose a time.")
    return Rhythm(
        days=frozenset(number(day) for day in values.choices("days")),
        at=at,
        by_local_time=values.choice("zone") != views.NO,
        remind_after=_minutes(values, "remind_after"),
        late_after=_minutes(values, "late_after"),
    )


def _minutes(values: Values, block: str) -> int:
    typed = values.number(block)
    if typed is None or typed != int(typed):
        raise FieldRefusal(block, "Please write a whole number of minutes.")
    return int(typed)
