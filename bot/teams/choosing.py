"""What the forms of teams say, looked up: people, the channel, and where the members come from."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal
from bot.people import queries as people
from bot.people.models import Person
from bot.slack.values import Values
from bot.teams import queries
from bot.teams.forming import Terms
from bot.teams.models import RosterSource
from bot.teams.rules import compared


async def terms(session: AsyncSession, me: Person, values: Values) -> Terms:
    """The form that changes a team as terms; refuses, under its field, what is missing or unknown."""
    source = source_chosen(values)
    return Terms(
        name=values.text("name") or "",
        channel=values.channel("channel") or "",
        lead=await lead_chosen(session, me, values),
        source=source,
        members=await people_chosen(session, me, values, "members"),
        observers=await people_chosen(session, me, values, "observers"),
        group_id=await group_chosen(session, me.workspace_id, values, source),
    )


def source_chosen(values: Values) -> RosterSource:
    """Where the members come from; refuses, under `source`, what no form offers."""
    try:
        return RosterSource(values.choice("source") or "")
    except ValueError:
        raise FieldRefusal("source", "Please choose where the members come from.") from None


async def group_chosen(
    session: AsyncSession, workspace_id: int, values: Values, source: RosterSource
) -> str | None:
    """The Slack id of the user group that was chosen, or whose handle was typed; None if none is followed.

    Refuses, under `group`, a handle that no group has.
    """
    if source is not RosterSource.USER_GROUP:
        return None
    typed = (values.text("group") or "").strip().removeprefix("@")
    if not typed:
        return values.choice("group")
    for group in await queries.user_groups(session, workspace_id):
        if compared(group.handle) == compared(typed):
            return group.slack_id
    raise FieldRefusal("group", f"I don’t know a user group @{typed}. Please type its handle, such as @design.")


async def lead_chosen(session: AsyncSession, me: Person, values: Values) -> Person:
    """Who was chosen to lead; refuses, under `lead`, nobody, and somebody unknown."""
    found = await people.colleague(session, me, values.user("lead") or "")
    if found is None:
        raise FieldRefusal("lead", "Please choose a member of this workspace.")
    return found


async def people_chosen(session: AsyncSession, me: Person, values: Values, field: str) -> list[Person]:
    """Who was chosen in a field; refuses, under it, somebody unknown."""
    ids = values.users(field)
    found = await people.known(session, me.workspace_id, ids)
    if len(found) < len(ids):
        raise FieldRefusal(field, "I don’t know everyone here yet. Please try again in a minute.")
    return [found[slack_id] for slack_id in ids]
