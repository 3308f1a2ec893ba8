"""What decoders of YAML and records say, in the product's own words: theirs are made for programmers. Pure."""

import re
from typing import Final

YAML_WORDS: Final = (
    ("tab character", "a tab stands where spaces must indent"),
    ("cannot start any token", "this character can begin nothing here"),
    ("mapping values are not allowed", "a colon stands where none may be"),
    ("could not find expected ':'", "a colon is missing"),
    ("unexpected end of stream", "a quote is opened and not closed"),
    ("did not find expected key", "this line is indented otherwise than its neighbours"),
    ("did not find expected '-'", "this line is indented otherwise than its neighbours"),
    ("block end", "this line is indented otherwise than its neighbours"),
    ("flow sequence", "a bracket is opened and not closed"),
    ("flow mapping", "a brace is opened and not closed"),
    ("escape", "this is no character that can be written with a backslash"),
)
KINDS: Final = {
    "int": "a whole number",
    "float": "a number with a point",
    "str": "a text",
    "bool": "true or false",
    "null": "nothing",
    "object": "a mapping",
    "array": "a list",
}
_WANTED: Final = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_LACKING: Final = re.compile(r"Object missing required field `([^`]+)`")
_NO_CHOICE: Final = re.compile(r"Invalid enum value (.+)")


def yaml_words(problem: str) -> str:
    """Return what is wrong with YAML of which its parser says `problem`."""
    return next((words for part, words in YAML_WORDS if part in problem), "this is no YAML")


def record_problem(problem: str) -> tuple[str, str]:
    """Return what is wrong with a record of which the decoder says `problem`, and the path of the field, "" for all."""
    words, _, place = problem.partition(" - at `$")
    return record_words(words), place.rstrip("`").lstrip(".")


def record_words(problem: str) -> str:
    """Return what is wrong with a value of which the decoder of records says `problem`."""
    if found := _WANTED.fullmatch(problem):
        wanted, given = (" or ".join(KINDS.get(each, each) for each in part.split(" | ")) for part in found.groups())
        return f"{wanted} is wanted here, not {given}"
    if found := _LACKING.fullmatch(problem):
        return f"{found[1]} is missing"
    if found := _NO_CHOICE.fullmatch(problem):
        return f"there is no {found[1]} here"
    return "this value does not fit"
