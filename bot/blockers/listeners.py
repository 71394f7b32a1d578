"""Everything that blockers offer in Slack, as a table; another folder says who is told of a change."""

from bot.blockers import buttons, commands, forms
from bot.blockers.changed import OnChange
from bot.slack.surface import Subcommand, Surface


def surface(on_change: OnChange) -> Surface:
    """The words, buttons and forms of blockers; `on_change` is called with the team whose blockers changed."""
    return Surface(
        words={
            "/standup": (
                Subcommand(
                    "blockers",
                    "[TEAM]",
                    "shows your team’s blockers, to resolve and to change",
                    "/standup blockers",
                    commands.blockers,
                ),
                Subcommand(
                    "blocker",
                    "[TEAM] TEXT",
                    "raises a blocker at once, outside of the sync-up",
                    "/standup blocker The staging server is down",
                    commands.raise_one(on_change),
                    also=("blocked",),
                ),
            )
        },
        actions={
            "blocker.resolve": buttons.resolve(on_change),
            "blocker.reopen": buttons.reopen(on_change),
            "blocker.still": buttons.still(on_change),
            "blocker.take_back": buttons.take_back(on_change),
            "blocker.list": buttons.listed,
            "blocker.page": buttons.page,
            "blocker.show": buttons.show,
            "blocker.new": buttons.new,
            "blocker.edit": buttons.edit,
        },
        forms={
            "blocker.form": forms.raise_them(on_change),
            "blocker.edit_form": forms.edit(on_change),
        },
    )


SURFACE = surface
