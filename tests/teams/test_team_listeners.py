"""What a press, a form and an event set off, at the level of requests: who is told, and what nobody may forge."""

from dataclasses import replace

import pytest

from bot.errors import Refusal
from bot.people.directory import Change
from bot.sandbox.clock import MovableClock
from bot.slack.desk import AlreadyDone, Desk
from bot.slack.requests import ActionRequest, EventRequest, SubmissionRequest, ViewSource
from bot.slack.values import Values
from bot.teams import forming, queries, reactions
from bot.teams.access import NOT_YOURS
from bot.teams.listeners import surface
from bot.teams.models import RosterSource
from bot.teams.views import forms
from tests.teams.conftest import NOW


@pytest.fixture
def desk(database) -> Desk:
    async def anywhere(*_: object) -> bool:
        return True

    return Desk(database, MovableClock(NOW), lets_in=anywhere)


def pressed(name: str, value: object) -> ActionRequest:
    return ActionRequest("T1", f"U{name.upper()}", "press", value=str(value))


def sent(who: str, team_id: object, **values: object) -> SubmissionRequest:
    state = {
        "name": {"input": {"value": values.get("name", "Alpha")}},
        "channel": {"input": {"selected_conversation": "C0BETA"}},
        "lead": {"input": {"selected_user": values.get("lead", "UANA")}},
        "source": {"input": {"selected_option": {"value": values.get("source", "hand")}}},
        "group": {"input": {"value": values.get("group")}},
        "members": {"input": {"selected_users": values.get("members", ["UBOB"])}},
    }
    view = ViewSource("V1", "h", "team.change_form", str(team_id), "modal")
    return SubmissionRequest("T1", f"U{who.upper()}", f"form {values}", view=view, values=Values(state))


async def test_every_change_of_a_team_is_told_in_its_transaction(office, desk, told) -> None:
    team, offered = await office.form("Alpha"), surface([told])
    await offered.forms[forms.CHANGE](sent("ana", team.id, name="Beta"), desk)
    await offered.forms[forms.LEAD](sent("ana", team.id, lead="UBOB"), desk)
    assert told.teams == ["Beta", "Beta"]
    await offered.forms[forms.END](sent("bob", team.id, name="end"), desk)
    assert told.teams == ["Beta", "Beta", "Beta"]
    assert (await office.now(team)).ended_at == NOW


async def test_a_form_that_is_delivered_twice_counts_once(office, desk, told) -> None:
    team, offered = await office.form("Alpha"), surface([told])
    await offered.forms[forms.CHANGE](sent("ana", team.id), desk)
    with pytest.raises(AlreadyDone):
        await offered.forms[forms.CHANGE](sent("ana", team.id), desk)
    assert told.teams == ["Alpha"]


async def test_a_form_that_is_refused_changes_nothing(office, desk) -> None:
    team = await office.form("Alpha")

    async def fails(*_: object) -> None:
        raise Refusal("the sprint says no")

    with pytest.raises(Refusal, match="the sprint says no"):
        await surface([fails]).forms[forms.CHANGE](sent("ana", team.id, name="Beta"), desk)
    seen = await office.now(team)
    assert (seen.name, seen.channel, await office.roster(team)) == ("Alpha", "C0ALPHA", ["Ana", "Bob"])


@pytest.mark.parametrize("typed", ["@design", "design", " @DESIGN "])
async def test_a_group_is_known_by_its_handle_where_it_is_typed(office, desk, typed) -> None:
    team, offered = await office.form("Alpha"), surface([])
    group = {"id": "S1", "handle": "design", "date_update": 1}
    await offered.events["subteam_created"](heard("subteam_created", subteam=group), desk)
    await offered.forms[forms.CHANGE](sent("ana", team.id, source="user group", group=typed), desk)
    assert (await office.now(team)).group_id == "S1"
    with pytest.raises(Refusal, match="I don’t know a user group @nobody"):
        await offered.forms[forms.CHANGE](sent("ana", team.id, source="user group", group="nobody"), desk)


async def test_what_no_form_offers_is_refused(office, desk) -> None:
    team, offered = await office.form("Alpha"), surface([])
    for wrong in ({"source": "thin air"}, {"lead": "U404"}, {"members": ["UBOB", "U404"]}):
        with pytest.raises(Refusal):
            await offered.forms[forms.CHANGE](sent("ana", team.id, **wrong), desk)
    assert await office.roster(team) == ["Ana", "Bob"]


