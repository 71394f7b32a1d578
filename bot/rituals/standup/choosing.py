"""Which team's sync-up is meant: the only one there is, or the one that was named."""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.standup import queries
from bot.rituals.standup.access import NOT_YOURS, WATCHING, Held, is_live
from bot.rituals.standup.models import Visibility
from bot.teams import queries as teams
from bot.teams.models import Team
from bot.teams.rules import named_first, which_team

NONE_YET = (
    "None of your teams has a sync-up yet. Set one up with: /sprint setup "
    "(or ask your team’s lead to add you to theirs)."
)


async def answered_by(session: AsyncSession, person: Person) -> list[Held]:
    """The sync-ups that go on of a person's teams, as a member, by the team's name; refuses when there is none."""
    all_of_them = await of_person(session, person)
    mine = [held for held in all_of_them if held.is_member and is_live(held)]
    if not mine:
        raise Refusal(WATCHING if any(map(is_live, all_of_them)) else NONE_YET)
    return mine


async def of_person(session: AsyncSession, person: Person) -> list[Held]:
    """The sync-ups, ended ones too, of the teams that a person is in or leads, by the team's name."""
    return await _held(session, person, await teams.teams_of(session, person.id))


def named(held: Sequence[Held], text: str) -> tuple[Held | None, str]:
    """The sync-up whose team a text begins with, or the only one, and the rest of the text; None of several."""
    found = named_first(text, [each.team.name for each in held])
    if found is not None:
        return next(each for each in held if each.team.name == found[0]), found[1]
    return (held[0] if len(held) == 1 else None), text


async def to_change(session: AsyncSession, person: Person, text: str) -> Held:
    """The sync-up a command's text names, or the person's only one; an admin may name any team's."""
    return await _to_look_at(session, person, text, lambda held: held.may_change)


async def to_read(session: AsyncSession, person: Person, text: str) -> Held:
    """The same, to read: also one of another team that all may read."""
    return await _to_look_at(session, person, text, _may_read)


async def _to_look_at(session: AsyncSession, person: Person, text: str, may_too: Callable[[Held], bool]) -> Held:
    mine = await of_person(session, person)
    found = named_first(text, [held.team.name for held in mine]) if text else None
    if found is None and (text or not mine):
        others = await _held(session, person, await teams.live_teams(session, person.workspace_id))
        return _one_named([held for held in others if may_too(held)], text)
    chosen, _ = named(mine, text)
    if chosen is None:
        raise which_team([each.team.name for each in mine])
    return chosen


def _may_read(held: Held) -> bool:
    return held.may_change or held.sync_up.visibility is Visibility.WORKSPACE


def _one_named(held: Sequence[Held], text: str) -> Held:
    found = named_first(text, [each.team.name for each in held])
    if found is None:
        raise Refusal(NOT_YOURS if text else NONE_YET)
    return next(each for each in held if each.team.name == found[0])


async def _held(session: AsyncSession, person: Person, found: Sequence[Team]) -> list[Held]:
    team_ids = [team.id for team in found]
    sync_ups = await queries.sync_ups_of(session, team_ids)
    roles = await teams.roles_of(session, person.id)
    return [Held(*sync_ups[team.id], team, person, roles.get(team.id)) for team in found if team.id in sync_ups]
