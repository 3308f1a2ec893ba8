"""What a matter is called where a result is told at a glance: as people say it, without the offices' name. Pure."""

import re

from config.centers import Language, Text

OFFICIAL = re.compile(r"（[^（）]*）$")
"""What stands in brackets behind a name: how the offices call it, or for whom it is."""


def short_name(language: Language, name: Text) -> str:
    """Return `name` as it is said at a glance; its details have all of it."""
    said = name.say(language)
    return OFFICIAL.sub("", said) or said
