"""Two people do the same thing at the same time."""

import asyncio
from datetime import timedelta

from bot.application import Application
from bot.slack.pacing import Pace
from tests.stage import Stage, everything_in
from tests.stories.watching import at, kinds, rang


async def test_done_gives_the_recap_at_once_and_exactly_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.travel_to(at("2026-03-03 10:20"))
    message = stage.last("ana", "Done")
    other = stage.last("bob", "Done")
    await asyncio.gather(
        stage.person("ana").click(message, "Done"),
        stage.person("bob").click(other, "Done"),
    )
    await stage.settle()
    await stage.travel_to(at("2026-03-05 12:00"))
    for handle in ("ana", "bob"):
        assert [line for line in rang(stage, handle) if "recap" in line] == ["Tue 3 10:20 recap"]
        assert "Carried over (1)" in everything_in(stage.last(handle, "Recap"))


async def test_two_bots_on_one_database_say_everything_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    bots = [stage.application, Application.build(stage.application.settings, stage.clock, Pace(0))]
    async with bots[1]:
        while stage.clock.now() < at("2026-03-11 11:00"):
            await asyncio.gather(*(bot.settle() for bot in bots))
            due = await bots[0].next_instant()
            stage.clock.set(max(due or stage.clock.now(), stage.clock.now() + timedelta(seconds=1)))
    expected = ["begun", "prep", "start", "recap", "prep", "start"]
    for handle in ("ana", "bob"):
        assert kinds(stage, handle) == expected
