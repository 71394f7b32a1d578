"""Everything that sprints offer in Slack, as a table."""

from bot.rituals.sprint import buttons, commands, forms
from bot.rituals.sprint.around import Around
from bot.slack.surface import Command, Subcommand, Surface


def surface(around: Around) -> Surface:
    """`/sprint` with its words, and the buttons and forms of what it shows."""
    return Surface(
        commands=(_command(around),),
        actions={
            "sprint.calendar": buttons.calendar,
            "sprint.turn": buttons.turn,
            "sprint.page": buttons.page(around),
            "sprint.meeting": buttons.meeting_menu(around),
            "sprint.move": buttons.move,
            "sprint.give_way": buttons.give_way,
            "sprint.keep": buttons.keep,
            "sprint.change": buttons.change,
            "sprint.goals": buttons.goals_form,
            "sprint.goal_undo": buttons.goal_undo,
            "sprint.away": buttons.away,
            "sprint.away_undo": buttons.away_undo(around),
        },
        forms={
            "sprint.goals_form": forms.save_goals(around),
            "sprint.away_form": forms.be_away(around),
            "sprint.move_form": forms.move(around),
            "sprint.change_form": forms.change(around),
        },
    )


def _command(around: Around) -> Command:
    return Command(
        name="/sprint",
        description="Your teams’ sprints: where you are, goals, meetings, who is away",
        main=commands.overview(around),
        main_effect="shows your teams’ sprints, with buttons for everything below",
        subcommands=(
            Subcommand(
                "goal",
                "[TEAM] TEXT",
                "adds a goal to the sprint; three at most",
                "/sprint goal The import is fast enough for ten thousand rows",
                commands.goal,
            ),
            Subcommand(
                "goals",
                "[TEAM]",
                "changes the goals, their order and, at the end, what became of them",
                "/sprint goals",
                commands.goals_window,
            ),
            Subcommand(
                "calendar",
                "[TEAM]",
                "shows the meetings of the next sprints, to move or to skip",
                "/sprint calendar",
                commands.calendar,
            ),
            Subcommand(
                "away",
                "[DATE [to DATE]]",
                "says when you are away, so that nobody asks you for anything",
                "/sprint away fri to tue",
                commands.away(around),
            ),
            Subcommand(
                "change",
                "[TEAM]",
                "changes length, days and times from a sprint on, for the lead",
                "/sprint change",
                commands.change,
            ),
        ),
    )


SURFACE = surface
