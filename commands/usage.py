"""What is said of words and options that no verb takes: one sentence of ours for each sentence of the option parser."""

import re
from typing import Final, NamedTuple


class Said(NamedTuple):
    """A sentence of the catalogue with its values."""

    code: str
    sentence: str
    values: dict[str, str]


_NEAR: Final = r"(?: Did you mean .+| \(Possible options: .+\))?"
_OF: Final = r"Invalid value for (?P<name>.*?): (?:Value error, )?"
FORMS: Final[tuple[tuple[str, str, str], ...]] = (
    ("option_unknown", rf"No such option: (?P<name>\S*){_NEAR}", "There is no option {name}. See: {command} --help"),
    ("verb_unknown", rf"No such command '(?P<name>.*?)'\.{_NEAR}", "There is no command {name}. See: {command} --help"),
    ("verb_missing", r"Missing command\.", "Say what shall be done. See: {command} --help"),
    ("word_missing", r"Missing \w+ '?(?P<name>.*?)'?\..*", "{name} is missing. See: {command} --help"),
    ("value_missing", r"Option '(?P<name>.*)' requires .*", "{name} needs a value. See: {command} --help"),
    ("value_unwanted", r"Option '(?P<name>.*)' does not take a value\.", "{name} takes no value."),
    (
        "words_left",
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)",
        "{name} is more than this command takes. See: {command} --help",
    ),
    ("choice", rf"{_OF}(?P<value>.*) is not one of (?P<choices>.*)\.", "{name}: {value} is none of {choices}."),
    ("range", rf"{_OF}.*greater than or equal to (?P<least>\S+?)\.?", "{name} must be {least} or more."),
    ("range", rf"{_OF}.*less than or equal to (?P<most>\S+?)\.?", "{name} must be {most} or less."),
    ("number", rf"{_OF}.*(?:integer|number|float).*", "{name} must be a number."),
    ("value", rf"{_OF}(?P<why>.*?)\.?", "{name} cannot be used: {why}."),
)
"""Stable code, what the parser says, our sentence (which is also the gettext key). The first that fits is taken."""


def said_of(message: str, command: str) -> Said:
    """Return our sentence for `message` of the option parser, spoken while `command` was read."""
    text = " ".join(message.split())
    for code, form, sentence in FORMS:
        found = re.fullmatch(form, text)
        if found is not None:
            values = {
                name: value.replace("'", "").replace('"', "")
                for name, value in found.groupdict().items()
                if value is not None
            }
            return Said(code, sentence, {**values, "command": command})
    return Said("usage", "{why} See: {command} --help", {"why": text, "command": command})