@pytest.mark.parametrize("action", ["team.show", "team.everyone", "team.change", "team.end", "team.lead"])
async def test_ids_that_are_made_up_or_others_read_the_same(office, desk, action) -> None:
    team = await office.form("Alpha")
    async with office.database.transaction() as session:
        await forming.end_team(session, team, NOW)
    live = await office.form("Beta")
    hidden = [team.id, 999_999, "x", "", -1] + ([] if action in ("team.show", "team.everyone") else [live.id])
    for value in hidden:
        with pytest.raises(Refusal) as refused:
            await surface([]).actions[action](pressed("carol", value), desk)
        assert refused.value.sentence == NOT_YOURS, value


@pytest.mark.parametrize("form", [forms.CHANGE, forms.END, forms.LEAD])
async def test_forms_that_are_made_up_change_nothing(office, desk, form) -> None:
    team = await office.form("Alpha")
    for number in (team.id, 999_999):
        with pytest.raises(Refusal) as refused:
            await surface([]).forms[form](sent("carol", number, name=f"Mine {number}"), desk)
        assert refused.value.sentence == NOT_YOURS
    with pytest.raises(Refusal):
        await surface([]).forms[form](sent("bob", team.id), desk)
    seen = await office.now(team)
    assert (seen.name, seen.lead_id, seen.ended_at) == ("Alpha", office.ana.id, None)


def heard(kind: str, key: str = "event:1", workspace: str = "T1", **event: object) -> EventRequest:
    return EventRequest(workspace, "", key, event={"type": kind} | event)


async def due(office, team):
    return (await office.now(team)).roster_due_at


@pytest.fixture
async def followed(office, desk):
    """A team that follows a user group and has just been read."""
    group = {"id": "S1", "handle": "alpha", "date_update": 1}
    await surface([]).events["subteam_created"](heard("subteam_created", "event:0", subteam=group), desk)
    team = await office.form("Alpha", "ana", source=RosterSource.USER_GROUP, group_id="S1")
    async with office.database.transaction() as session:
        await queries.set_due(session, team.id, None)
    return team


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("subteam_updated", {"subteam": {"id": "S1", "date_update": 2, "users": [], "user_count": 1200}}),
        ("subteam_members_changed", {"subteam_id": "S1", "added_users": ["UBOB"]}),
    ],
)
async def test_an_event_has_the_roster_read_and_the_same_again_does_nothing(
    office, desk, followed, kind, event
) -> None:
    listener = surface([]).events[kind]
    await listener(heard(kind, workspace="T2", key="event:2", **event), desk)
    assert await due(office, followed) is None, "another workspace's"
    await listener(heard(kind, **event), desk)
    assert await due(office, followed) == NOW
    async with office.database.transaction() as session:
        await queries.set_due(session, followed.id, None)
    await listener(heard(kind, **event), desk)
    assert await due(office, followed) is None
    assert await office.roster(followed) == ["Ana"], "no event changes a roster by itself"


async def test_a_channel_concerns_those_who_follow_it(office, desk) -> None:
    by_hand = await office.form("Alpha")
    following = await office.form("Beta", "ana", source=RosterSource.CHANNEL)
    async with office.database.transaction() as session:
        await queries.set_due(session, following.id, None)
    event = heard("member_left_channel", user="UBOB", channel="C0ALPHA")
    await surface([]).events["member_left_channel"](event, desk)
    assert (await due(office, by_hand), await due(office, following)) == (None, NOW)


async def test_events_with_nothing_in_them_are_taken(office, desk) -> None:
    for number, (kind, listener) in enumerate(surface([]).events.items()):
        await listener(heard(kind, f"event:{number}"), desk)
        await listener(heard(kind, f"event:{number}+", subteam="S1", channel=None, user=None), desk)


@pytest.mark.parametrize(
    ("change", "times"),
    [({"was_deactivated": True}, 2), ({"was_reactivated": True}, 2), ({"zone_changed": True}, 0)],
)
async def test_who_leaves_or_comes_back_concerns_each_of_their_teams(office, told, change, times) -> None:
    await office.form("Alpha")
    await office.form("Beta", "carol", lead=office.bob)
    followed = await office.form("Gamma", "carol", lead=office.carol, source=RosterSource.CHANNEL)
    async with office.database.transaction() as session:
        await queries.set_due(session, followed.id, None)
        what = replace(Change(office.bob.id), **change)
        await reactions.person_changed([told])(session, office.bob, what, NOW)
    assert len(told.teams) == times
    assert (await due(office, followed) is not None) == ("was_reactivated" in change)
