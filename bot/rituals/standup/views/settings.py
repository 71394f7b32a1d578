"""The settings of a team's sync-up: how it is held, what it asks, and the forms that change both."""

from bot.rituals.standup.rules import LONGEST_BEFORE_LATE, LONGEST_REMINDER, SHORTEST_BEFORE_LATE
from bot.rituals.standup.views.form_models import QuestionForm, ShownQuestion, ShownSettings
from bot.rituals.standup.views.words import WEEKDAYS, day_said, days_said, minutes_said, name
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    line,
    modal,
    option,
    overflow,
    words,
)
from bot.slack.inputs import checkboxes, day_picker, field, number_input, radio, select, text_input, time_picker

SETTINGS = "standup.settings_window"
RHYTHM = "standup.rhythm_form"
QUESTION = "standup.question_form"
PAUSE = "standup.pause_form"
END = "standup.end_form"
LONGEST_QUESTION = 150
LONGEST_CHOICE, FEWEST_CHOICES, MOST_CHOICES = 75, 2, 20
MOST_CHOICE_CHARACTERS = MOST_CHOICES * (LONGEST_CHOICE + 1)
YES, NO = "yes", "no"
KINDS = {
    "text": "Text",
    "choice": "One of several choices",
    "scale": "A scale from 1 to 5",
    "number": "A number",
}


def settings_window(shown: ShownSettings) -> View:
    """How the sync-up is held and what it asks; who may, can change it. Metadata is the team."""
    blocks = [header(f"Sync-up of {name(shown.team)}"), *_rhythm(shown), divider(), header("Questions")]
    for place, question in enumerate(shown.questions):
        blocks.append(_question(question, place, len(shown.questions), shown.may_change))
    if shown.may_change:
        is_full = len(shown.questions) >= shown.most_questions
        add = None if is_full else button("Add question", "standup.add_question", shown.team_id)
        full = f"{shown.most_questions} questions are the most." if is_full else ""
        blocks += [actions(add)] if add else [context(full)]
        blocks.append(
            context("A change counts from the next sync-up that has not begun; past answers stay as they are.")
        )
    else:
        blocks.append(context(f"Only the team’s lead{_lead(shown)} or an admin of the workspace can change this."))
    return modal(SETTINGS, "Sync-up settings", blocks, metadata=shown.team_id)


def _lead(shown: ShownSettings) -> str:
    return f", {name(shown.lead)}," if shown.lead else ""


def _rhythm(shown: ShownSettings) -> list[Block]:
    whose = "in each one’s own time zone" if shown.by_local_time else f"in the team’s time ({shown.zone.key})"
    remind = f"{minutes_said(shown.remind_after)} after, once" if shown.remind_after else "off"
    seen = "everyone in the workspace" if shown.is_for_workspace else "the team"
    blocks = [
        line(bold(days_said(tuple(shown.days))), f" at {shown.at:%H:%M}, {whose}"),
        line("Reminder: ", bold(remind), " · Late from: ", bold(f"{minutes_said(shown.late_after)} after")),
        line("Who may see it: ", bold(seen), " · Mood: ", bold("asked" if shown.asks_mood else "not asked")),
    ]
    if shown.has_ended:
        return [*blocks, line(bold("It has ended."), " What was answered can still be read.")]
    if shown.is_paused:
        until = f" until {day_said(shown.paused_until)}" if shown.paused_until else ""
        blocks.append(line(bold("Paused"), f"{until}: nobody is asked."))
    return blocks + ([actions(*_row(shown))] if shown.may_change else [])


def _row(shown: ShownSettings) -> list[Element]:
    return [
        button("Change", "standup.rhythm", shown.team_id),
        button("Resume", "standup.resume", shown.team_id)
        if shown.is_paused
        else button("Pause", "standup.pause", shown.team_id),
        button("End", "standup.end", shown.team_id, style="danger"),
    ]


def _question(question: ShownQuestion, place: int, count: int, may_change: bool) -> Block:
    text = f"{place + 1}. {question.text}\n{question.about}"
    return words(text, _menu(question, place, count) if may_change else None)


def _menu(question: ShownQuestion, place: int, count: int) -> Element | None:
    choices = [
        ("Edit", "edit"),
        *([("Move up", "up")] if place else []),
        *([("Move down", "down")] if place < count - 1 else []),
        *([("Remove", "remove")] if question.can_be_removed else []),
    ]
    return overflow("standup.question", [option(label, f"{what}:{question.id}") for label, what in choices])


