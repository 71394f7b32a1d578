"""Every command of `python -m bot`, and what they share: errors that are sentences, no traceback with values."""

import typer

from bot.cli.backup import backup, restored
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.keygen import keygen
from bot.cli.manifest import manifest
from bot.cli.migrate import migrate
from bot.cli.run import run
from bot.cli.upcoming import upcoming

program = typer.Typer(
    help="Drumbeat: 1-on-1s and sprint rituals for Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@program.callback()
def begin() -> None:
    """Log in our own way from the start: no line of any command may hold what a person wrote."""
    from bot.operations.logs import configure_logs

    configure_logs("WARNING", "text")


for command in (run, demo, migrate, manifest, doctor, upcoming, keygen, backup, restored):
    program.command()(command)
