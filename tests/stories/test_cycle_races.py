"""Two people do the same thing at the same time."""

import asyncio

from tests.stage import Stage, everything_in
from tests.stories.watching import at, rang


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
