"""The forms that a person answers, skips or stays away from a sync-up with."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.blockers.form_views import again_field
from bot.raised.views import Choice, team_field
from bot.rituals.standup.views.faces import MOODS, NONE
from bot.rituals.standup.views.form_models import AnswerForm, Asked, Listed
from bot.rituals.standup.views.words import day_said, name
from bot.slack.blocks import BOXES, OPTIONS, Block, Element, View, bold, context, line, modal, option
from bot.slack.inputs import (
    checkboxes,
    day_picker,
    field,
    number_input,
    radio,
    rich_text_input,
    select,
    text_input,
)

ANSWER = "standup.form"
SKIP = "standup.skip_form"
AWAY = "standup.away_form"
MOOD, REASON = "mood", "reason"
RESOLVED = ("resolved", "resolved2")
"""The blocks of the open blockers: ten boxes fit in each."""
SMALLEST_MENU = 6
SCALE = range(1, 6)
MOST_NUMBER = Decimal(1_000_000_000)
LONGEST_REASON = 200
HINTS = {
    "blockers": "More than one? Write a list.",
    "opportunities": "Naming one does not make you its owner.",
}


def question_block(question_id: int) -> str:
    """The block id of a question, under which its mistakes are shown."""
    return f"question{question_id}"


def answer_form(form: AnswerForm) -> View:
    """One form for the whole answer; metadata is the occurrence."""
    blocks = [_heading(form)]
    for asked in form.asked:
        if asked.key == "blockers":
            blocks += _open_blockers(form.open_blockers)
        blocks.append(_question(asked))
        if asked.key == "blockers":
            blocks += again_field(form.resolved, form.again_of)
    if not any(asked.key == "blockers" for asked in form.asked):
        blocks += _open_blockers(form.open_blockers)
    if form.asks_mood:
        blocks.append(_mood(form.mood))
    title, submit = ("Change your answer", "Save") if form.is_edit else ("Sync-up", "Post")
    return modal(ANSWER, title, blocks, submit=submit, close="Cancel", metadata=form.occurrence)


def _heading(form: AnswerForm) -> Block:
    return line(bold(name(form.team)), f" · {day_said(form.day)}", _which_day(form))


def _which_day(form: AnswerForm) -> str:
    if form.day > form.today:
        return ": you answer early, for that day."
    if form.day < form.today:
        return ": this answers that day." if form.is_edit else ": this answers that day, and is marked late."
    return ": this is marked late." if form.will_be_late and not form.is_edit else ""


def _question(asked: Asked) -> Block:
    hint = HINTS.get(asked.key)
    if asked.filled_from is not None:
        hint = f"Filled in with your plan of {day_said(asked.filled_from)}."
    return field(question_block(asked.id), asked.text, _element(asked), optional=not asked.is_required, hint=hint)


def _element(asked: Asked) -> Element:
    if asked.kind == "choice":
        return _choice(asked)
    if asked.kind == "scale":
        return radio(_free(asked, [option(_scaled(step), str(step)) for step in SCALE]), asked.value)
    if asked.kind == "number":
        number = Decimal(asked.value) if asked.value is not None else None
        return number_input(number, least=-MOST_NUMBER, most=MOST_NUMBER, is_decimal=True)
    return rich_text_input(asked.said, focus=asked.key == "today")


def _scaled(step: int) -> str:
    return {1: "1 (lowest)", 5: "5 (highest)"}.get(step, str(step))


def _choice(asked: Asked) -> Element:
    offered = [option(choice, str(place)) for place, choice in enumerate(asked.choices)]
    chosen = asked.choices.index(asked.value) if asked.value in asked.choices else None
    given = None if chosen is None else str(chosen)
    if len(offered) < SMALLEST_MENU:
        return radio(_free(asked, offered)[:BOXES], given)
    return select(_free(asked, offered)[:OPTIONS], given)


def _free(asked: Asked, options: list[Element]) -> list[Element]:
    """A choice that need not be made can be unmade, which Slack's own control does not offer."""
    return options if asked.is_required else [*options, option("–", NONE)]


def _open_blockers(blockers: Sequence[Listed]) -> list[Block]:
    shown = blockers[: BOXES * len(RESOLVED)]
    groups = [shown[start : start + BOXES] for start in range(0, len(shown), BOXES)]
    blocks = [
        field(block_id, _open_label(place), checkboxes(_options(group)), optional=True)
        for place, (block_id, group) in enumerate(zip(RESOLVED, groups, strict=False))
    ]
    rest = len(blockers) - len(shown)
    return blocks + ([context(f"…and {rest} more of yours are open: type /standup blockers")] if rest else [])


def _open_label(place: int) -> str:
    return (
        "Your open blockers: tick what is resolved" if place == 0 else "More open blockers: tick what is resolved"
    )


def _options(blockers: Sequence[Listed]) -> list[Element]:
    return [option(each.label, str(each.id), each.age) for each in blockers]


def _mood(mood: int | None) -> Block:
    offered = [*(option(words, str(value)) for value, words in MOODS.items()), option("–", NONE)]
    hint = "Only the team’s average is shown, and only from four answers up."
    chosen = None if mood is None else str(mood)
    return field(MOOD, "How are you?", radio(offered, chosen), optional=True, hint=hint)


def skip_form(occurrence: int, team: str, day: date) -> View:
    """*Skip today*, with a reason if there is one to give; metadata is the occurrence."""
    blocks = [line(bold(name(team)), f" · {day_said(day)}"), _reason("")]
    return modal(SKIP, "Skip today", blocks, submit="Skip today", close="Cancel", metadata=occurrence)


def skip_form_of_one(sync_ups: Sequence[Choice], reason: str) -> View:
    """The same where it is open which of several sync-ups is meant, with the reason that was typed."""
    blocks = [*team_field(sync_ups), _reason(reason)]
    return modal(SKIP, "Skip today", blocks, submit="Skip today", close="Cancel")


def _reason(typed: str) -> Block:
    return field(
        REASON,
        "Why?",
        text_input(typed, most=LONGEST_REASON, focus=True, placeholder="In workshops all day"),
        optional=True,
        hint="Your team sees it. You can still answer later.",
    )


def away_form(today: date) -> View:
    """*I’m away…*, filled in with today alone."""
    blocks = [
        field("first", "First day", day_picker(today)),
        field("last", "Last day", day_picker(today), hint="The last day you are away."),
        context("On these days I ask and remind you of nothing, and nobody counts you as missing."),
    ]
    return modal(AWAY, "I’m away", blocks, submit="Save", close="Cancel")
