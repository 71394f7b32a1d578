"""How often Ana is rung, who is in two teams and has three 1-on-1s: docs/decisions/0015-attention-budget.md.

The usual case is checked where the sprint of two teams is played; this is the worst: she answers nothing.
"""

from datetime import datetime

from bot.cli.scenario.acts import Press
from bot.cli.scenario.script import SCRIPT
from tests.stories.two_teams import BERLIN, played
from tests.stories.two_teams_drawn import BUDGET_A_WEEK

SPRINT_BEGINS = datetime(2026, 3, 23, tzinfo=BERLIN)
FIRST_WEEK_ENDS = datetime(2026, 3, 28, tzinfo=BERLIN)
"""In the first week all three 1-on-1s are held, so it is the fuller one; the second would take as long to play."""
A_REMINDER_EACH_DAY = 5
SILENCE = [step for step in SCRIPT if step.at < SPRINT_BEGINS or step.acts == (Press("Done"),)]
"""Everything is set up, the 1-on-1s are held, and nobody answers a sync-up."""


async def test_who_answers_nothing_is_rung_once_more_a_day_at_most(sqlite_url: str) -> None:
    record = await played(sqlite_url, SILENCE, until=FIRST_WEEK_ENDS)

    assert max(record.a_week("ana")) <= BUDGET_A_WEEK + A_REMINDER_EACH_DAY, "\n".join(record.rows())
    assert record.workspace.refused == []
