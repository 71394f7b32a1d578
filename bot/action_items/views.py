"""What people see of an action item."""

from datetime import date

from bot.slack.blocks import actions, button, context, section, words
from bot.slack.content import Message
from bot.slack.text import escape, one_line


def due_today(action_id: int, text: str, due_on: date | None, today: date, became: str = "") -> Message:
    """The one reminder of an action item; in place, what `became` of it, such as “Done”.

    It comes on the due day, or on the first working day after it; then it says which day that was.
    """
    if became:
        return Message(f"{became}: {escape(one_line(text))}", [words(f"{became}: {one_line(text, 2900)}")])
    due = "Due today" if due_on in (None, today) else f"Due {due_on:%A} {due_on.day} {due_on:%B}"
    return Message(
        f"{due}: {escape(one_line(text))}",
        [
            section(f"*{due}*, from your 1-on-1:"),
            words(text),
            actions(button("Mark done", "action_item.done", str(action_id), style="primary")),
            context("This is the only reminder."),
        ],
    )
