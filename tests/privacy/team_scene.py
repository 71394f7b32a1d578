"""Falcon, a team with a canary in everything its people can write, and all the rows that are theirs alone."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.blockers.models import Blocker
from bot.feeds.models import CalendarAddress
from bot.opportunities.models import Opportunity
from bot.people.models import Absence
from bot.rituals.standup.models import Question, SyncUp
from bot.schedule.models import Occurrence
from bot.slack.models import Draft
from bot.sprints.models import Goal, MeetingSeries, SprintCalendar
from bot.storage.base import Base
from bot.teams.models import Team
from tests.privacy.scene import CANARY, Ids, Rows, file_of, ids_of, number_apart
from tests.stage import MONDAY, Stage

Values = dict[str, Any]
PEOPLE = {"erin": "Erin", "fay": "Fay", "ivy": "Ivy", "jon": "Jon"}
"""Erin observes Falcon, Fay was in it, Ivy is in Carol's team Otter, Jon is in none."""

FALCON = {
    "name": "Falcon",
    "channel": "#falcon",
    "lead": "bob",
    "members": ["ana", "bob", "fay"],
    "observers": ["erin"],
    "demo_channel": "#falcon",
    "sync_up_at": "09:30",
    "first_day": "2026-03-02",
}
OTTER = {
    "name": "Otter",
    "channel": "#otter",
    "lead": "carol",
    "members": ["carol", "ivy"],
    "step": "A calendar of its own, as chosen below",
    "sync_up_at": "09:30",
    "first_day": "2026-03-02",
}

QUESTIONS = (
    {"text": f"What about {CANARY}-asked-in-words?", "kind": "Text"},
    {"text": f"How sure of {CANARY}-asked-by-scale?", "kind": "A scale from 1 to 5"},
    {"text": f"How many {CANARY}-asked-by-number?", "kind": "A number"},
    {
        "text": f"Which {CANARY}-asked-by-choice?",
        "kind": "One of several choices",
        "choices": f"{CANARY}-choice-one\n{CANARY}-choice-two",
    },
)
YESTERDAY, TODAY = "What did you do since last time?", "What will you do today?"
BLOCKERS, OPPORTUNITIES = "Is anything in your way?", "Problems or opportunities?"
ANSWERS = {
    YESTERDAY: f"{CANARY}-yesterday",
    TODAY: f"{CANARY}-today",
    BLOCKERS: f"- {CANARY}-blocker-one\n- {CANARY}-blocker-two",
    OPPORTUNITIES: f"{CANARY}-opportunity-answered",
    QUESTIONS[0]["text"]: f"{CANARY}-in-words",
    QUESTIONS[1]["text"]: "4",
    QUESTIONS[2]["text"]: "31337",
    QUESTIONS[3]["text"]: f"{CANARY}-choice-two",
    "How are you?": "🙁 Not so good",
}

TEAM_KINDS: dict[str, type[Base]] = {
    "team": Team,
    "sync_up": SyncUp,
    "day": Occurrence,
    "question": Question,
    "blocker": Blocker,
    "opportunity": Opportunity,
    "goal": Goal,
    "calendar": SprintCalendar,
    "address": CalendarAddress,
    "absence": Absence,
    "draft": Draft,
}
OF_TEAM = (
    *("team_members", "sync_ups", "blockers", "opportunities", "sprint_goals"),
    *("meeting_series", "calendar_teams"),
)
CALENDARS = "SELECT calendar_id FROM calendar_teams WHERE {team}"
JOINT = f"team_id IS NULL AND calendar_id IN ({CALENDARS})"
HELD = f"SELECT series_id FROM meeting_series WHERE {{team}} OR {JOINT}"  # noqa: S608 names of ours
SERIES = f"SELECT series_id FROM sync_ups WHERE {{team}} UNION {HELD}"  # noqa: S608
OCCURRENCES = f"SELECT id FROM occurrences WHERE series_id IN ({SERIES})"  # noqa: S608
PARTS = f"SELECT id FROM sync_up_parts WHERE occurrence_id IN ({OCCURRENCES})"  # noqa: S608
WHERE = {
    "teams": "{team_itself}",
    **dict.fromkeys(OF_TEAM, "{team}"),
    "sync_up_questions": "sync_up_id IN (SELECT id FROM sync_ups WHERE {team})",
    "series": f"id IN ({SERIES})",
    "occurrences": f"series_id IN ({SERIES})",
    "moments": f"occurrence_id IN ({OCCURRENCES})",
    "sync_up_parts": f"occurrence_id IN ({OCCURRENCES})",
    "sync_up_answers": f"part_id IN ({PARTS})",
    "sync_up_moods_shown": f"occurrence_id IN ({OCCURRENCES})",
    "sprint_calendars": f"id IN ({CALENDARS})",
    "cadences": f"calendar_id IN ({CALENDARS})",
    "sprints": f"calendar_id IN ({CALENDARS})",
    "calendar_addresses": "id IN ({address})",
    "drafts": "id IN ({draft})",
    "absences": "id IN ({absence})",
}


