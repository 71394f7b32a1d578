"""What one person is asked for a day, in place from asked to answered to closed, and the reminder of it."""

from bot.blockers.views import blocker_row, list_button
from bot.rituals.standup.views.models import Phase, Prompt, Silence
from bot.rituals.standup.views.words import safe, title
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    bold,
    button,
    confirmation,
    context,
    line,
    link,
)
from bot.slack.content import Message
from bot.slack.cutting import folded
from bot.slack.text import one_line

LONGEST_PLAN = 1500
MOST_BLOCKERS = 5
LONGEST_REASON = 200
SPOKEN_PLAN = 150
ASKED = "What is new, what is next, what is in your way?"
SAID = {
    Phase.ANSWERED: "You have answered. Thank you!",
    Phase.SKIPPED: "You skip this one.",
    Phase.AWAY: "You are away, so nothing is asked of you.",
    Phase.MISSED: "You have not answered. Late answers are welcome.",
    Phase.PAST: "You did not answer this one.",
    Phase.GONE: "This is not asked of you any more.",
}
REMINDED = "I reminded you of this one."
"""The prompt above it says what became of it: the log of a day that is past has it once."""
ENDED = "It has ended: nobody is asked any more. What was said can still be read: /standup show"
WORTH_IT = "Is it still worth your time?"
STOP = "You have not answered three times. Shall I stop asking?"
STOPPED = "I do not ask you any more: you observe this team now, and still see everything."


def prompt(shown: Prompt) -> Message:
    """The question of the day, with the last plan and the open blockers; later, what became of it."""
    if shown.phase is Phase.ASKED:
        return Message(_asked_text(shown, ASKED), [*_asked(shown), *_stopping(shown)])
    return _settled(shown)


def reminder(shown: Prompt) -> Message:
    """The one reminder; once there is nothing to be reminded of, a line that says so: the prompt has the rest."""
    if shown.phase is Phase.PAST:
        return Message(safe(f"{title(shown.team, shown.day)}: {REMINDED}"), [_ended(shown, REMINDED)])
    if shown.phase is not Phase.ASKED:
        settled = _settled(shown)
        return Message(settled.text, settled.blocks[:1])
    words = "Your answer is still missing."
    return Message(
        safe(f"Reminder: {title(shown.team, shown.day)}. {words}"),
        [line(bold(title(shown.team, shown.day)), f" · {words}"), _controls(shown)],
    )


def silence(shown: Silence) -> Message:
    """Nobody of a team said anything three times in a row: its lead is asked, once, whether to end it."""
    text = f"Nobody of {one_line(shown.team, 80)} has answered the last three sync-ups."
    if shown.has_ended:
        return Message(safe(f"{text} {ENDED}"), [line(text), line(ENDED)])
    asks = confirmation(
        "End the sync-up?",
        "Nobody is asked any more. What was said stays readable, and you can set it up again.",
        "End it",
        "Keep it",
    )
    end = button("End it", "standup.end_it", shown.team_id, asks=asks)
    change = button("Change when it is held", "standup.settings", shown.team_id)
    return Message(safe(f"{text} {WORTH_IT}"), [line(f"{text} {WORTH_IT}"), actions(end, change)])


def _asked_text(shown: Prompt, words: str) -> str:
    parts = [f"{title(shown.team, shown.day)}: {words}"]
    if shown.planned is not None:
        parts.append(f"Last time you planned: {one_line(shown.planned.plain(), SPOKEN_PLAN)}.")
    if shown.blockers:
        many = len(shown.blockers)
        parts.append(f"{many} of your blockers are open." if many > 1 else "One blocker of yours is open.")
    return safe(" ".join(parts))


def _asked(shown: Prompt) -> list[Block]:
    return [
        line(bold(title(shown.team, shown.day))),
        line(ASKED),
        *_planned(shown),
        *(block for blocker in shown.blockers[:MOST_BLOCKERS] for block in blocker_row(blocker)),
        *_more(len(shown.blockers) - MOST_BLOCKERS),
        _controls(shown),
    ]


def _planned(shown: Prompt) -> list[Block]:
    if shown.planned is None or shown.planned.is_blank:
        return []
    plan, left_out = folded(shown.planned, LONGEST_PLAN)
    note = [context(f"{left_out} more characters: they are filled in when you answer.")] if left_out else []
    return [line(bold("Last time you planned:")), *plan.showing(), *note]


def _more(number: int) -> list[Block]:
    return [context(f"…and {number} more of your blockers.")] if number > 0 else []


def _controls(shown: Prompt) -> Block:
    name = title(shown.team, shown.day)
    return actions(
        button("Answer", "standup.answer", shown.occurrence, style="primary", spoken=f"Answer the {name}"),
        button("Skip today", "standup.skip", shown.occurrence),
        button("I’m away…", "standup.away", shown.occurrence),
        list_button(shown.team_id) if shown.blockers else None,
    )


def _stopping(shown: Prompt) -> list[Block]:
    if shown.has_stopped:
        return [line(STOPPED), actions(button("Ask me again", "standup.ask_again", shown.occurrence))]
    if shown.asks_to_stop:
        return [line(STOP), actions(button("Stop asking me", "standup.stop_asking", shown.occurrence))]
    return []


def _settled(shown: Prompt) -> Message:
    said = _said(shown)
    blocks = [_ended(shown, said), *_going_on(shown)]
    return Message(safe(f"{title(shown.team, shown.day)}: {said}"), [*blocks, *_stopping(shown)])


def _ended(shown: Prompt, said: str) -> Block:
    return line(bold(title(shown.team, shown.day)), f" · {said}")


def _said(shown: Prompt) -> str:
    if shown.phase is Phase.SKIPPED and shown.reason:
        return f"You skip this one: {one_line(shown.reason, LONGEST_REASON)}"
    return SAID[shown.phase]


def _going_on(shown: Prompt) -> list[Block]:
    if shown.phase in (Phase.PAST, Phase.GONE):
        return []
    if shown.phase is not Phase.ANSWERED:
        return [actions(_form_button(shown, "Answer"))]
    return [*_where(shown), actions(_form_button(shown, "Change"))]


def _where(shown: Prompt) -> list[Block]:
    if shown.channel is None:
        return []
    thread = "the thread of the day" if shown.thread is None else link(shown.thread, "the thread of the day")
    return [line("It stands in ", thread, ", in ", {"type": "channel", "channel_id": shown.channel})]


def _form_button(shown: Prompt, label: str) -> Element:
    name = title(shown.team, shown.day)
    return button(label, "standup.answer", shown.occurrence, spoken=f"{label} the {name}")
