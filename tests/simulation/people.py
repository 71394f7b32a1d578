"""What the people of a run do: they have their rituals, and type and press whatever is in front of them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.people import queries
from bot.people.models import Person
from bot.rituals.one_on_one import setting_up as one_on_ones
from bot.rituals.one_on_one.models import Kind
from bot.rituals.standup import setting_up as sync_ups
from bot.sandbox.refusals import NotShown
from bot.teams import forming
from bot.teams.models import RosterSource

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.world import World

EVERY_DAY = frozenset(range(7))
# Times that the clocks skip or show twice somewhere, and times that they do not.
TIMES = (time(2, 30), time(0, 30), time(9, 0), time(9, 10), time(10, 0), time(13, 45), time(23, 30))
PAIRS = (("ana", "bob"), ("carol", "bob"), ("eve", "dan"))
SAFE = ("Answer", "Done", "Nothing to discuss", "Discussed", "Skip today", "Add topic", "Carry over", "Agree")
LONGEST_FORM = 8
"""Seconds after which a form that is to open has opened."""
REPLACES = "standup."
"""Forms in which what somebody writes takes the place of what they wrote before."""
EVERYBODY = frozenset(("ana", "bob", "carol", "dan", "eve"))


@dataclass
class Typed:
    """A word somebody gave to the bot, who may see it, and whether the bot said that it has it."""

    word: str
    by: str
    allowed: frozenset[str]
    is_accepted: bool = False
    form: str = ""


async def set_up(world: "World", process: "Process") -> None:
    """Two or three 1-on-1s and perhaps a team with a sync-up, all on days and at times drawn from the seed."""
    dice, now = world.dice, process.application.clock.now()
    async with process.application.database.transaction() as session:
        await session.execute(update(Person).values(working_week="mon,tue,wed,thu,fri,sat,sun"))
        who: dict[str, Person] = {}
        for user in world.workspace.people:
            found = await queries.person_by_slack_id(session, world.workspace.team_id, user.id)
            assert found is not None, "the directory has been read"
            who[user.handle] = found
        for owner, partner in PAIRS[: dice.choice((1, 1, 2, 3))]:
            rhythm = _rhythm(dice, who[owner].zone, now, world.seconds)
            world.busy += [world.seconds_of(at) for at in _busy(rhythm, who[owner].zone)]
            await one_on_ones.set_up(session, who[owner], who[partner], Kind.MANAGER, True, rhythm, now)
        if dice.random() < 0.4:
            await _team(world, session, who, now)
    world.changed.set()


def _rhythm(dice: Random, zone: ZoneInfo, now: datetime, seconds: float) -> one_on_ones.Rhythm:
    """It begins within the run, mostly; a time that the clocks skip or repeat is on the night of a Saturday."""
    within = now + timedelta(seconds=dice.uniform(3600, seconds))
    first, at = within.astimezone(zone).date(), dice.choice(TIMES)
    if datetime.combine(first, at, zone) <= now + timedelta(hours=1):
        first += timedelta(days=1)
    prep_at = dice.choice(TIMES[2:6])
    return one_on_ones.Rhythm("weekly", first, at, zone, prep_days=dice.randint(0, 1), prep_at=prep_at)


def _busy(rhythm: one_on_ones.Rhythm, zone: ZoneInfo) -> list[datetime]:
    prep: date = rhythm.first - timedelta(days=rhythm.prep_days)
    start = datetime.combine(rhythm.first, rhythm.at, rhythm.zone)
    return [datetime.combine(prep, rhythm.prep_at, zone), start - timedelta(minutes=5), start]


async def _team(world: "World", session: Any, who: dict[str, Person], now: datetime) -> None:
    dice, berlin = world.dice, ZoneInfo("Europe/Berlin")
    members = [who[handle] for handle in sorted(dice.sample(sorted(who), dice.randint(2, 5)))]
    channel = world.workspace.channel("falcon").id
    team = await forming.form_team(
        session, members[0], "Falcon", channel, members[0], RosterSource.HAND, berlin, now, members
    )
    at = dice.choice(TIMES)
    await sync_ups.set_up(session, team, sync_ups.Rhythm(EVERY_DAY, at), now)
    day = now.date()
    for person in members:
        for later in range(4):
            local = datetime.combine(day + timedelta(days=later), at, person.zone)
            world.busy.append(world.seconds_of(local))


async def act(world: "World") -> None:
    """Until the end of the run, somebody does something now and then; with the seed's own dice."""
    dice = Random(f"people {world.seed}")  # noqa: S311
    number = dice.choice((2, 4, 6, 12))
    times = sorted(_some_time(world, dice) for _ in range(number))
    for count, at in enumerate(times):
        await asyncio.sleep(max(at - world.loop.time(), 0))
        handle = dice.choice(sorted(EVERYBODY - world.gone))
        with suppress(NotShown):
            await dice.choice((_topic, _topic, _press, _press, _sync_up, _home))(
                world, handle, f"word-{count}-end", dice
            )


