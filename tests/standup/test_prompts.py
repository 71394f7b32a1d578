"""What one person is asked, and what becomes of that message: answered, missed, past; and when the bot stops."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot.blockers import raising
from bot.blockers.views import BlockerLine
from bot.rituals.standup import setting_up
from bot.rituals.standup.models import PartState
from bot.rituals.standup.views import prompt as views
from bot.rituals.standup.views import thread
from bot.rituals.standup.views.models import Phase, Prompt, Reply, Report, Silence
from bot.sandbox.limits import message_problems
from bot.slack.content import Message
from bot.slack.models import Post, PostState
from bot.slack.posts import Unsaid
from bot.slack.rich_text import RichText
from bot.storage.database import Database
from bot.teams import forming
from tests.standup.squads import BERLIN, Squad, at, found_squad, said

TODAY, TUESDAY = "2026-03-02", "2026-03-03"


@pytest.fixture
async def squad(database: Database) -> Squad:
    """Ana and Bob in Berlin; what is asked is shown at once."""
    found = await found_squad(database)
    await found.add(ana=BERLIN, bob=BERLIN)
    await found.begin()
    return found


async def live(squad: Squad, until: str) -> None:
    """Time goes on, and Slack shows all that was to be said."""
    await squad.live_until(at(until))
    async with squad.database.transaction() as session:
        wanted = update(Post).where(Post.state == PostState.WANTED)
        await session.execute(
            wanted.values(
                state=PostState.SHOWN, ts="1.0", shown_at=Post.created_at, shown_version=Post.wanted_version
            )
        )


async def asked(squad: Squad, name: str = "ana", day: str = TODAY, view: str = "standup.prompt") -> str:
    return said(await squad.shown(await squad.post(view, day, name)))


async def test_it_says_what_was_planned_and_what_blocks_with_a_button_for_each(squad: Squad) -> None:
    await live(squad, "2026-03-02 08:05")
    await squad.act("ana", text="Finish the importer")
    async with squad.database.transaction() as session:
        occurrence = await squad.occurrence(TODAY)
        text = RichText.of("No test data")
        await raising.raise_blockers(
            session, squad.team, squad.people["ana"], text, occurrence.id, None, squad.now
        )
    await live(squad, "2026-03-03 08:05")
    words = await asked(squad, day=TUESDAY)
    assert "Last time you planned:\nFinish the importer" in words
    assert "B1 · No test data\nyours · for 1 day\nResolvedStill blocked" in words
    assert "AnswerSkip todayI’m away…" in words
    assert "planned" not in await asked(squad, "bob", TUESDAY)


async def test_it_is_edited_in_place_from_asked_to_answered(squad: Squad) -> None:
    await live(squad, "2026-03-02 08:05")
    await squad.act("ana")
    post = await squad.post("standup.prompt", TODAY, "ana")
    assert post.wanted_version > post.shown_version
    words = await asked(squad)
    assert "You have answered. Thank you!" in words
    assert words.endswith("Change")
    await squad.act("bob", PartState.SKIPPED, reason="At the dentist")
    assert "You skip this one: At the dentist" in await asked(squad, "bob")


async def test_a_missed_one_can_be_answered_until_the_next_one_comes(squad: Squad) -> None:
    await live(squad, "2026-03-02 22:00")
    assert "Late answers are welcome.\nAnswer" in await asked(squad)
    assert "Late answers are welcome." in await asked(squad, view="standup.reminder")
    await live(squad, "2026-03-03 08:05")
    assert (await asked(squad)).endswith("You did not answer this one.")
    assert (await asked(squad, view="standup.reminder")).endswith("I reminded you of this one.")
    post = await squad.post("standup.prompt", TODAY, "ana")
    assert post.wanted_version > post.shown_version


async def test_a_reminder_that_nobody_needs_any_more_is_not_said(squad: Squad) -> None:
    await live(squad, "2026-03-02 08:05")
    await squad.live_until(at("2026-03-02 08:50"))
    reminder = await squad.post("standup.reminder", TODAY, "ana")
    squad.now = at("2026-03-02 09:00")
    assert "still missing" in said(await squad.shown(reminder))
    await squad.act("ana")
    assert await squad.shown(reminder) == Unsaid()


async def test_a_reminder_that_would_come_with_its_prompt_is_not_said(squad: Squad) -> None:
    await squad.live_until(at("2026-03-02 09:00"))
    reminder = await squad.post("standup.reminder", TODAY, "ana")
    assert await squad.shown(reminder) == Unsaid()  # Slack was away, and has not shown the prompt either


async def test_three_ignored_in_a_row_are_asked_about_once(squad: Squad) -> None:
    await live(squad, "2026-03-04 22:00")
    await live(squad, "2026-03-05 08:05")
    assert views.STOP in await asked(squad, day="2026-03-05")
    await live(squad, "2026-03-06 08:05")
    assert views.STOP not in await asked(squad, day="2026-03-06")


async def test_days_away_neither_count_nor_break_the_row(squad: Squad) -> None:
    await squad.away("ana", "2026-03-03")
    await live(squad, "2026-03-05 08:05")
    assert views.STOP not in await asked(squad, day="2026-03-05")
    await live(squad, "2026-03-06 08:05")
    assert views.STOP in await asked(squad, day="2026-03-06")


async def test_who_has_stopped_is_not_asked_and_can_take_it_back(squad: Squad) -> None:
    await live(squad, "2026-03-05 08:05")
    async with squad.database.transaction() as session:
        await forming.add_observer(session, squad.team, squad.people["ana"], squad.now)
    words = await asked(squad, day="2026-03-05")
    assert f"{views.STOPPED}\nAsk me again" in words
    assert "Answer" not in words
    await live(squad, "2026-03-06 08:05")
    assert "2026-03-06" not in " ".join([line for line in await squad.posts(state=None) if "Ana" in line])


async def test_the_lead_of_a_silent_team_is_asked_once_whether_to_end_it(squad: Squad) -> None:
    await live(squad, "2026-03-03 23:00")
    assert await squad.posts("standup.ask_to_end", None) == []
    await live(squad, "2026-03-05 23:00")
    assert await squad.posts("standup.ask_to_end", None) == ["Ana 2026-03-04 17:00"]
    shown = await squad.shown(await squad.post("standup.ask_to_end", "2026-03-04"))
    assert "Is it still worth your time?" in said(shown)
    async with squad.database.transaction() as session:
        await setting_up.end(session, squad.team, squad.now)
    post = await squad.post("standup.ask_to_end", "2026-03-04")
    assert post.wanted_version > post.shown_version
    assert "It has ended" in said(await squad.shown(post))


async def test_one_answer_is_enough_for_the_lead_not_to_be_asked(squad: Squad) -> None:
    await live(squad, "2026-03-03 08:05")
    await squad.act("bob")
    await live(squad, "2026-03-05 23:00")
    assert await squad.posts("standup.ask_to_end", None) == []


LONG = "&<!channel> *x* " * 400
HARD = RichText.of(LONG)
BLOCKERS = tuple(
    BlockerLine(number, f"B{number}", HARD, LONG, "3 days", "2 March", is_own=True, may_resolve=True)
    for number in range(1, 40)
)
THREAD = "https://acme.slack.com/archives/C0FALCON/p1772528400000100"
FULL = Prompt(
    1, 2, LONG, date(2026, 3, 3), Phase.ASKED, HARD, BLOCKERS, LONG, "C0FALCON", THREAD, asks_to_stop=True
)
MESSAGES = {
    **{f"prompt, {phase.value}": views.prompt(replace(FULL, phase=phase)) for phase in Phase},
    "prompt, stopped": views.prompt(replace(FULL, has_stopped=True)),
    "reminder": views.reminder(FULL),
    "silence": views.silence(Silence(LONG, 1)),
    "silence, ended": views.silence(Silence(LONG, 1, has_ended=True)),
    "taken back": thread.replies(Report(LONG, ()))[0],
    "not needed": thread.not_needed(Report(LONG, ())),
    **{
        f"answer {number}": message
        for number, message in enumerate(
            thread.replies(Report(LONG, (Reply(LONG, HARD, ("B1", "B2")),) * 9, is_late=True, is_edited=True))
        )
    },
}


@pytest.mark.parametrize("name", MESSAGES)
def test_however_much_there_is_slack_takes_it_and_nobody_is_mentioned(name: str) -> None:
    message: Message = MESSAGES[name]
    assert message_problems({"text": message.text, "blocks": list(message.blocks)}) == []
    assert 0 < len(message.text) <= 4000
    assert "<!channel>" not in message.text
