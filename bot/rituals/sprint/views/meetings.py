"""The message of a meeting in its channel: what begins, and afterwards that it was held and what comes next."""

from collections.abc import Sequence

from bot.rituals.sprint.views.models import MeetingGoals, MeetingShown, NextUp
from bot.rituals.sprint.views.words import goal_lines
from bot.slack.blocks import Block, Element, bold, context, line, moment
from bot.slack.content import Message
from bot.slack.text import escape, folded, one_line, when
from bot.sprints.views import LONGEST_REASON, name

MOST_TEAMS = 8
"""Teams whose goals one message shows; the joint retro & demo has those of all in step."""


def meeting(shown: MeetingShown) -> Message:
    """One message for the channel, edited in place as the meeting goes on."""
    if shown.is_off:
        why = f": {folded(one_line(shown.reason, LONGEST_REASON))}" if shown.reason else ""
        return Message(f"{escape(shown.title)} is off{escape(why)}.", [line(bold(shown.title), f" is off{why}.")])
    if shown.is_over:
        said = f"{escape(shown.title)} was held.{_next_said(shown)}"
        return Message(said, [line(bold(shown.title), " was held.", *_next(shown))])
    at = when(shown.starts_at, shown.zone, "{time}")
    head = line(bold(shown.title), " begins at ", moment(shown.starts_at, shown.zone, "{time}"), ".")
    return Message(f"{escape(shown.title)} begins at {at}.", [head, *_goals(shown.goals)])


def _goals(teams: Sequence[MeetingGoals]) -> list[Block]:
    with_goals = [team for team in teams if team.goals]
    found = [_of_team(team, len(teams) > 1) for team in with_goals[:MOST_TEAMS]]
    rest = len(with_goals) - len(found)
    return [*found, context(f"… and the goals of {rest} more teams: /sprint")] if rest else found


def _of_team(team: MeetingGoals, is_named: bool) -> Block:
    title = f"Goals of {name(team.team)}" if is_named else "Goals"
    return line(bold(title), "\n", goal_lines(team.goals))


def _next(shown: MeetingShown) -> list[str | Element]:
    coming: NextUp | None = shown.next
    if coming is None:
        return []
    return [f" Next: {coming.title}, ", moment(coming.starts_at, shown.zone), "."]


def _next_said(shown: MeetingShown) -> str:
    if shown.next is None:
        return ""
    return f" Next: {escape(shown.next.title)}, {when(shown.next.starts_at, shown.zone)}."
