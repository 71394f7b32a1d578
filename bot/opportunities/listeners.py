"""Everything that opportunities offer in Slack, as a table."""

from bot.opportunities import buttons, commands, forms
from bot.slack.surface import Shortcut, Subcommand, Surface

SURFACE = Surface(
    words={
        "/sprint": (
            Subcommand(
                "opportunity",
                "[TEAM] TEXT",
                "notes a problem or an improvement for the retro; naming it does not make you its owner",
                "/sprint opportunity Releases take half a day",
                commands.log_one,
            ),
            Subcommand(
                "opportunities",
                "[TEAM]",
                "shows what was noted, sprint by sprint",
                "/sprint opportunities",
                commands.opportunities,
            ),
        )
    },
    shortcuts=(
        Shortcut(
            "log_opportunity",
            "Log an opportunity",
            "Keep this message for your team’s retro",
            commands.from_message,
            on_message=True,
        ),
    ),
    actions={
        "opportunity.list": buttons.listed,
        "opportunity.page": buttons.page,
        "opportunity.show": buttons.show,
        "opportunity.new": buttons.new,
        "opportunity.edit": buttons.edit,
        "opportunity.take_back": buttons.take_back,
    },
    forms={
        "opportunity.form": forms.log,
        "opportunity.edit_form": forms.edit,
    },
)
