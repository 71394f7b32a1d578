"""When a lead is told of a blocker: once, at 10:00 of their own time, after two working days of its owner."""

from bot.blockers import queries, telling
from bot.schedule.ticker import DueSource

MOMENTS = DueSource("blockers", queries.due, telling.tell, queries.set_back, queries.next_instant)
