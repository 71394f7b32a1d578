"""After a long outage what is still worth saying is said, once and in order; what is too late can be looked up."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy.engine import make_url

from bot.storage.database import DATABASE_FAILURES
from tests import postgres
from tests.faults.bots import another_bot, expire_leases, kill
from tests.faults.sync_ups import refused_connections, unavailable
from tests.locks import file_locked
from tests.stage import Stage, everything_in, open_stage
from tests.stories.watching import at, rang

TOO_LATE = "not sent: it would have come too late to be of use"
Away = Callable[[], AbstractContextManager[None]]


async def _two_on_tuesday(stage: Stage) -> None:
    """Ana meets Bob at 10:00 and Dan at 11:00; she is to be asked about both on Monday, at 10:00."""
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("ana", "dan", "Tue 11:00")


async def _why(stage: Stage, handle: str) -> str:
    """What somebody reads under *Why did I (not) get this?*"""
    await stage.person(handle).open_home()
    await stage.settle()
    await stage.click(handle, "home", "Why did I (not) get this?")
    modal = stage.person(handle).modal
    assert modal is not None
    return " ".join(word for word in everything_in(modal.blocks).split() if word != "text")


async def test_after_an_hour_without_slack_each_is_asked_once_and_in_order(stage: Stage) -> None:
    await _two_on_tuesday(stage)
    await stage.travel_to(at("2026-03-02 09:50"))
    with unavailable(stage):
        await stage.travel_to(at("2026-03-02 10:50"))
        assert [one for one in rang(stage, "ana") if "prep" in one] == []
    await stage.travel(minutes=10)
    assert [one.split()[-1] for one in rang(stage, "ana")] == ["begun", "begun", "prep"], "both in one message"
    assert [one.split()[-1] for one in rang(stage, "bob")] == ["begun", "prep"]


async def test_what_slack_could_not_be_told_before_the_meeting_was_over_is_on_record(stage: Stage) -> None:
    await _two_on_tuesday(stage)
    await stage.travel_to(at("2026-03-03 09:50"))
    with refused_connections(stage):
        await stage.travel_to(at("2026-03-03 10:50"))
    await stage.travel(minutes=10)
    assert rang(stage, "ana")[-1] == "Tue 3 10:55 start", "the one with Dan; that with Bob is over"
    assert f"Agenda at the start of a 1-on-1 {TOO_LATE}" in await _why(stage, "bob")


async def test_after_a_day_in_which_the_bot_was_down_it_says_what_is_ahead_and_records_what_is_not(
    stage: Stage,
) -> None:
    await _two_on_tuesday(stage)
    await kill(stage)
    stage.clock.set(at("2026-03-03 10:40"))
    async with another_bot(stage) as risen:
        await expire_leases(risen)
        await risen.settle()
        stage.clock.set(at("2026-03-03 10:56"))
        stage.application = risen
        await risen.connect()
        await stage.settle()
        said = rang(stage, "ana")
        assert [one for one in said if "begun" not in one] == ["Tue 3 10:40 prep", "Tue 3 10:56 start"]
        assert "Dan" in stage.person("ana").notifications[-1][1]
        why = await _why(stage, "ana")
        assert f"Preparation for a 1-on-1 {TOO_LATE}" in why
        assert f"Agenda at the start of a 1-on-1 {TOO_LATE}" in why
        assert why.count(TOO_LATE) == 2, "the one with Bob, twice"


@contextmanager
def _shut(server: postgres.Server, url: str) -> Iterator[None]:
    """As if it were down: every connection is cut, and no other accepted."""
    name = make_url(url).database
    server.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
    yield
    server.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> tuple[str, Away]:
    """Its address, and what takes it away for a while."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_url")
        return url, lambda: file_locked(url)
    url, server = (request.getfixturevalue(name) for name in ("postgres_url", "postgres_server"))
    return url, lambda: _shut(server, url)


async def test_after_ten_minutes_without_a_database_each_is_asked_once(
    database: tuple[str, Away], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.TURN_SECONDS", 0.1)
    url, away = database
    async with open_stage(url) as stage:
        await _two_on_tuesday(stage)
        await stage.travel_to(at("2026-03-02 09:55"))
        with away():
            for _ in range(2):
                stage.clock.advance(timedelta(minutes=5))
                await stage.application.beat()
                with suppress(*DATABASE_FAILURES):
                    await stage.application.lanes.drive()
            assert [one for one in rang(stage, "ana") if "prep" in one] == []
        await stage.travel(minutes=5)
        assert [one for one in rang(stage, "ana") if "begun" not in one] == ["Mon 2 10:05 prep"]
