"""A request is worked once, for a member, and nothing of it is kept unless it ended well."""

import pytest
from sqlalchemy import select, update

from bot.errors import Refusal
from bot.people.models import Person, Standing
from bot.slack.desk import AlreadyDone, Desk
from bot.slack.models import Received
from bot.slack.requests import Request
from bot.storage.database import Database
from tests.slack.conftest import NOW

REQUEST = Request("T1", "U1", "trigger:1")


class HeldClock:
    """Stands still."""

    def now(self):
        return NOW


@pytest.fixture
def desk(database: Database, ana: Person) -> Desk:
    return Desk(database, HeldClock())


async def _work(desk: Desk, request: Request = REQUEST, fail: bool = False) -> None:
    async with desk.case(request) as case:
        case.person.name = "Ana Maria"
        if fail:
            raise ZeroDivisionError


async def _kept(database: Database) -> tuple[str, list[str]]:
    async with database.reading() as session:
        name = (await session.scalars(select(Person.name))).one()
        return name, list(await session.scalars(select(Received.key)))


async def test_a_case_that_ends_well_is_kept_with_the_key_of_its_request(desk: Desk, database: Database) -> None:
    await _work(desk)
    assert await _kept(database) == ("Ana Maria", ["trigger:1"])


async def test_a_case_that_fails_leaves_nothing_so_that_the_next_delivery_is_worked(
    desk: Desk, database: Database
) -> None:
    with pytest.raises(ZeroDivisionError):
        await _work(desk, fail=True)
    assert await _kept(database) == ("Ana", [])
    await _work(desk)


async def test_the_same_delivery_is_worked_once(desk: Desk) -> None:
    await _work(desk)
    with pytest.raises(AlreadyDone):
        await _work(desk)
    await _work(desk, Request("T1", "U1", "trigger:2"))


async def test_looking_twice_does_no_harm_and_keeps_nothing(desk: Desk, database: Database) -> None:
    for _ in range(2):
        async with desk.look(REQUEST) as case:
            case.person.name = "Somebody else"
            assert case.now == NOW
    assert await _kept(database) == ("Ana", [])


async def test_a_stranger_is_told_to_wait_and_is_met(database: Database, ana: Person) -> None:
    met: list[tuple[str, str]] = []
    desk = Desk(database, HeldClock(), lambda workspace, user: met.append((workspace, user)))
    with pytest.raises(Refusal, match="I have not met you yet"):
        await _work(desk, Request("T1", "U404", "k"))
    assert met == [("T1", "U404")]
    assert await _kept(database) == ("Ana", [])


async def test_a_member_of_another_workspace_is_a_stranger_here(desk: Desk) -> None:
    with pytest.raises(Refusal, match="I have not met you yet"):
        await _work(desk, Request("T2", "U1", "k"))


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.GUEST, "Guests"),
        (Standing.BOT, "Only members of this workspace"),
        (Standing.DEACTIVATED, "Only members of this workspace"),
    ],
)
async def test_who_is_no_member_is_refused_whatever_they_ask(
    desk: Desk, database: Database, standing: Standing, words: str
) -> None:
    async with database.transaction() as session:
        await session.execute(update(Person).values(standing=standing))
    with pytest.raises(Refusal, match=words):
        await _work(desk)
    with pytest.raises(Refusal, match=words):
        async with desk.look(REQUEST):
            raise AssertionError("let in")
