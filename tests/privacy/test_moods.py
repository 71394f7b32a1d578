"""A mood is its author's: two worlds that differ in what somebody felt look the same to everyone else."""

import shutil

from sqlalchemy.engine import make_url

from bot.rituals.standup.rules import FEWEST_MOODS
from tests.privacy.team_scene import TODAY, answer
from tests.stage import MONDAY, Stage, everything_in, open_stage
from tests.stories.sync_ups import sync_up

FACES = {1: "😞 Very bad", 2: "🙁 Not so good", 3: "😐 All right", 4: "🙂 Good", 5: "😀 Very good"}
MOODS_OF_TWO_WORLDS = (
    [("ana", 3), ("bob", 3), ("carol", 1), ("ivy", 5), ("carol", 2), ("jon", 1), ("ivy", None), ("ivy", 2)],
    [("ana", 3), ("bob", 3), ("carol", 5), ("ivy", 1), ("carol", 4), ("jon", 5), ("ivy", None), ("ivy", 4)],
)
"""In turn: the average is first shown at the fourth; then Carol changes hers, Jon comes, Ivy takes hers back."""
SHOWN = "Mood 3 of 5, from 4 answers"


async def seen(stage: Stage) -> list[str]:
    """All the words that the channel, its windows, and the messages and Home of others show."""
    words = [everything_in(message) for message in stage.person("ana").sees("falcon")]
    for handle, text in (("ana", "show"), ("ana", "settings"), ("dan", "show Falcon")):
        await stage.command(handle, "/standup", text)
        words.append(everything_in(stage.person(handle).modal.source))
        await stage.person(handle).close_modal(everything=True)
    for person in (stage.person("ana"), stage.person("dan")):
        words += [everything_in(message) for message in [*person.dm, *person.ephemerals]]
    return [*words, everything_in(stage.person("ana").home)]


async def world(stage: Stage, moods: list[tuple[str, int | None]]) -> list[list[str]]:
    """What its lead Ana and the admin Dan see after each answer from the third on."""
    for handle in ("ivy", "jon"):
        stage.workspace.add_person(handle)
    await stage.settle()
    await sync_up(stage, members=("ana", "bob", "carol", "ivy", "jon"))
    await stage.person("ana").open_home()
    await stage.travel_to(MONDAY.replace(minute=30))
    found = []
    for number, (handle, mood) in enumerate(moods, start=1):
        await answer(stage, handle, {TODAY: "Code", "How are you?": "–" if mood is None else FACES[mood]})
        if number >= FEWEST_MOODS - 1:
            await stage.travel(seconds=5)
            found.append(await seen(stage))
    return found


async def test_nobody_learns_another_s_mood_from_anything_they_see(sqlite_url: str) -> None:
    file = str(make_url(sqlite_url).database)
    shutil.copyfile(file, f"{file}-other")
    worlds = []
    for url, moods in zip((sqlite_url, f"{sqlite_url}-other"), MOODS_OF_TWO_WORLDS, strict=True):
        async with open_stage(url) as stage:
            worlds.append(await world(stage, moods))
    one, other = worlds
    is_shown = [any(SHOWN in words for words in step) for step in one]
    assert is_shown == [False, True, True, True, True, True]
    for step, (here, there) in enumerate(zip(one, other, strict=True)):
        assert here == there, f"{step} answers after the third they differ"
