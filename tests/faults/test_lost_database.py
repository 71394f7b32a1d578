"""While the database does not answer, people are told in time and keep their words; afterwards all goes on."""

import asyncio
from datetime import timedelta

import psycopg

from bot.sandbox.records import Answer
from tests.faults.servers import own_server
from tests.locks import file_locked
from tests.stage import Stage, everything_in, open_stage

TOPIC = "How do we split the on-call?"
SORRY = "Something went wrong"


async def _told_in_time_and_nothing_lost(stage: Stage) -> None:
    """A command, a form and a button at once, while nothing can be kept; a beat goes on beside them."""
    ana, carol, bob = (stage.person(handle) for handle in ("ana", "carol", "bob"))
    beating = asyncio.create_task(stage.application.beat())
    command, form, button = await asyncio.gather(
        ana.command("/1on1", f"add @bob {TOPIC}"),
        carol.submit(),
        bob.click(stage.last("bob", "Settings"), "Settings"),
    )
    for answer in (command, form, button):
        assert isinstance(answer, Answer)
        assert not answer.timed_out
        assert answer.acknowledged_in < 2.9
    assert SORRY in command.text
    assert TOPIC in everything_in(command)
    assert carol.modal is not None
    assert SORRY in str(form.errors)
    await beating
    await stage.application.talk.finish()


async def _works_again(stage: Stage) -> None:
    before = stage.application.ticker.beat_at
    await stage.submit("carol")
    answer = await stage.command("ana", "/1on1", f"add @bob {TOPIC}")
    assert "Added" in answer.text
    await stage.travel(hours=10)
    after = stage.application.ticker.beat_at
    assert before is None or (after is not None and after > before)
    assert stage.count("ana", "Prepare your 1-on-1 with Bob") == 1
    assert stage.count("dan", "every week on Friday") == 1


async def _begin(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("carol", "/1on1", "with @dan weekly Fri 10:00")
    stage.clock.advance(timedelta(hours=2))  # Ana is to be asked: the beat has something to do


async def test_a_locked_database_loses_nothing_that_people_type(sqlite_url: str) -> None:
    async with open_stage(sqlite_url) as stage:
        await _begin(stage)
        with file_locked(sqlite_url):
            await _told_in_time_and_nothing_lost(stage)
        await _works_again(stage)


async def test_a_postgresql_that_is_stopped_and_started_loses_nothing_that_people_type() -> None:
    with own_server() as server:
        async with open_stage(server.url) as stage:
            await _begin(stage)
            server.stop()
            await _told_in_time_and_nothing_lost(stage)
            server.start()
            await _works_again(stage)


async def test_a_postgresql_that_hangs_is_not_waited_for(postgres_url: str) -> None:
    async with open_stage(postgres_url) as stage:
        await _begin(stage)
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
            other.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
            answer = await stage.person("ana").command("/1on1", f"add @bob {TOPIC}")
        assert not answer.timed_out
        assert TOPIC in everything_in(answer)
        assert "Added" in (await stage.command("ana", "/1on1", f"add @bob {TOPIC}")).text
