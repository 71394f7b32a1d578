"""Which team something is raised in, and keeping it for who has none yet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.slack.answers import View
from bot.slack.models import Draft
from bot.slack.rich_text import RichText
from bot.slack.text import one_line, plain
from bot.teams import queries as teams_queries
from bot.teams.models import Team
from bot.teams.rules import listed, named_first, quoted_first, which_team


@dataclass(frozen=True)
class Meant:
    """What was typed in a command, and the team it is for; None while that is open."""

    text: RichText
    team: Team | None = None


def meant(teams: Sequence[Team], typed: str) -> Meant:
    """The only one of these teams, or the one whose name begins what was typed; the name is then taken off."""
    if len(teams) == 1:
        rest = quoted_first(typed, teams[0].name)
        return Meant(RichText.of_mrkdwn(typed if rest is None else rest), teams[0])
    found = named_first(typed, [team.name for team in teams])
    if found is None:
        return Meant(RichText.of_mrkdwn(typed))
    return Meant(RichText.of_mrkdwn(found[1]), next(team for team in teams if team.name == found[0]))


async def team_to_read(session: AsyncSession, person: Person, typed: str) -> Team:
    """The team a command names, or the person's only one; a workspace admin may name any.

    Refuses, with a list of theirs, a name that none of them has, and no name where there are several.
    """
    mine = await teams_queries.teams_of(session, person.id)
    if not typed and len(mine) == 1:
        return mine[0]
    named = mine if not person.is_admin else await teams_queries.live_teams(session, person.workspace_id)
    found = named_first(typed, [team.name for team in named])
    if found is not None and not found[1]:
        return next(team for team in named if team.name == found[0])
    names = [team.name for team in mine]
    if not typed or not mine:
        raise which_team(names)
    raise Refusal(f"You have no team called “{one_line(plain(typed), 40)}”. Your teams: {listed(names, 10)}.")


async def keep(session: AsyncSession, person: Person, form: View, now: datetime) -> int:
    """Keep a form with all that stands in it for this person alone; the id by which it opens again."""
    draft = Draft(person_id=person.id, form=json.dumps(form), created_at=now)
    session.add(draft)
    await session.flush()
    return draft.id


async def read_by_all(session: AsyncSession, workspace_id: int, texts: Sequence[str]) -> list[RichText]:
    """Kept texts as everyone may see them: who is mentioned is named, and not called."""
    rich = [RichText.from_json(text) for text in texts]
    mentioned = {user for text in rich for user in text.people}
    known = await people.known(session, workspace_id, mentioned) if mentioned else {}
    return [text.shown(lambda user: known[user].name if user in known else None) for text in rich]
