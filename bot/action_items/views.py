"""What people see of an action item."""

from datetime import date

from bot.slack.blocks import actions, button, context, section, words
from bot.slack.content import Message
from bot.slack.text import escape, one_line


def due_today(action_id: int, text: str, due_on: date | None, is_done: bool) -> Message:
    """The one reminder of an action item, on its due day; in place, that it is done."""
    if is_done:
        said = f"Done: {escape(one_line(text))}"
        return Message(said, [words(f"✓ Done: {one_line(text, 2900)}")])
    when = f" {due_on:%A} {due_on.day} {due_on:%B}" if due_on else ""
    return Message(
        f"Due today: {escape(one_line(text))}",
        [
            section("*Due today*, from your 1-on-1:"),
            words(text),
            actions(button("Mark done", "action_item.done", str(action_id), style="primary")),
            context(f"Promised for{when}. This is the only reminder."),
        ],
    )