def rhythm_form(shown: ShownSettings) -> View:
    """When and how the sync-up is held; metadata is the team and the version that is changed."""
    days = [option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    whose = [
        option("Each one’s own time zone", YES, "9:30 is 9:30 wherever they are"),
        option("The team’s time", NO, f"All at once, by the clocks of {shown.zone.key}"),
    ]
    seen = [
        option("The team", "team", "And whoever is in its channel"),
        option("Everyone in the workspace", "workspace", "By /standup show"),
    ]
    asked = [option("Ask", YES, "Optional; only the team’s average is shown"), option("Do not ask", NO)]
    blocks = [
        field("days", "Days", checkboxes(days, map(str, shown.days))),
        field("at", "Time", time_picker(shown.at)),
        field("zone", "By which clocks?", radio(whose, YES if shown.by_local_time else NO)),
        field(
            "remind_after",
            "Remind after how many minutes?",
            number_input(shown.remind_after, least=0, most=LONGEST_REMINDER),
            hint=f"Once, and only who is missing and not away. 0 for never, {LONGEST_REMINDER} at most.",
        ),
        field(
            "late_after",
            "Late after how many minutes?",
            number_input(shown.late_after, least=SHORTEST_BEFORE_LATE, most=LONGEST_BEFORE_LATE),
            hint=f"Later answers are taken, and marked late. {SHORTEST_BEFORE_LATE} to {LONGEST_BEFORE_LATE}.",
        ),
        field("visibility", "Who may see it?", radio(seen, "workspace" if shown.is_for_workspace else "team")),
        field("mood", "Mood", radio(asked, YES if shown.asks_mood else NO)),
    ]
    metadata = f"{shown.team_id}:{shown.version}"
    return modal(RHYTHM, "Change the sync-up", blocks, submit="Save", close="Cancel", metadata=metadata)


def question_form(form: QuestionForm) -> View:
    """*Add question* or *Edit*; metadata is the team and the question, 0 for a new one."""
    label = text_input(form.text, most=LONGEST_QUESTION, focus=True)
    required = [option("Required", YES), option("Optional", NO)]
    blocks = [
        field("text", "Question", label),
        *([] if form.is_standard else _kind(form)),
        field("required", "Must it be answered?", radio(required, YES if form.is_required else NO)),
    ]
    if form.counts_from is not None:
        blocks.append(context(f"Asked like this from {day_said(form.counts_from)} on."))
    title, submit = ("Edit question", "Save") if form.id else ("Add question", "Add")
    metadata = f"{form.team_id}:{form.id}"
    return modal(QUESTION, title, blocks, submit=submit, close="Cancel", metadata=metadata)


def _kind(form: QuestionForm) -> list[Block]:
    kinds = [option(label, kind) for kind, label in KINDS.items()]
    choices = text_input("\n".join(form.choices), most=MOST_CHOICE_CHARACTERS, multiline=True)
    hint = f"A line each, {FEWEST_CHOICES} to {MOST_CHOICES} of them, {LONGEST_CHOICE} characters at most."
    return [
        field("kind", "How is it answered?", select(kinds, form.kind)),
        field("choices", "Choices, if there are any", choices, optional=True, hint=hint),
    ]


def pause_form(shown: ShownSettings) -> View:
    """*Pause*, until a day or until somebody resumes; metadata is the team."""
    blocks = [
        line("While the sync-up of ", bold(name(shown.team)), " is paused, nobody is asked or reminded."),
        field("until", "Until", day_picker(), optional=True, hint="Left empty, it is paused until you resume it."),
    ]
    return modal(PAUSE, "Pause the sync-up", blocks, submit="Pause", close="Cancel", metadata=shown.team_id)


def end_form(shown: ShownSettings) -> View:
    """Asks before a sync-up ends; metadata is the team."""
    blocks = [
        line("This ends the sync-up of ", bold(name(shown.team)), ": nobody is asked any more."),
        context("What was answered can still be read, and open blockers stay open. You can set it up again."),
    ]
    return modal(END, "End the sync-up", blocks, submit="End it", close="Keep it", metadata=shown.team_id)
