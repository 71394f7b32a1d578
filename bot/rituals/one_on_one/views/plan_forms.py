"""The forms that set up a 1-on-1 and change it: who, what kind, when, and what to know before."""

from bot.rituals.one_on_one.views.fields import long_text
from bot.rituals.one_on_one.views.models import Plan
from bot.rituals.one_on_one.views.words import KINDS, capital
from bot.slack.blocks import (
    Block,
    View,
    bold,
    context,
    divider,
    line,
    modal,
    option,
)
from bot.slack.inputs import checkboxes, day_picker, field, person_select, radio, select, time_picker, zone_select

RECURRENCES = ("weekly", "every 2 weeks", "every 4 weeks", "monthly")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES = (15, 20, 25, 30, 45, 50, 60, 90)
PREP_DAYS = ("The same day", "The working day before", "2 working days before", "3 working days before")
OPEN = "open"
"""The value of the one box of `is_open`."""


def new_form(plan: Plan) -> View:
    """*New 1-on-1*, filled in and good to send as it stands once a partner is chosen."""
    blocks = [*_who(plan), *_when(plan), *_first_topic(plan), *_more(plan)]
    return modal("one_on_one.new_form", "New 1-on-1", blocks, submit="Set up", close="Cancel")


def settings_form(plan: Plan) -> View:
    """When an existing 1-on-1 is held; who takes part and of what kind it is cannot change."""
    note = context("Changes count from the next 1-on-1 on. The other one is told.")
    blocks = [note, *_when(plan), *_more(plan)]
    number = plan.one_on_one or ""
    return modal("one_on_one.settings_form", "Settings", blocks, submit="Save", close="Cancel", metadata=number)


def _who(plan: Plan) -> list[Block]:
    kinds = [option(label, kind) for kind, label in KINDS.items()]
    whose = [
        option("Mine: I am the report", "me", "I am asked first and set the agenda"),
        option("Theirs: they are the report", "them", "They are asked first and set the agenda"),
    ]
    return [
        field("partner", "With", person_select(plan.partner)),
        field("kind", "Kind", select(kinds, plan.kind)),
        field("report", "Whose 1-on-1 is it?", radio(whose, plan.report)),
    ]


def _when(plan: Plan) -> list[Block]:
    often = [option(capital(one), one) for one in RECURRENCES]
    days = [option(day, str(number)) for number, day in enumerate(WEEKDAYS)]
    return [
        field("recurrence", "How often", select(often, plan.recurrence)),
        field("weekday", "On", select(days, str(plan.weekday))),
        field("at", "At", time_picker(plan.at)),
        field(
            "first", "From", day_picker(plan.first), hint="The first one is on that weekday, that day or after."
        ),
    ]


def _first_topic(plan: Plan) -> list[Block]:
    if plan.topic is None:
        return []
    return [{**block, "optional": True} if block["type"] == "input" else block for block in _topic(plan.topic)]


def _topic(text: str) -> list[Block]:
    return long_text("topic", "First topic", text)


def _more(plan: Plan) -> list[Block]:
    minutes = sorted({*MINUTES, plan.minutes})
    lengths = [option(f"{number} minutes", str(number)) for number in minutes]
    before = [option(words, str(number)) for number, words in enumerate(PREP_DAYS)]
    box = option("Anyone in the workspace may read the agenda", OPEN, "Never the notes or action items")
    return [
        divider(),
        line(bold("More settings")),
        field("zone", "Time zone", zone_select(plan.zones, plan.zone)),
        field("minutes", "Length", select(lengths, str(plan.minutes))),
        field("prep_days", "Ask what to talk about", select(before, str(plan.prep_days))),
        field("prep_at", "Ask at", time_picker(plan.prep_at), hint="In the time zone of whoever is asked."),
        field("is_open", "Open agenda", checkboxes([box], [OPEN] if plan.is_open else []), optional=True),
    ]
