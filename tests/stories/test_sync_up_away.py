"""Who says that they are away while a sync-up goes on is told so in its prompt, and may take it back."""

from datetime import UTC, datetime

import pytest

from bot.rituals.standup.models import PartState
from tests.stage import Stage
from tests.stories.sync_ups import part, sync_up


@pytest.mark.parametrize("text", ["", "fri to 9 Mar"])
async def test_days_away_are_noted_by_word_or_form_and_shown_at_once(stage: Stage, text: str) -> None:
    team = await sync_up(stage)
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    answer = await stage.command("ana", "/standup", f"away {text}")
    if text:
        assert "Friday 6 March to Monday 9 March" in answer.text
        return
    assert not (await stage.submit("ana")).errors
    mine = await part(stage, team, "ana")
    assert mine is not None
    assert mine.state is PartState.AWAY


async def test_sprint_away_says_the_same_in_the_prompt_and_taking_it_back_asks_as_before(stage: Stage) -> None:
    await sync_up(stage)
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    answer = await stage.command("ana", "/sprint", "away today")
    assert "You are away, so nothing is asked of you." in stage.last("ana", "Sync-up").text
    await stage.click("ana", answer, "Take back")
    assert "What is new" in stage.last("ana", "Sync-up").text