@dataclass(frozen=True)
class TeamScene:
    """A stage on which Falcon has lived through two days; `ids` of its rows, by kind."""

    stage: Stage
    ids: Ids

    def tried(self) -> Ids:
        """The same, but of what there are many of only the first and the last."""
        return {kind: tuple(dict.fromkeys((one[0], one[-1]))) for kind, one in self.ids.items()}

    def owned(self) -> dict[str, Rows]:
        """Every row of Falcon as it lies in the file, encrypted words and all: a rewrite changes it."""
        team = ",".join(map(str, self.ids["team"]))
        names = {kind: ",".join(map(str, self.ids[kind])) for kind in ("address", "draft", "absence")}
        names |= {"team": f"team_id IN ({team})", "team_itself": f"id IN ({team})"}
        with closing(sqlite3.connect(file_of(self.stage))) as connection:
            connection.row_factory = sqlite3.Row
            return {table: _rows(connection, table, where.format(**names)) for table, where in WHERE.items()}


def _rows(connection: sqlite3.Connection, table: str, where: str) -> Rows:
    query = f"SELECT * FROM {table} WHERE {where} ORDER BY 1, 2"  # noqa: S608 names and numbers of ours
    return [dict(row) for row in connection.execute(query)]


async def set_team_scene(stage: Stage) -> TeamScene:
    """The played scene, with days away, a form that was kept, and ids of no two kinds alike."""
    number_apart(stage, TEAM_KINDS)
    await play_team(stage)
    await stage.command("ana", "/standup", "away 2026-04-02")
    stage.workspace.faults.refuse("views.open", "expired_trigger_id")
    await stage.command("bob", "/standup")
    return TeamScene(stage, await ids_of(stage, TEAM_KINDS) | await _days_and_meetings(stage))


async def play_team(stage: Stage) -> None:
    """Falcon is set up in a private channel and lives from Monday to Wednesday morning; Otter is not there yet."""
    await form_falcon(stage)
    await stage.command("bob", "/sprint", f"goal {CANARY}-goal-one")
    await stage.command("ana", "/sprint", f"goal {CANARY}-goal-two")
    await stage.travel_to(MONDAY.replace(minute=30))
    await answer(stage, "ana", ANSWERS)
    await stage.click("bob", stage.last("bob", "Skip today"), "Skip today")
    assert not (await stage.submit("bob", {"Why?": f"{CANARY}-reason"})).errors
    await raise_by_word(stage)
    await stage.travel(days=1)
    await answer(stage, "bob", {TODAY: f"{CANARY}-of-bob", QUESTIONS[0]["text"]: f"{CANARY}-of-bob-too"})
    await leave_falcon(stage, ["ana", "bob"])
    await stage.travel(days=1)
    for handle in ("ana", "bob"):
        await make_addresses(stage, handle)


