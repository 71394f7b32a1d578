"""`python -m bot …`: see `python -m bot --help`."""

from bot.cli.program import program

if __name__ == "__main__":
    program(prog_name="python -m bot")
