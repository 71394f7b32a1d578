"""What people see of opportunities: a line in a list, a team's list by sprint, one as a whole, and the forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.raised.views import (
    LINE_CHARACTERS,
    TEXT,
    Choice,
    first_words,
    name_said,
    team_field,
    text_field,
    whole,
)
from bot.slack.answers import Answer, said
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    bold,
    button,
    confirmation,
    context,
    divider,
    header,
    line,
    link,
    modal,
    words,
)
from bot.slack.rich_text import RichText
from bot.slack.text import escape

LIST, ONE = "opportunity.window", "opportunity.one"
FORM = "opportunity.form"
EDIT = "opportunity.edit_form"
PAGE = 12
ROW_CHARACTERS = 400
NOBODYS = "Naming it does not make you its owner: it waits for the retro."
NONE_YET = "Nothing is noted yet. Whatever could be better, name it: naming it does not make you its owner."
__all__ = ["TEXT"]


@dataclass(frozen=True)
class OpportunityLine:
    """An opportunity as its viewer sees it; the words are as everyone may see them."""

    id: int
    name: str
    text: RichText
    raiser: str
    named_on: str
    """“2 March”, where its raiser was."""
    sprint: int | None = None
    is_own: bool = False
    is_edited: bool = False
    source: str | None = None
    """The address of the message it was made of."""
    is_taken_back: bool = False


@dataclass(frozen=True)
class Seen:
    """A page of a team's opportunities, the latest sprint first."""

    team_id: int
    team: str
    sprint: int | None
    """The sprint the team is in now, if it is in one."""
    page: tuple[OpportunityLine, ...] = ()
    start: int = 0
    total: int = 0
    may_name: bool = False


@dataclass(frozen=True)
class OpportunityForm:
    """What the form shows: the team if it is known, else those to choose from; and the message it is made of."""

    text: RichText
    team_id: int | None = None
    team: str = ""
    choices: tuple[Choice, ...] = ()
    source: str | None = None
    place: str = ""
    """Where that message stands, as `channel:ts`."""


def opportunity_line(opportunity: OpportunityLine, most: int = LINE_CHARACTERS) -> Block:
    """A line with the beginning of the words, and *Show* if there are more; for lists in messages and windows."""
    text, is_folded = first_words(opportunity.text, most)
    shown = f"{opportunity.name} · {text}\n{standing(opportunity)}"
    return words(shown, _show(opportunity) if is_folded else None)


def list_button(team_id: int) -> Element:
    """Opens the list of a team's opportunities, from wherever it stands."""
    return button("Opportunities", "opportunity.list", team_id)


def name_button(team_id: int) -> Element:
    """Opens the form for an opportunity in a team."""
    return button("Name an opportunity", "opportunity.new", team_id)


def standing(opportunity: OpportunityLine) -> str:
    """Who named it and when: “named by Ann on 2 March · edited”. It has no owner."""
    named = f"named by {name_said(opportunity.raiser)} on {opportunity.named_on}"
    return f"{named} · edited" if opportunity.is_edited else named


def opportunities_window(seen: Seen) -> View:
    """*Opportunities of Falcon*, a page: this sprint's first, then earlier ones'; metadata is `team:start`."""
    blocks = [
        header(f"Opportunities of {name_said(seen.team)}"),
        context("They wait for the retro. Nobody owns one for having named it."),
        *([actions(name_button(seen.team_id))] if seen.may_name else []),
        *_sprints(seen),
        *_paging(seen),
    ]
    return modal(LIST, "Opportunities", blocks, metadata=f"{seen.team_id}:{seen.start}")


def one_window(opportunity: OpportunityLine, team: str) -> View:
    """One opportunity as a whole; metadata is its id."""
    title = line(bold(f"{opportunity.name} · {name_said(team)}"))
    blocks = [title, *whole(opportunity.text), *_about(opportunity)]
    if opportunity.is_taken_back:
        blocks.append(context("It was taken back, and is in no list any more."))
    elif opportunity.is_own:
        blocks.append(actions(*_own(opportunity)))
    return modal(ONE, f"Opportunity {opportunity.name}", blocks, metadata=opportunity.id)


