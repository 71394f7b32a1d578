"""`/sprint`: where each of my teams is in its sprint, what comes next, and who is away."""

from collections.abc import Sequence

from bot.rituals.sprint.views.models import NextUp, Overview, TeamSprint
from bot.rituals.sprint.views.words import absent, goal_lines, sprint_line
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    line,
    modal,
    moment,
)
from bot.sprints.views import day, name

OVERVIEW = "sprint.overview"
TEAMS_A_PAGE = 8
TEAMS_ON_HOME = 4
SETUP_HINT = "Or ask the lead of your team to add you. Observers see everything here, and are never asked."


def overview(shown: Overview) -> View:
    """My teams' sprints; for who is in no team, what to do about it."""
    if not shown.teams:
        return modal("sprint.overview", "Sprints", _in_no_team())
    sections = [block for team in shown.teams for block in [divider(), *team_blocks(team)]]
    turning = _turning(shown)
    last = [divider(), actions(button("I’m away…", "sprint.away"), *turning)]
    return modal("sprint.overview", "Sprints", [*sections[1:], *last], metadata=shown.page)


def home_blocks(teams: Sequence[TeamSprint], more: int) -> list[Block]:
    """The Home tab's part: the first teams, and how many there are besides; what to do, for who is in none."""
    if not teams:
        return [header("My teams"), *_in_no_team()]
    rest = [context(f"… and {more} more teams: /sprint")] if more else []
    return [*(block for team in teams for block in team_blocks(team)), *rest]


def _in_no_team() -> list[Block]:
    return [
        line("You are in no team yet. Set one up, and I keep its sprints, meetings and sync-ups."),
        actions(button("Set up a team", "setup.open")),
        context(SETUP_HINT),
    ]


def team_blocks(shown: TeamSprint) -> list[Block]:
    """One team: its sprint, goals, what comes next, who is away, and what can be done."""
    number, rest = sprint_line(shown)
    return [
        header(name(shown.name)),
        line(bold(number), rest),
        *_goals(shown),
        *_next(shown),
        *_away(shown),
        actions(*_buttons(shown)),
    ]


def _goals(shown: TeamSprint) -> list[Block]:
    if shown.span is None:
        return []
    if shown.goals:
        return [line(bold("Goals"), "\n", goal_lines(shown.goals))]
    hint = " Add one with: /sprint goal TEXT" if shown.may_set_goals else ""
    return [line(bold("Goals"), f"\nNone yet.{hint}")]


def _next(shown: TeamSprint) -> list[Block]:
    rows = [piece for one in shown.next for piece in _row(one, shown)]
    return [line(bold("Next"), *rows)] if rows else []


def _row(one: NextUp, shown: TeamSprint) -> Sequence[str | Element]:
    moved = "" if one.was_on is None else f", not on {day(one.was_on)}"
    return "\n", f"{one.title} · ", moment(one.starts_at, shown.zone), moved


def _away(shown: TeamSprint) -> list[Block]:
    found: list[str | Element] = []
    if shown.away:
        found += [bold("Away today: "), absent(shown.away, shown.today)]
    if shown.away_soon:
        found += ["\n" if found else "", bold("Away soon: "), absent(shown.away_soon, shown.today)]
    return [line(*found)] if found else []


def _buttons(shown: TeamSprint) -> list[Element]:
    found = []
    if shown.span is not None:
        found.append(button("Calendar", "sprint.calendar", shown.team, spoken=f"Calendar of {shown.name}"))
    if shown.may_set_goals and shown.span is not None:
        found.append(button("Goals…", "sprint.goals", shown.team, spoken=f"Goals of {shown.name}"))
    found.append(button("Opportunities", "opportunity.list", shown.team))
    found.append(button("Team", "team.show", shown.team, spoken=f"Team {shown.name}"))
    return found


def _turning(shown: Overview) -> list[Element | None]:
    before = button("Previous teams", "sprint.page:previous", shown.page - 1) if shown.page > 0 else None
    is_last = shown.page + 1 >= shown.pages
    return [before, None if is_last else button("More teams", "sprint.page:next", shown.page + 1)]
