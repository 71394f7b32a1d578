"""The window of a team, and the list of a person's teams."""

from collections.abc import Sequence

from bot.slack.blocks import (
    Block,
    View,
    actions,
    bold,
    button,
    context,
    header,
    line,
    modal,
    moment,
    words,
)
from bot.teams.models import RosterSource
from bot.teams.views.models import Inside, Listed, TeamSeen
from bot.teams.views.names import in_paragraphs
from bot.teams.views.words import BENEATH

WINDOW, LIST = "team.window", "team.list"
FIRST = 40
MOST_TEAMS = 45


def window(team: TeamSeen) -> View:
    """A team: its lead and members, and for its own people everything else; folded where it has many members."""
    blocks = [
        header(team.name),
        *([context("This team has ended. What was said in it stays.")] if team.has_ended else []),
        *_lead(team),
        *(_inside(team.inside) if team.inside else []),
        *_members(team),
        *(_observers(team.inside) if team.inside else []),
        *_buttons(team),
    ]
    return modal(WINDOW, "Team", blocks, metadata=team.id)


def my_teams(teams: Sequence[Listed]) -> View:
    """A person's teams, each with a button that opens it."""
    blocks = [block for team in teams[:MOST_TEAMS] for block in _row(team)]
    more = [context(f"and {len(teams) - MOST_TEAMS} more: /sprint team NAME")] if len(teams) > MOST_TEAMS else []
    none = [words("You are in no team yet. Set one up with: /sprint setup")]
    return modal(LIST, "Your teams", [*blocks, *more] or none)


def _lead(team: TeamSeen) -> list[Block]:
    if team.lead is not None:
        return [line("Lead: ", bold(team.lead))]
    if team.has_ended:
        return []
    can = " Any member may name one." if team.inside else ""
    name = actions(button("Name a lead…", "team.lead", team.id, style="primary"))
    return [line(f"This team has no lead: the one it had has left.{can}"), *([name] if team.can_name_lead else [])]


def _inside(inside: Inside) -> list[Block]:
    channel = {"type": "channel", "channel_id": inside.channel}
    trouble = [words(BENEATH[inside.trouble])] if inside.trouble else []
    return [line("Channel: ", channel), *trouble, *_source(inside)]


def _source(inside: Inside) -> list[Block]:
    if inside.source is RosterSource.HAND:
        return [context("Members are chosen by hand.")]
    what = f"the user group @{inside.group}" if inside.source is RosterSource.USER_GROUP else "the channel"
    guests = "1 guest" if inside.guests_left_out == 1 else f"{inside.guests_left_out} guests"
    left_out = f" {guests} there left out." if inside.guests_left_out else ""
    said = [line(f"Members follow {what}.{left_out}")]
    if inside.group_is_off:
        return [
            *said,
            context("That group has been switched off in Slack. Until you choose another, nobody leaves."),
        ]
    if inside.read_at is None:
        return [*said, context("I am about to read who is in it; please look again in a minute.")]
    return [*said, line("Last read ", moment(inside.read_at, inside.zone), ".")]


def _members(team: TeamSeen) -> list[Block]:
    title = line(bold(f"Members ({len(team.members)})"))
    if not team.members:
        return [title, words("Nobody yet.")]
    hidden = len(team.members) > FIRST and not team.shows_everyone
    names = in_paragraphs(team.members, None if team.shows_everyone else FIRST)
    every = [actions(button(f"Show all {len(team.members)}", "team.everyone", team.id))] if hidden else []
    return [title, *names, *every]


def _observers(inside: Inside) -> list[Block]:
    if not inside.observers:
        return []
    return [line(bold(f"Observers ({len(inside.observers)})")), *in_paragraphs(inside.observers, FIRST)]


def _buttons(team: TeamSeen) -> list[Block]:
    if not team.can_change or team.has_ended:
        return []
    change = button("Change team…", "team.change", team.id)
    return [actions(change, button("End team…", "team.end", team.id, style="danger"))]


def _row(team: Listed) -> list[Block]:
    people = "1 member" if team.count == 1 else f"{team.count} members"
    show = button("Open", "team.show", team.id, spoken=f"Open {team.name}")
    return [words(team.name, show), context(f"{people} · {team.role}")]
