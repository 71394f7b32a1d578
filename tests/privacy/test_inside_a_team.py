"""What the people of one team may not do for one another, and what only its lead may change."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from bot.feeds.models import CalendarAddress
from bot.people.models import Person
from tests.privacy.attempts import Watch, by_word, pressed, sent, typed_of_teams
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, Rows, said_to
from tests.privacy.team_scene import TeamScene, leave_falcon, play_team
from tests.privacy.test_strangers import in_session
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


@in_session
@pytest.mark.parametrize(("handle", "may"), [("fay", MAY), ("erin", {})])
async def test_nobody_acts_for_another_or_changes_settings(
    falcon: TeamScene, handle: str, may: Mapping[str, Mapping[str, set[str]]]
) -> None:
    scene, stage = falcon, falcon.stage
    await leave_falcon(stage, ["ana", "bob", "fay"])
    own, hidden = await person_id(stage, handle), await secrets(stage)
    assert len(hidden) == 4
    one = Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle, own={})
    broken, seen, watch, before = [], False, Watch(scene), of_others(scene, own)
    for tries in (pressed(scene, one), sent(scene, one, typed_of_teams(scene)), by_word(scene, one)):
        for name, attempt in tries:
            told = await attempt
            seen = seen or CANARY in told
            broken += [f"{name} showed an address"] if any(secret in told for secret in hidden) else []
            broken += [f"{name} showed a draft"] if name.startswith("form.open") and CANARY in told else []
            after = of_others(scene, own) if watch.changed() else before
            wanted = may.get(name.split()[0], {})
            for table, names in changes(before, after).items():
                broken += [] if names <= wanted.get(table, set()) else [f"{name} changed {names} of {table}"]
            before = after
    watch.close()
    assert seen, "they may read all of it"
    assert broken == [], "\n".join(broken)


async def test_who_has_left_is_told_nothing_new_and_keeps_what_they_knew(stage: Stage) -> None:
    await play_team(stage)
    for handle in ("bob", "erin", "fay"):
        await stage.person(handle).open_home()
    await stage.travel_to(MONDAY.replace(day=4, hour=12))
    assert f"{CANARY}-blocker-one" in everything_in(stage.last("bob", "open for two working days"))
    assert f"{CANARY}-goal-one" in everything_in(stage.person("erin").home)
    assert CANARY not in everything_in(stage.person("fay").home)
    await stage.command("dan", "/sprint", "team Falcon")
    await stage.click("dan", "modal", "Change team…")
    assert not (await stage.submit("dan", {"lead": "ana", "members": ["ana"], "observers": []})).errors
    told = {handle: len(stage.person(handle).dm) for handle in ("bob", "erin")}
    await stage.command("ana", "/standup", "blockers")
    await stage.click("ana", "modal", "Edit", row=f"{CANARY}-blocker-one")
    assert not (await stage.submit("ana", {"text": f"{CANARY}-said-later"})).errors
    assert f"{CANARY}-said-later" in everything_in(stage.person("ana").modal.source)
    await stage.travel(days=1)
    for handle in ("bob", "erin"):
        assert f"{CANARY}-said-later" not in said_to(stage, handle)
        assert f"{CANARY}-goal-one" not in everything_in(stage.person(handle).home)
        assert len(stage.person(handle).dm) == told[handle]
