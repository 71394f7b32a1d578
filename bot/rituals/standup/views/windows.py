"""The windows of a sync-up: which team's to answer, and a day's answers to read."""

import json
from collections.abc import Sequence

from bot.rituals.standup.views.form_models import Answered, Choosable, Said, ShownDay
from bot.rituals.standup.views.saying import day_said
from bot.rituals.standup.views.words import name, names
from bot.slack.blocks import Block, Element, View, actions, bold, button, context, header, line, modal
from bot.slack.cutting import folded
from bot.slack.text import one_line

WHICH = "standup.which"
DAY = "standup.day_window"
MOST_TEAMS = 30
MOST_NAMES = 40
BATCH = 8
"""The most answers on a page; fewer where they are long."""
MOST_BLOCKS = 75
# Slack takes 250,000 bytes of a view; the rest of the window needs few.
MOST_BYTES = 150_000
LONGEST_SHOWN = 3000
SHORTEST_SHOWN = 300
MOST_TOLD, LONGEST_REASON = 8, 200


def which(teams: Sequence[Choosable], rest: int = 0) -> View:
    """Which team's sync-up to answer; each says whether it has been answered already. `rest` are not shown."""
    blocks = [line("Which team’s sync-up is this for?"), *(block for each in teams for block in _team(each))]
    if rest > 0:
        blocks.append(context(f"…and {rest} more of your teams: press Answer in their messages."))
    return modal(WHICH, "Sync-up", blocks)


def _team(team: Choosable) -> list[Block]:
    if team.is_paused:
        return [line(bold(name(team.team)), f" · {team.standing}")]
    label = "Change" if team.is_answered else "Answer"
    spoken = f"{label} the sync-up of {name(team.team)}"
    pressed = button(label, "standup.open", team.sync_up, spoken=spoken)
    return [line(bold(name(team.team)), f" · {team.standing}"), actions(pressed)]


def day_window(day: ShownDay) -> View:
    """What everyone said on a day, a page at a time, and who is missing or away; metadata is the occurrence.

    As many answers as fit are shown, at least one; those after them come on the next page.
    """
    shown = _fitting(day.answers)
    blocks = [header(f"{name(day.team)} · {day_said(day.day)}"), *_standing(day)]
    for answered in shown:
        blocks += _answered(answered, LONGEST_SHOWN if len(shown) > 1 else _longest(answered))
    blocks += _row(day, len(shown))
    return modal(DAY, "Sync-up", blocks, metadata=day.occurrence)


def _standing(day: ShownDay) -> list[Block]:
    told = [who for who in day.skipped if who[1]]
    untold = [who for who, reason in day.skipped if not reason]
    lists = (("Missing", day.missing), ("Later", day.later_today), ("Away", day.away), ("Skipped", untold))
    said = [
        line(bold(f"{label} ({len(who)})"), f" {names([name(each) for each in who], MOST_NAMES)}")
        for label, who in lists
        if who
    ]
    said += [
        line(bold(name(who)), f" skips: {one_line(reason, LONGEST_REASON)}") for who, reason in told[:MOST_TOLD]
    ]
    said += [context(f"…and {len(told) - MOST_TOLD} more skip.")] if len(told) > MOST_TOLD else []
    return said if day.total else [line("Nobody has answered yet."), *said]


def _names(people: Sequence[str]) -> str:
    return names([name(each) for each in people], MOST_NAMES)


def _fitting(answers: Sequence[Answered]) -> list[Answered]:
    fitting: list[Answered] = []
    blocks, size = 0, 0
    for answered in answers:
        made = _answered(answered, LONGEST_SHOWN)
        blocks, size = blocks + len(made), size + _bytes(made)
        if fitting and (blocks > MOST_BLOCKS or size > MOST_BYTES):
            break
        fitting.append(answered)
    return fitting


def _longest(answered: Answered) -> int:
    """How much of each answer of one person fits, when all of them together are too much."""
    longest = LONGEST_SHOWN
    while longest > SHORTEST_SHOWN and _bytes(_answered(answered, longest)) > MOST_BYTES:
        longest //= 2
    return longest


def _bytes(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode())


def _answered(answered: Answered, longest: int) -> list[Block]:
    marks = [*(["late"] if answered.is_late else []), *(["edited"] if answered.is_edited else [])]
    who = f"{name(answered.name)} (you)" if answered.is_own else name(answered.name)
    title = line(bold(who), f" · {', '.join(marks)}" if marks else "")
    return [title, *(block for said in answered.said for block in _said(said, longest))]


def _said(said: Said, longest: int) -> list[Block]:
    text, left_out = folded(said.answer, longest)
    more = [context(f"{left_out:,} more characters are in the thread.")] if left_out else []
    return [context(said.question), *text.showing(), *more]


def _row(day: ShownDay, shown: int) -> list[Block]:
    after = day.first + shown
    pages: list[Element | None] = [
        button("Previous answers", "standup.day:back", f"{day.occurrence}:{max(day.first - BATCH, 0)}")
        if day.first
        else None,
        button(f"Next answers ({day.total - after})", "standup.day:next", f"{day.occurrence}:{after}")
        if after < day.total
        else None,
    ]
    other: list[Element | None] = [
        button("Earlier", "standup.day:earlier", f"{day.earlier}:0") if day.earlier else None,
        button("Later", "standup.day:later", f"{day.later}:0") if day.later else None,
        button("Settings", "standup.settings", day.team_id) if day.team_id else None,
    ]
    rows = [[each for each in row if each] for row in (pages, other)]
    return [actions(*row) for row in rows if row]