async def form_falcon(stage: Stage) -> None:
    """Bob sets Falcon up and adds a question of every kind."""
    for handle, name in PEOPLE.items():
        stage.workspace.add_person(handle, name)
        await stage.settle()  # so that their rows come in this order
    stage.workspace.add_channel("falcon", private=True, members=["ana", "bob", "fay", "erin"])
    stage.workspace.invite_bot("falcon")
    await stage.settle()
    await form_team(stage, "bob", FALCON)
    await stage.command("bob", "/standup", "settings")
    for question in QUESTIONS:
        await stage.click("bob", "modal", "Add question")
        assert not (await stage.submit("bob", question | {"required": "Optional"})).errors
    await stage.person("bob").close_modal(everything=True)


async def form_team(stage: Stage, handle: str, values: Values) -> None:
    """Somebody sets a team up."""
    await stage.command(handle, "/sprint", "setup")
    assert not (await stage.submit(handle, values)).errors


async def form_otter(stage: Stage) -> None:
    """Carol sets up a team of her own, with Ivy, who answers its sync-up and has a blocker."""
    stage.workspace.add_channel("otter", members=["carol", "ivy"])
    stage.workspace.invite_bot("otter")
    await stage.settle()
    await form_team(stage, "carol", OTTER)
    await answer(stage, "ivy", {TODAY: "Code", BLOCKERS: "No access", OPPORTUNITIES: "A wiki"})
    await stage.command("ivy", "/sprint", "goal Ship it")


async def answer(stage: Stage, handle: str, values: Values) -> None:
    """Somebody answers the sync-up that their `/standup` means now."""
    await stage.command(handle, "/standup")
    assert not (await stage.submit(handle, values)).errors


async def raise_by_word(stage: Stage) -> None:
    """Ana raises and notes by command and from a message; one blocker is resolved again."""
    await stage.command("ana", "/standup", f"blocker {CANARY}-blocker-by-word")
    await stage.command("ana", "/sprint", f"opportunity {CANARY}-opportunity-by-word")
    message = await stage.person("bob").say("falcon", f"{CANARY}-in-the-channel")
    await stage.person("ana").message_shortcut("log_opportunity", message)
    await stage.settle()
    assert not (await stage.submit("ana")).errors
    await stage.person("ana").close_modal(everything=True)
    await stage.command("bob", "/standup", "blockers")
    await stage.click("bob", "modal", "Resolved", row=f"{CANARY}-blocker-two")
    await stage.person("bob").close_modal(everything=True)


async def leave_falcon(stage: Stage, members: list[str], **more: Any) -> None:
    """Bob changes who is in the team; everybody else leaves it."""
    await stage.command("bob", "/sprint", "team")
    await stage.click("bob", "modal", "Change team…")
    assert not (await stage.submit("bob", {"members": members, **more})).errors
    await stage.person("bob").close_modal(everything=True)


async def make_addresses(stage: Stage, handle: str) -> None:
    """An address for everything of the person's own, and one for Falcon."""
    await stage.person(handle).open_home()
    await stage.settle()
    await stage.click(handle, "home", "Calendar address…")
    for row in ("Everything of mine", "Team Falcon"):
        await stage.click(handle, "modal", "Make an address", row=row)
    await stage.person(handle).close_modal()


async def _days_and_meetings(stage: Stage) -> Ids:
    """The days of the sync-up, and what names the meetings in buttons: a series and a date of it that is ahead."""
    days = select(Occurrence.id).join(SyncUp, SyncUp.series_id == Occurrence.series_id)
    meetings = select(Occurrence.series_id, Occurrence.local_date).join(
        MeetingSeries, MeetingSeries.series_id == Occurrence.series_id
    )
    async with stage.application.database.reading() as session:
        ahead = await session.execute(meetings.where(Occurrence.local_date > MONDAY.date().replace(day=5)))
        return {
            "day": tuple((await session.scalars(days.where(Occurrence.id % 1000 > 0))).all()),
            "meeting": tuple(f"{series}:{day}" for series, day in ahead),
        }
