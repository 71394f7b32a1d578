"""The two ask for a question, or use one, in the same instant."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one import bank, queries
from bot.rituals.one_on_one.models import OfferedQuestion
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from tests.one_on_one.conftest import Two, one_in_the_middle_of_the_other


async def occurrence_of(two: Two, session: AsyncSession) -> Occurrence:
    found = await schedule.current(session, two.series_id)
    assert found is not None
    return found


async def test_a_question_both_ask_for_at_once_is_offered_once_and_fails_nobody(two: Two) -> None:
    await two.set_up()

    async def one_more(session: AsyncSession) -> None:
        one_on_one = (await two.pair(session)).one_on_one
        assert await bank.offer_one_more(session, one_on_one, await occurrence_of(two, session))

    async def prep(session: AsyncSession) -> None:
        one_on_one = (await two.pair(session)).one_on_one
        await bank.offer_questions(session, one_on_one, await occurrence_of(two, session))

    await one_in_the_middle_of_the_other(two, one_more, one_more)
    await one_in_the_middle_of_the_other(two, one_more, prep)
    async with two.database.reading() as session:
        keys = (await session.scalars(select(OfferedQuestion.key))).all()
    assert keys
    assert len(keys) == len(set(keys))


async def test_a_question_both_use_at_once_is_used_by_one(two: Two) -> None:
    await two.set_up()
    async with two.database.transaction() as session:
        one_on_one = (await two.pair(session)).one_on_one
        occurrence = await occurrence_of(two, session)
        await bank.offer_one_more(session, one_on_one, occurrence)
        (offer,) = await queries.offers(session, occurrence.id)
    used: list[bool] = []

    async def use(session: AsyncSession) -> None:
        used.append(await queries.use_offer(session, offer.id))

    await one_in_the_middle_of_the_other(two, use, use)
    assert used == [True, False]
