"""Messages about a team."""

from collections.abc import Sequence

from bot.slack.blocks import actions, button, context, section
from bot.slack.content import Message
from bot.slack.text import escape, one_line
from bot.teams.rules import Trouble, listed
from bot.teams.views.words import SETTLED, TOLD

MOST_BUTTONS = 5


def channel_lost(trouble: Trouble, channel: str, teams: Sequence[tuple[int, str]]) -> Message:
    """Tells a lead that nothing can be said in the channel of these teams (id and name), and what to do."""
    asks = TOLD[trouble].format(channel=f"<#{channel}>")
    whose = f"The channel of {listed([name for _, name in teams])}."
    return Message(f"{asks} {escape(whose)}", [section(asks), context(whose), actions(*_buttons(teams))])


def channel_found(channel: str) -> Message:
    """What is left of it once it is settled."""
    text = SETTLED.format(channel=f"<#{channel}>")
    return Message(text, [section(text)])


def _buttons(teams: Sequence[tuple[int, str]]) -> list[dict[str, object]]:
    if len(teams) == 1:
        return [button("Change team…", "team.change", teams[0][0])]
    few = teams[:MOST_BUTTONS]
    return [button(f"Change {one_line(name, 40)}…", f"team.change:{number}", number) for number, name in few]