def opportunity_form(form: OpportunityForm) -> View:
    """*Log an opportunity*; metadata is `team:` and the place of the message it is made of."""
    blocks = [
        *([line(f"In {name_said(form.team)}")] if form.team else []),
        *team_field(form.choices),
        *text_field("What could be better?", form.text, "More than one? Write a list."),
        *([line("From ", link(form.source, "this message"))] if form.source else []),
        context(NOBODYS),
    ]
    metadata = f"{form.team_id or ''}:{form.place}"
    return modal(FORM, "Log an opportunity", blocks, submit="Log", close="Cancel", metadata=metadata)


def edit_form(opportunity: int, text: RichText) -> View:
    """*Edit* of one's own; metadata is its id."""
    blocks = [*text_field("What could be better?", text, "Its number and its sprint stay."), context(NOBODYS)]
    return modal(EDIT, "Edit opportunity", blocks, submit="Save", close="Cancel", metadata=opportunity)


def logged(opportunities: Sequence[OpportunityLine], team_id: int, team: str) -> Answer:
    """Logged by a command."""
    text, _ = first_words(opportunities[0].text)
    title = f"Noted for {name_said(team)}: {', '.join(each.name for each in opportunities)}"
    only = opportunities[0].id if len(opportunities) == 1 else None
    undo = button("Take back", "opportunity.take_back", only) if only else None
    return said(
        f"{escape(title)}: {escape(text)}",
        [line(title), words(text), context(NOBODYS), actions(list_button(team_id), undo)],
    )


def taken_back(opportunity: OpportunityLine) -> Answer:
    """It is in no list any more."""
    title, text = f"{opportunity.name} is taken back", first_words(opportunity.text)[0]
    return said(f"{escape(title)}: {escape(text)}", [words(f"{title}: {text}")])


def _sprints(seen: Seen) -> list[Block]:
    if seen.total == 0:
        return [line(NONE_YET)]
    is_new = seen.start == 0 and seen.sprint is not None and seen.page[0].sprint != seen.sprint
    blocks = [line(bold(f"Sprint {seen.sprint}, this one")), line("Nothing yet.")] if is_new else []
    for sprint, its in groupby(seen.page, key=lambda opportunity: opportunity.sprint):
        blocks += [*([divider()] if blocks else []), line(bold(_heading(sprint, seen.sprint)))]
        blocks += [block for opportunity in its for block in _row(opportunity)]
    return blocks


def _heading(sprint: int | None, current: int | None) -> str:
    if sprint is None:
        return "Outside of a sprint"
    return f"Sprint {sprint}, this one" if sprint == current else f"Sprint {sprint}"


def _row(opportunity: OpportunityLine) -> list[Block]:
    row = [opportunity_line(opportunity, ROW_CHARACTERS)]
    if opportunity.source:
        row.append(line("From ", link(opportunity.source, "this message")))
    return [*row, actions(*_own(opportunity))] if opportunity.is_own else row


def _about(opportunity: OpportunityLine) -> list[Block]:
    sprint = [] if opportunity.sprint is None else [f"Sprint {opportunity.sprint}"]
    about = [context(" · ".join([*sprint, standing(opportunity)]))]
    return about + ([line("From ", link(opportunity.source, "this message"))] if opportunity.source else [])


def _own(opportunity: OpportunityLine) -> list[Element]:
    asks = confirmation(
        f"Take back {opportunity.name}?", "It will be in no list any more.", "Take back", "Keep it"
    )
    name = opportunity.name
    return [
        button("Edit", "opportunity.edit", opportunity.id, spoken=f"Edit {name}"),
        button("Take back", "opportunity.take_back", opportunity.id, asks=asks, spoken=f"Take back {name}"),
    ]


def _show(opportunity: OpportunityLine) -> Element:
    return button("Show", "opportunity.show", opportunity.id, spoken=f"Show all of {opportunity.name}")


def _paging(seen: Seen) -> list[Block]:
    if len(seen.page) == seen.total:
        return []
    end, team = seen.start + len(seen.page), seen.team_id
    back = button("Back", "opportunity.page:back", f"{team}:{max(seen.start - PAGE, 0)}") if seen.start else None
    on = button("More", "opportunity.page:more", f"{team}:{end}") if end < seen.total else None
    return [context(f"{seen.start + 1} to {end} of {seen.total}"), *([actions(back, on)] if back or on else [])]
