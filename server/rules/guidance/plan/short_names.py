"""What a matter is called where a result is told at a glance: as people say it, without the offices' name. Pure."""

import re

from config.centers import Language, Text
from server.rules.guidance.household.words import are_people

BRACKETS = re.compile(r"（([^（）]*)）$")
"""What stands in brackets behind a name: how the offices call it, or, last of all, for whom of a household it is."""


def short_name(language: Language, name: Text) -> str:
    """Return `name` as it is said at a glance, with whom it is for; its details have all of it."""
    said, people = name.say(language), ""
    last = BRACKETS.search(said)
    if last is not None and are_people(last[1]):
        said, people = said[: last.start()], last[0]
    return (BRACKETS.sub("", said) or said) + people
