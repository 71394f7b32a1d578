"""The question bank, for those who look after it: a page of it, and the form for one question."""

from collections.abc import Sequence

from bot.rituals.one_on_one.views.models import BankQuestion
from bot.rituals.one_on_one.views.words import KINDS, counted
from bot.slack.blocks import Block, View, actions, button, context, divider, line, modal, option, words
from bot.slack.inputs import checkboxes, field, select, text_input
from bot.slack.text import one_line

PAGE = 30
LONGEST_QUESTION = 200


def questions_list(bank: Sequence[BankQuestion], start: int = 0) -> View:
    """Thirty questions from number `start` (0 is the first) on, each with *Edit*, and *Hide* or *Show*."""
    shown = bank[start : start + PAGE]
    blocks = [
        context("Suggested in the preparation of 1-on-1s, never the same one twice in a row. For everyone here."),
        actions(button("Add question", "questions.add", style="primary")),
        divider(),
        *(block for question in shown for block in _question(question)),
        *([] if shown else [line("There are no questions here.")]),
        *_paging(len(bank), start, len(shown)),
    ]
    return modal("questions.list", "Question bank", blocks, metadata=start)


def _question(question: BankQuestion) -> list[Block]:
    remarks = [
        one_line(question.theme, 60),
        ", ".join(KINDS.get(kind, one_line(kind, 30)) for kind in question.kinds),
        "asked every time" if question.is_standing else "",
        "added here" if question.is_added else "",
        "hidden" if question.is_hidden else "",
    ]
    text = f"{one_line(question.text, 1000)}\n{' · '.join(remark for remark in remarks if remark)}"
    change = button("Edit", "questions.edit", question.key)
    if question.is_hidden:
        return [words(text), actions(change, button("Show", "questions.show", question.key))]
    return [words(text), actions(change, button("Hide", "questions.hide", question.key))]


def _paging(total: int, start: int, shown: int) -> list[Block]:
    if shown == total:
        return []
    back = button("Back", "questions.page:back", max(start - PAGE, 0)) if start else None
    on = button("More", "questions.page:more", start + shown) if start + shown < total else None
    said = context(f"Questions {start + 1} to {start + shown} of {counted(total, 'question')}")
    return [said, actions(back, on)] if back or on else [said]


def question_form(question: BankQuestion | None, themes: Sequence[str] = ()) -> View:
    """The words of a question, the kinds it suits, and its theme if there are themes; metadata is its key."""
    kinds = [option(label, kind) for kind, label in KINDS.items()]
    suited = list(KINDS) if question is None else question.kinds
    text = "" if question is None else question.text
    box = text_input(text, most=LONGEST_QUESTION, multiline=True, focus=True)
    blocks = [
        field("text", "Question", box, hint="Short and open: one that cannot be answered with yes or no."),
        field("kinds", "For 1-on-1s of these kinds", checkboxes(kinds, suited)),
        *_theme(themes, None if question is None else question.theme),
    ]
    title, key = ("Add question", "") if question is None else ("Edit question", question.key)
    return modal("questions.form", title, blocks, submit="Save", close="Cancel", metadata=key)


def _theme(themes: Sequence[str], chosen: str | None) -> list[Block]:
    if not themes:
        return []
    return [field("theme", "Theme", select([option(theme, theme) for theme in themes], chosen), optional=True)]
