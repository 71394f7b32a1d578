"""The forms behind the settings: days away, and the working week with its holidays."""

from datetime import date

from bot.home.views.models import CalendarChoice
from bot.home.views.words import WEEKDAYS
from bot.people.views import days_away_fields
from bot.slack import blocks, inputs
from bot.slack.blocks import View

AWAY = "home.away_form"
CALENDAR = "home.calendar_form"
NO_COUNTRY = "none"
LONGEST_PART = 32


def away(today: date) -> View:
    """When a person is away, filled in with today alone."""
    return blocks.modal(AWAY, "I’m away", days_away_fields(today), submit="Save", close="Cancel")


def calendar(chosen: CalendarChoice) -> View:
    """The weekdays a person works and whose holidays they have, filled in with what counts now."""
    days = [blocks.option(name, name[:3].lower()) for name in WEEKDAYS]
    ticked = [WEEKDAYS[day][:3].lower() for day in chosen.week]
    none = blocks.option("No holidays, or not in this list", NO_COUNTRY)
    countries = [none, *(blocks.option(name, code) for code, name in chosen.countries)]
    return blocks.modal(
        CALENDAR,
        "Days & holidays",
        [
            inputs.field("working_week", "Days you work", inputs.checkboxes(days, ticked)),
            inputs.field(
                "holidays_region",
                "Public holidays of",
                inputs.select(countries, chosen.country or NO_COUNTRY),
            ),
            inputs.field(
                "holidays_part",
                "Part of the country",
                inputs.text_input(chosen.part, most=LONGEST_PART),
                optional=True,
                hint="For regional holidays, such as BE for Berlin. If your country is not in the list, choose"
                " “not in this list” and write its code here, such as AD for Andorra.",
            ),
        ],
        submit="Save",
        close="Cancel",
    )
