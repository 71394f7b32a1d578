"""What was set up, and the one thing that is left to do."""

from datetime import date

from bot.setup.views.models import Begun
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.content import Message
from bot.slack.text import escape


def begun(seen: Begun) -> Message:
    """To who set the team up, and to its lead."""
    by = f"{seen.set_up_by} has set up the team {seen.team}" if seen.set_up_by else f"You have set up {seen.team}"
    count = "nobody is in it yet" if not seen.members else f"{seen.members} {_people(seen.members)} in it"
    lines: list[Block] = [
        blocks.header(f"{seen.team} is set up"),
        blocks.line(f"{by}: {count}."),
        *_sprint(seen),
        *(blocks.line(f"{title}: ", blocks.moment(at, seen.zone)) for title, at in seen.coming),
        # A channel's name is Slack's to show: only who may see the channel reads it.
        blocks.section(f"If I am not in <#{seen.channel}> yet, invite me there: `/invite @Drumbeat`."),
        blocks.actions(
            blocks.button("Calendar", "sprint.calendar", seen.team_id),
            blocks.button("Team", "team.show", seen.team_id),
        ),
        blocks.context("Change anything with /sprint change, /sprint team and /standup settings."),
    ]
    return Message(f"{escape(by)}.", lines)


def _people(count: int) -> str:
    return "person is" if count == 1 else "people are"


def _sprint(seen: Begun) -> list[Block]:
    if seen.sprint is None or seen.first_day is None or seen.last_day is None:
        return []
    span = f"{_day(seen.first_day)} – {_day(seen.last_day)}"
    return [blocks.line(blocks.bold(f"Sprint {seen.sprint}: "), span)]


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
