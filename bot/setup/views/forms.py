"""The form of `/sprint setup`: good to send as it stands once a name and a channel are chosen."""

from bot.setup.views.models import Filled, Step, Times
from bot.slack.blocks import LABEL, Block, View, bold, context, divider, line, modal, option
from bot.slack.inputs import (
    channel_select,
    checkboxes,
    day_picker,
    field,
    number_input,
    person_select,
    radio,
    select,
    text_input,
    time_picker,
    zone_select,
)
from bot.slack.text import folded, one_line
from bot.teams.models import RosterSource
from bot.teams.views.fields import roster_fields

FORM = "setup.sprint_form"
OWN_CALENDAR = "own"
LONGEST_NAME = 80
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_REFINEMENT = "none"
BEFORE_END = range(1, 8)


def setup_form(filled: Filled, times: Times) -> View:
    """Everything a team needs, in one form: who, sprints, meetings, sync-up, joint retro & demo."""
    blocks = [
        *_team(filled),
        *_sprints(filled),
        *_meetings(times),
        *_sync_up(times),
        *_joint(times, bool(filled.steps)),
    ]
    return modal(FORM, "Set up a team", blocks, submit="Set up", close="Cancel")


def _team(filled: Filled) -> list[Block]:
    return [
        field("name", "Team name", text_input(filled.name, most=LONGEST_NAME, focus=not filled.name)),
        field(
            "channel",
            "Channel",
            channel_select(filled.channel),
            hint="For its sync-ups and meetings.",
        ),
        field("lead", "Lead", person_select(filled.lead)),
        *roster_fields(RosterSource.HAND, None, (), (), filled.groups),
    ]


def _sprints(filled: Filled) -> list[Block]:
    weeks = [option("1 week" if number == 1 else f"{number} weeks", str(number)) for number in range(1, 5)]
    own = option("A calendar of its own, as chosen below", OWN_CALENDAR)
    steps = [option(folded(_step(step), LABEL), str(step.calendar_id)) for step in filled.steps]
    chosen = str(filled.steps[0].calendar_id) if filled.steps else OWN_CALENDAR
    in_step = [field("step", "Sprints", select([*steps, own], chosen), hint="In step: same days, same numbers.")]
    return [
        divider(),
        line(bold("Sprints")),
        *(in_step if steps else []),
        *([context("The next three count for a calendar of its own.")] if steps else []),
        field("weeks", "Length", select(weeks, "2")),
        field("first_day", "First day", day_picker(filled.first_day)),
        field(
            "first_number",
            "Number of that sprint",
            number_input(1, least=1, most=9999),
            hint="Go on counting if you have had sprints before.",
        ),
        field("zone", "Time zone", zone_select(filled.zones, filled.zone)),
    ]


def _step(step: Step) -> str:
    weeks = "1 week" if step.weeks == 1 else f"{step.weeks} weeks"
    teams = one_line(", ".join(step.teams), 40)
    return f"In step with {teams}: {weeks}, sprint {step.number}"


def _meetings(times: Times) -> list[Block]:
    days = [option(_before_end(count), str(count)) for count in BEFORE_END]
    none = option("No refinement", NO_REFINEMENT)
    return [
        divider(),
        line(bold("Meetings of every sprint")),
        field("planning_at", "Planning, on the first day", time_picker(times.planning)),
        field("refinement_day", "Refinement", select([*days, none], str(times.refinement_days))),
        field("refinement_at", "Refinement at", time_picker(times.refinement)),
        field("retro_at", "Team retro, on the last day", time_picker(times.retro)),
    ]


def _before_end(count: int) -> str:
    return f"{count} working {'day' if count == 1 else 'days'} before the last day"


def _sync_up(times: Times) -> list[Block]:
    days = [option(name, code) for code, name in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)]
    whose = [
        option("At this time where each person is", "local", "Nobody is asked at night"),
        option("At this time in the team’s time zone", "team", "Everyone is asked at the same moment"),
    ]
    return [
        divider(),
        line(bold("Daily sync-up")),
        field("sync_up_at", "Ask at", time_picker(times.sync_up)),
        field("sync_up_by", "Whose time", radio(whose, "local")),
        field("sync_up_days", "On", checkboxes(days, WEEKDAYS[:5])),
    ]


def _joint(times: Times, has_steps: bool) -> list[Block]:
    hint = "Left empty, there is none." + (" Teams in step share theirs: leave it as it is." if has_steps else "")
    return [
        divider(),
        line(bold("Joint retro & demo of all teams")),
        field("demo_channel", "Channel of the joint retro & demo", channel_select(), optional=True, hint=hint),
        field("demo_at", "Joint retro & demo, on the last day", time_picker(times.demo)),
    ]
