"""The windows of a sync-up: which team's to answer, and a day's answers to read."""

import json
from collections.abc import Sequence

from bot.blockers.views import list_button
from bot.rituals.standup.views.form_models import Answered, Choosable, Said, ShownDay
from bot.rituals.standup.views.words import day_said, name, names
from bot.slack.blocks import Block, Element, View, actions, bold, button, context, header, line, modal
from bot.slack.cutting import folded
from bot.slack.text import one_line
from bot.teams.views.names import in_paragraphs

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
MOST_TOLD, MOST_REASONS, LONGEST_REASON = 8, 30, 200
NAMES = "names"


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
    blocks = [header(f"{name(day.team)} · {day_said(day.day)}")]
    if day.names_alone:
        blocks += [*_everybody(day), *_rows([[_page("Answers", "answers", day, 0)], _doors(day)])]
        return modal(DAY, "Sync-up", blocks, metadata=day.occurrence)
    shown = _fitting(day.answers)
    blocks += _standing(day)
    for answered in shown:
        blocks += _answered(answered, LONGEST_SHOWN if len(shown) > 1 else _longest(answered))
    return modal(
        DAY, "Sync-up", [*blocks, *_rows([_pages(day, len(shown)), _doors(day)])], metadata=day.occurrence
    )


def _standing(day: ShownDay) -> list[Block]:
    told = [who for who in day.skipped if who[1]]
    lists = _lists(day, [who for who, reason in day.skipped if not reason])
    said = [line(bold(f"{label} ({len(who)})"), f" {names(who, MOST_NAMES)}") for label, who in lists]
    said += [_skip(*who) for who in told[:MOST_TOLD]]
    said += [context(f"…and {len(told) - MOST_TOLD} more skip.")] if len(told) > MOST_TOLD else []
    return said if day.total else [line("Nobody has answered yet."), *said]


def _everybody(day: ShownDay) -> list[Block]:
    """All of them by name, and the reasons of those who skip, as far as there is room."""
    lists = [("Reported", [name(who) for who in day.reported]), *_lists(day, [who for who, _ in day.skipped])]
    told = [who for who in day.skipped if who[1]]
    return [
        *(block for label, who in lists if who for block in (_title(label, who), *in_paragraphs(who))),
        *(_skip(*who) for who in told[:MOST_REASONS]),
    ]


def _lists(day: ShownDay, skipped: Sequence[str]) -> list[tuple[str, list[str]]]:
    missing = "No answer" if day.is_over else "No answer yet"
    lists = ((missing, day.missing), ("Later", day.later_today), ("Away", day.away), ("Skipped", skipped))
    return [(label, [name(each) for each in who]) for label, who in lists if who]


def _title(label: str, who: Sequence[str]) -> Block:
    return line(bold(f"{label} ({len(who)})"))


def _skip(who: str, reason: str) -> Block:
    return line(bold(name(who)), f" skips: {one_line(reason, LONGEST_REASON)}")


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


def _pages(day: ShownDay, shown: int) -> list[Element | None]:
    after = day.first + shown
    is_folded = max(map(len, (day.missing, day.later_today, day.away, day.skipped))) > MOST_NAMES
    return [
        _page("Previous answers", "back", day, max(day.first - BATCH, 0)) if day.first else None,
        _page(f"Next answers ({day.total - after})", "next", day, after) if after < day.total else None,
        _page("All names", NAMES, day, day.first) if is_folded else None,
    ]


def _page(label: str, what: str, day: ShownDay, first: int) -> Element:
    return button(label, f"standup.day:{what}", f"{day.occurrence}:{first}")


def _doors(day: ShownDay) -> list[Element | None]:
    answer = "Change" if day.has_answered else "Answer"
    return [
        button(answer, "standup.answer", day.occurrence) if day.is_mine else None,
        button("Earlier", "standup.day:earlier", f"{day.earlier}:0") if day.earlier else None,
        button("Later", "standup.day:later", f"{day.later}:0") if day.later else None,
        list_button(day.team_id) if day.team_id else None,
        button("Settings", "standup.settings", day.team_id) if day.team_id else None,
    ]


def _rows(rows: Sequence[Sequence[Element | None]]) -> list[Block]:
    return [actions(*row) for row in rows if any(row)]
