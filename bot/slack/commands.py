"""Slash commands: the first word chooses, `help` lists, and what is not understood is answered in one line."""

from dataclasses import replace
from difflib import get_close_matches

from bot.errors import Refusal
from bot.slack.answers import Answer, said
from bot.slack.desk import Desk
from bot.slack.requests import CommandRequest
from bot.slack.surface import Command, Subcommand
from bot.slack.text import escape, first_word, plain


async def dispatch(command: Command, request: CommandRequest, desk: Desk) -> Answer:
    """Answer a slash command by its first word, in any case; refuses a word it does not know."""
    word, rest = first_word(request.text)
    if not word:
        return await command.main(request, desk)
    if word.casefold() in ("help", "?", "hilfe", "--help"):
        return help_on(command)
    for subcommand in command.subcommands:
        if word.casefold() in (subcommand.word, *subcommand.also):
            return await subcommand.listener(replace(request, text=rest), desk)
    raise Refusal(_did_not_understand(command, plain(word)))


def help_on(command: Command) -> Answer:
    """What the command takes, with an example for each."""
    lines = [
        f"*{command.name}* — {escape(command.description)}",
        f"`{command.name}` {escape(command.main_effect)}",
    ]
    lines += [_help_line(command, subcommand) for subcommand in command.subcommands]
    text = "\n".join(lines)
    return said(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


def usage(command: str, subcommand: Subcommand) -> str:
    """How a subcommand is written, such as `/1on1 add [@bob] TOPIC`."""
    return " ".join(part for part in (command, subcommand.word, subcommand.usage) if part)


def _help_line(command: Command, subcommand: Subcommand) -> str:
    example = f" For example: `{escape(subcommand.example)}`" if subcommand.example else ""
    return f"`{escape(usage(command.name, subcommand))}` {escape(subcommand.effect)}.{example}"


def _did_not_understand(command: Command, word: str) -> str:
    if word.startswith("@"):
        return f"Please say what to do with {word[:40]}. {_for_example(command)}"
    words = {name: sub for sub in command.subcommands for name in (sub.word, *sub.also)}
    near = get_close_matches(word.casefold(), [*words, "help"], n=1, cutoff=0.5)
    if near == ["help"]:
        return f"I don’t know “{word[:40]}”. Did you mean: {command.name} help"
    if near:
        subcommand = words[near[0]]
        example = subcommand.example or usage(command.name, subcommand)
        return f"I don’t know “{word[:40]}”. Did you mean: {example}"
    return f"I don’t know “{word[:40]}”. Type {command.name} help to see what I can do."


def _for_example(command: Command) -> str:
    """The form that takes a mention and nothing else, and where to find the others."""
    found = next((sub.example for sub in command.subcommands if sub.usage == "[@bob]"), None)
    others = f"Type {command.name} help to see what I can do."
    return f"For example: {found}. {others}" if found else others
