"""The forms that change a team, name its lead, and end it."""

from bot.slack.blocks import Block, View, context, line, modal
from bot.slack.inputs import channel_select, field, person_select, text_input
from bot.teams.rules import LONGEST_NAME
from bot.teams.views.fields import roster_fields
from bot.teams.views.models import Filled

CHANGE = "team.change_form"
LEAD = "team.lead_form"
END = "team.end_form"
KEPT = (
    "Nothing of it happens any more: no sync-ups, no sprints, no reminders. What was said stays where it is, "
    "for the people who can read it now. A new team may take the name."
)


def change(filled: Filled) -> View:
    """*Change team…*, filled in with how the team is now."""
    blocks: list[Block] = [
        field("name", "Name", text_input(filled.name, most=LONGEST_NAME)),
        field("channel", "Channel", channel_select(filled.channel), hint="Invite me there: /invite @Drumbeat"),
        field("lead", "Lead", person_select(filled.lead)),
        *roster_fields(filled.source, filled.group, filled.members, filled.observers, filled.groups),
    ]
    return modal(CHANGE, "Change team", blocks, submit="Save", close="Cancel", metadata=filled.id)


def lead(team_id: int, name: str) -> View:
    """*Name a lead…*, when the one there was has left."""
    blocks = [
        line(f"The lead of {name} has left the workspace. Who leads it now?"),
        field("lead", "Lead", person_select()),
    ]
    return modal(LEAD, "Name a lead", blocks, submit="Save", close="Cancel", metadata=team_id)


def end(team_id: int, name: str) -> View:
    """*End team…*: asks, and says what stays."""
    blocks = [line(f"End {name}?"), context(KEPT)]
    return modal(END, "End team", blocks, submit="End team", close="Keep it", metadata=team_id)
