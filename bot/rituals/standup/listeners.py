"""Everything that sync-ups offer in Slack, as a table."""

from collections.abc import Sequence

from bot.people.reactions import DaysReaction
from bot.rituals.standup import buttons, commands, forms, question_forms, settings, stopping
from bot.rituals.standup.views import forms as form_views
from bot.rituals.standup.views import settings as settings_views
from bot.slack.surface import Command, Subcommand, Surface
from bot.teams.following import RosterReaction


def surface(on_days_change: DaysReaction, on_roster_change: Sequence[RosterReaction] = ()) -> Surface:
    """The command, the buttons and the forms.

    `on_days_change` plans anew what depends on the days somebody works, `on_roster_change` on who is in a team.
    """
    return Surface(
        commands=(_command(on_days_change),),
        actions={
            "standup.answer": buttons.answer,
            "standup.skip": buttons.skip,
            "standup.away": buttons.away,
            "standup.open": buttons.open_today,
            "standup.see_all": buttons.read_day,
            "standup.day": buttons.read_day,
            "standup.stop_asking": stopping.stop_asking(on_roster_change),
            "standup.ask_again": stopping.ask_again(on_roster_change),
            "standup.end_it": stopping.end_it,
            "standup.settings": settings.open_settings,
            "standup.rhythm": settings.rhythm_form,
            "standup.pause": settings.pause_form,
            "standup.resume": settings.resume,
            "standup.end": settings.end_form,
            "standup.question": question_forms.menu,
            "standup.add_question": question_forms.add_form,
        },
        forms={
            form_views.ANSWER: forms.answer,
            form_views.SKIP: forms.skip,
            form_views.AWAY: forms.away(on_days_change),
            settings_views.RHYTHM: settings.change,
            settings_views.PAUSE: settings.pause,
            settings_views.END: settings.end,
            settings_views.QUESTION: question_forms.save,
        },
    )


def _command(on_days_change: DaysReaction) -> Command:
    return Command(
        name="/standup",
        description="Your team’s daily sync-up: answer it, read it, change how it is held",
        main=commands.answer,
        main_effect="answers today’s sync-up, early or late, or changes your answer",
        subcommands=(
            Subcommand(
                "skip",
                "[TEAM] [REASON]",
                "says that you have nothing to report today",
                "/standup skip In workshops all day",
                commands.skip,
            ),
            Subcommand(
                "away",
                "[DATE [to DATE]]",
                "notes days on which you are away and asked nothing",
                "/standup away fri to 3 Dec",
                commands.away(on_days_change),
            ),
            Subcommand(
                "show",
                "[TEAM]",
                "shows what everyone said, today and on the days before",
                "/standup show",
                commands.show,
                also=("read",),
            ),
            Subcommand(
                "settings",
                "[TEAM]",
                "shows the days, the time and the questions; the lead can change them",
                "/standup settings",
                commands.change_settings,
                also=("setup",),
            ),
        ),
    )


SURFACE = surface