def _some_time(world: "World", dice: Random) -> float:
    if dice.random() < 0.5 and world.busy:
        return dice.choice(world.busy) + dice.uniform(0, 600)
    return dice.uniform(100, world.seconds)


async def _topic(world: "World", handle: str, word: str, dice: Random) -> None:
    owner, partner = dice.choice(PAIRS)
    handle, other = dice.choice([(owner, partner), (partner, owner)])
    if handle in world.gone:
        return
    typed = Typed(word, handle, frozenset({owner, partner}))
    world.typed.append(typed)
    answer = await world.workspace.person(handle).command("/1on1", f"add @{other} {word}")
    typed.is_accepted = not answer.timed_out and "Added" in answer.text


async def _press(world: "World", handle: str, word: str, dice: Random) -> None:
    person = world.workspace.person(handle)
    messages = person.dm[-4:]
    if not messages:
        return
    shown = [(message, label) for message in messages for label in SAFE if _has(message.blocks, label)]
    if not shown:
        return
    message, label = dice.choice(shown)
    await person.click(message, label)
    await _fill(world, handle, word)


async def _sync_up(world: "World", handle: str, word: str, dice: Random) -> None:
    await world.workspace.person(handle).command("/standup")
    await _fill(world, handle, word)


async def _home(world: "World", handle: str, word: str, dice: Random) -> None:
    await world.workspace.person(handle).open_home()


async def _fill(world: "World", handle: str, word: str) -> None:
    """Send the form that opens, if one does, with this word in its first field that takes words."""
    person = world.workspace.person(handle)
    await asyncio.sleep(LONGEST_FORM)
    modal = person.modal
    if modal is None or not modal.source.get("submit"):
        return
    fields = [block for block in modal.blocks if block["type"] == "input"]
    texts = [one for one in fields if one["element"]["type"] in ("plain_text_input", "rich_text_input")]
    if modal.source.get("callback_id", "").startswith(REPLACES):
        _forget_words_of(world, handle)
    values = {texts[0]["block_id"]: word} if texts else {}
    answer = await person.submit(values)
    if texts:
        is_accepted = not answer.timed_out and not answer.errors and not answer.refused
        world.typed.append(Typed(word, handle, EVERYBODY, is_accepted, modal.source["callback_id"]))
    with suppress(NotShown):
        await person.close_modal(everything=True)


def _forget_words_of(world: "World", handle: str) -> None:
    """Whoever answers or skips a day again has other words in the place of the ones before."""
    for typed in world.typed:
        if typed.by == handle and typed.form.startswith(REPLACES):
            typed.is_accepted = False


def _has(blocks: list[Any], label: str) -> bool:
    elements = [one for block in blocks for one in [*block.get("elements", []), block.get("accessory") or {}]]
    return any(
        (one.get("text") or {}).get("text") == label for one in elements if isinstance(one.get("text"), dict)
    )
