"""The front door's doorkeeper: every word of the command line is looked at before a verb hears of it."""

import re
import sys
from importlib.metadata import version
from typing import Any, Final

import typer

from commands.failing import CannotRun
from commands.terminal import carry_all_letters, language
from config.centers import Language
from config.words import say

NAME: Final = "banshi"
_UNSPEAKABLE: Final = re.compile(r"[\x00\ud800-\udfff]")


def command_line(app: typer.Typer) -> int:
    """Run the verb that `sys.argv` names in the terminal's language; return the exit code."""
    carry_all_letters()
    words = sys.argv[1:]
    for number, word in enumerate(words, 1):
        if _UNSPEAKABLE.search(word):
            raise CannotRun("word_unreadable", "Word {number} of the command line is no UTF-8 text.", number=number)
    if words[:1] == ["--version"]:
        sys.stdout.write(f"{NAME} {version(NAME)}\n")
        return 0
    command = spoken(typer.main.get_command(app), language())
    ended = command.main(words, prog_name=NAME, standalone_mode=False)
    sys.stdout.flush()
    return ended if isinstance(ended, int) else 0


def spoken(command: Any, words: Language) -> Any:
    """Return `command` with its help, and that of all below it, in the language `words`."""
    if command.help:
        command.help = say(words, " ".join(command.help.split()))
    command.rich_help_panel = say(words, "Commands")
    for each in command.params:
        if getattr(each, "help", None):
            each.help = say(words, each.help)
        each.rich_help_panel = say(words, "Arguments" if each.param_type_name == "argument" else "Options")
    for each in getattr(command, "commands", {}).values():
        spoken(each, words)
    return command
