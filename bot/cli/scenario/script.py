"""Everything that people do in “a sprint of two teams”, from setting up to the day after the sprint."""

from bot.cli.scenario import beginning, first_week, second_week
from bot.cli.scenario.steps import Step

SCRIPT: tuple[Step, ...] = (*beginning.steps(), *first_week.steps(), *second_week.steps())
"""In no order: whoever plays it goes by the instants."""
