"""What the people of one team may not do for one another, and what only its lead may change."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from bot.feeds.models import CalendarAddress
from bot.people.models import Person
from tests.privacy.attempts import by_word, pressed, sent, typed_of_teams
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, Rows, said_to
from tests.privacy.team_scene import TeamScene, leave_falcon, play_team, set_team_scene
from tests.stage import MONDAY, Stage, everything_in

WHOSE = ("person_id", "owner_id", "raiser_id", "author_id")
SETTINGS = (
    *("teams", "sync_ups", "sync_up_questions", "series", "moments"),
    *("sprint_calendars", "cadences", "calendar_teams", "meeting_series"),
)
PLANNED = {"next_at", "touched_at", "tell_lead_at", "lead_told_at"}
"""When the bot looks at a row again: it follows from who is there, and says nothing."""
RESOLVED = {"resolved_at", "resolved_by"}
MAY: Mapping[str, Mapping[str, set[str]]] = {
    "blocker.resolve": {"blockers": RESOLVED},
    "blocker.reopen": {"blockers": RESOLVED},
    "sprint.goals_form": {"sprint_goals": {"text", "place", "verdict"}},
}
"""What a member may change of others' rows, by what it is done with."""


def of_others(scene: TeamScene, person_id: int) -> dict[str, Rows]:
    """The settings, and every row that is another's."""
    found = {}
    for table, rows in scene.owned().items():
        kept = [row for row in rows if table in SETTINGS or _is_others(row, person_id)]
        found[table] = [{name: row[name] for name in row if name not in PLANNED} for row in kept]
    return found


def _is_others(row: Mapping[str, object], person_id: int) -> bool:
    return any(row[name] != person_id for name in WHOSE if name in row)


def changes(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, set[str]]:
    """The columns that are not as they were, by table; `+` and `-` for rows that came and went."""
    found: dict[str, set[str]] = {}
    for table, rows in before.items():
        if rows != after[table]:
            old, new = ({row.get("id", str(row)): row for row in some} for some in (rows, after[table]))
            names = {
                name for key in old.keys() & new.keys() for name in old[key] if old[key][name] != new[key][name]
            }
            found[table] = (
                names
                | ({"-"} if old.keys() - new.keys() else set())
                | ({"+"} if new.keys() - old.keys() else set())
            )
    return found


async def person_id(stage: Stage, handle: str) -> int:
    async with stage.application.database.reading() as session:
        found = select(Person.id).where(Person.slack_id == stage.person(handle).id)
        return (await session.scalars(found)).one()


async def secrets(stage: Stage) -> list[str]:
    async with stage.application.database.reading() as session:
        return list(
            (await session.scalars(select(CalendarAddress.secret).where(CalendarAddress.id % 1000 > 0))).all()
        )


@pytest.mark.parametrize(("handle", "may"), [("fay", MAY), ("erin", {})])
async def test_nobody_acts_for_another_or_changes_settings(
    stage: Stage, handle: str, may: Mapping[str, Mapping[str, set[str]]]
) -> None:
    scene = await set_team_scene(stage)
    await leave_falcon(stage, ["ana", "bob", "fay"])
    own, hidden = await person_id(stage, handle), await secrets(stage)
    assert len(hidden) == 4
    one = Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle, own={})
    broken, seen, before = [], False, of_others(scene, own)
    for tries in (pressed(scene, one), sent(scene, one, typed_of_teams(scene)), by_word(scene, one)):
        for name, attempt in tries:
            told = await attempt
            seen = seen or CANARY in told
            broken += [f"{name} showed an address"] if any(secret in told for secret in hidden) else []
            after = of_others(scene, own)
            wanted = may.get(name.split()[0], {})
            for table, names in changes(before, after).items():
                broken += [] if names <= wanted.get(table, set()) else [f"{name} changed {names} of {table}"]
            before = after
    stage.workspace.refused.clear()  # views that were never there cannot be drawn anew
    assert seen, "they may read all of it"
    assert broken == [], "\n".join(broken)


async def test_what_a_former_lead_was_told_stays_as_they_knew_it(stage: Stage) -> None:
    await play_team(stage)
    await stage.travel_to(MONDAY.replace(day=5, hour=12))
    assert stage.count("bob", f"{CANARY}-blocker-one") > 0, "the lead was not told"
    await stage.command("dan", "/sprint", "team Falcon")
    await stage.click("dan", "modal", "Change team…")
    assert not (await stage.submit("dan", {"lead": "ana", "members": ["ana"]})).errors
    await stage.command("ana", "/standup", "blockers")
    await stage.click("ana", "modal", "Edit", row=f"{CANARY}-blocker-one")
    assert not (await stage.submit("ana", {"text": f"{CANARY}-said-later"})).errors
    await stage.person("bob").open_home()
    await stage.settle()
    assert f"{CANARY}-said-later" in everything_in(stage.person("ana").modal.source)
    assert f"{CANARY}-said-later" not in said_to(stage, "bob")


async def test_home_and_the_bot_itself_tell_who_has_left_nothing_any_more(stage: Stage) -> None:
    await play_team(stage)
    for handle in ("ana", "erin", "fay"):
        await stage.person(handle).open_home()
    await stage.settle()
    assert f"{CANARY}-goal-one" in everything_in(stage.person("erin").home)
    assert CANARY not in everything_in(stage.person("fay").home)
    await leave_falcon(stage, ["bob"], observers=[])
    assert f"{CANARY}-goal-one" not in everything_in(stage.person("ana").home)
    assert f"{CANARY}-goal-one" not in everything_in(stage.person("erin").home)
    told = [len(stage.person(handle).dm) for handle in ("ana", "erin")]
    await stage.travel(days=2)
    assert [len(stage.person(handle).dm) for handle in ("ana", "erin")] == told
