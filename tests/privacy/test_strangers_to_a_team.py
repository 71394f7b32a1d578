"""Everything the bot offers, tried by people to whom what Falcon's people say is none of their business."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from bot.people import queries as people
from bot.rituals.standup.models import SyncUp, Visibility
from bot.teams import forming
from bot.teams import queries as teams
from bot.teams.access import NOT_YOURS
from tests.privacy import offers
from tests.privacy.attempts import NOBODY, Watch, breaches, by_word, filled, names_in, pressed, typed_of_teams
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, Ids, ids_of, twin_workspace
from tests.privacy.team_scene import (
    TEAM_KINDS,
    TODAY,
    WHERE,
    TeamScene,
    answer,
    form_falcon,
    form_otter,
)
from tests.privacy.test_strangers import NOTHING_SAID, in_session
from tests.stage import Stage, everything_in

Outsider = Callable[[TeamScene], Awaitable[Forger]]


def forger(scene: TeamScene, handle: str, own: Ids | None = None, **how: bool) -> Forger:
    """This person, with ids of their own."""
    stage = scene.stage
    return Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle, own=own or {}, **how)


async def stranger(scene: TeamScene) -> Forger:
    """Jon, who is in no team."""
    return forger(scene, "jon", is_thorough=True)


async def former(scene: TeamScene) -> Forger:
    """Fay, who was in the team until Tuesday."""
    return forger(scene, "fay")


async def twin(scene: TeamScene) -> Forger:
    """Somebody of another workspace, and an admin there, whom Slack calls by Ana's id; Jon looks on for them."""
    team = await twin_workspace(scene.stage, ("ana", "bob"))
    return Forger(scene.stage, team, scene.stage.person("ana").id, "jon")


async def lead_of_another(scene: TeamScene) -> Forger:
    """Carol, who leads Otter."""
    return forger(scene, "carol", await otter(scene))


async def member_of_another(scene: TeamScene) -> Forger:
    """Ivy, who is in Otter; whatever of hers is left by now is what she tries with."""
    return forger(scene, "ivy", await otter(scene))


async def otter(scene: TeamScene) -> Ids:
    """What is Otter's, by its names in `offers`; the team is formed if it is not there yet."""
    if not any(one.name == "otter" for one in scene.stage.workspace.channels.values()):
        await form_otter(scene.stage)
    found = await ids_of(scene.stage, TEAM_KINDS)
    fresh = {kind: tuple(one for one in ids if one not in scene.ids[kind]) for kind, ids in found.items()}
    return {f"my_{kind}": (ids[0],) for kind, ids in fresh.items() if ids}


async def guest(scene: TeamScene) -> Forger:
    """Gus, a guest of the workspace who was let into the team's channel."""
    scene.stage.workspace.add_person("gus", "Gus", guest=True)
    await scene.stage.settle()
    return forger(scene, "gus", is_told_of=False)


async def deactivated(scene: TeamScene) -> Forger:
    """Hal, who was in the team and has left the workspace; Jon looks on for him."""
    stage = scene.stage
    hal = stage.workspace.add_person("hal", "Hal")
    await stage.settle()
    async with stage.application.database.transaction() as session:
        team = await teams.team(session, scene.ids["team"][0])
        person = await people.person_by_slack_id(session, stage.workspace.team_id, hal.id)
        assert team is not None
        assert person is not None
        await forming.add_member(session, team, person, stage.clock.now())
    stage.workspace.deactivate("hal")
    await stage.settle()
    return Forger(stage, stage.workspace.team_id, hal.id, "jon", is_told_of=False)


@in_session
@pytest.mark.parametrize(
    "outsider", [stranger, former, guest, deactivated, lead_of_another, member_of_another, twin]
)
async def test_who_is_not_in_the_team_reads_and_changes_nothing(falcon: TeamScene, outsider: Outsider) -> None:
    assert all(falcon.owned()[table] for table in WHERE if table != "sync_up_moods_shown"), "nothing to pry into"
    assert await breaches(falcon, await outsider(falcon), typed_of_teams(falcon)) == []


@in_session
async def test_what_all_may_read_is_a_sync_up_and_only_while_they_may(falcon: TeamScene) -> None:
    scene, stage = falcon, falcon.stage
    await answer(stage, "ana", {TODAY: f"{CANARY}-on-the-latest-day"})
    jon, watch = forger(scene, "jon", is_told_of=False), Watch(scene)
    read: dict[Visibility, set[str]] = {}
    for visibility in (Visibility.WORKSPACE, Visibility.TEAM):
        async with stage.application.database.transaction() as session:
            await session.execute(update(SyncUp).values(visibility=visibility))
        assert watch.changed() == ["sync_ups"]
        told = {name: await attempt for tries in (pressed, by_word) for name, attempt in tries(scene, jon)}
        read[visibility] = {name for name, words in told.items() if CANARY in words}
        assert watch.changed() == []
    watch.close()
    assert {name.split()[0] for name in read[Visibility.WORKSPACE]} == {
        "standup.see_all",
        "standup.day",
        "/standup",
    }
    assert read[Visibility.TEAM] == set()


@in_session
async def test_what_is_not_yours_is_answered_as_if_it_did_not_exist(falcon: TeamScene) -> None:
    scene = falcon
    jon, different = forger(scene, "jon"), []
    for name, shapes in offers.ACTIONS.items():
        for shape in shapes if name not in offers.SEEN_BY_ALL else ():
            if not names_in(shape) or not scene.ids.keys() >= set(names_in(shape)):
                continue
            nobodys = shape.format(**dict.fromkeys(TEAM_KINDS, NOBODY), meeting=f"{NOBODY}:2026-03-16")
            expected = (await jon.press(name, nobodys, "message")).replace(nobodys, "…")
            assert NOTHING_SAID not in expected, f"{name}: nothing was said at all"
            for value in filled(scene, jon, (shape,)):
                told = (await jon.press(name, value, "message")).replace(value, "…")
                different += [] if told == expected else [f"{name} {value}: {told}, not {expected}"]
    for name in ("goals", "calendar", "change", "opportunities"):
        told = [await jon.command("/sprint", f"{name} {team}") for team in ("Falcon", "Nonsens")]
        different += [] if told[0] == told[1].replace("Nonsens", "Falcon") else [f"/sprint {name}: {told}"]
    for name in ("show", "settings", "blockers", "skip"):
        told = [await jon.command("/standup", f"{name} {team}") for team in ("Falcon", "Nonsens")]
        different += [] if told[0] == told[1].replace("Nonsens", "Falcon") else [f"/standup {name}: {told}"]
    assert different == []


async def test_all_may_see_who_is_in_a_live_team_and_nobody_who_was_in_one_that_has_ended(stage: Stage) -> None:
    await form_falcon(stage)
    await stage.command("bob", "/sprint", f"goal {CANARY}")
    await stage.command("jon", "/sprint", "team Falcon")
    shown = everything_in(stage.person("jon").modal.source)
    assert all(name in shown for name in ("Falcon", "Bob", "Ana", "Fay"))
    assert not any(hidden in shown for hidden in (CANARY, "Erin", stage.workspace.channel("falcon").id))
    await stage.command("bob", "/sprint", "team")
    await stage.click("bob", "modal", "End team…")
    await stage.submit("bob")
    jon = Forger(stage, stage.workspace.team_id, stage.person("jon").id, "jon")
    for action in offers.SEEN_BY_ALL:
        assert NOT_YOURS in await jon.press(action, "1", "message")
    assert "Ana" not in (await stage.command("jon", "/sprint", "team Falcon")).text
