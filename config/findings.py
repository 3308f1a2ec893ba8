"""What checks say of packs, tables and files, in the reader's language.

A finding is a finished English sentence, made where the rule stands. Here it is told in Chinese by its pattern: the
catalogue `findings.po` has the sentence with `{places}`, and what stands in them is carried over.
"""

import re
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Final, NamedTuple

from babel.messages.pofile import read_po

from config.centers import Language, Text

_PLACE: Final = re.compile(r"\{(\w+)\}")


class _Pattern(NamedTuple):
    """A sentence with places: what it looks like, and what it is in Chinese."""

    looks: re.Pattern[str]
    chinese: str


def said(language: Language, sentence: str) -> str:
    """Return the English `sentence` of a check in `language`; one that no pattern knows stays as it is."""
    if language == "en" or not sentence:
        return sentence
    whole, patterns = _known()
    if sentence in whole:
        return whole[sentence]
    for pattern in patterns:
        if found := pattern.looks.fullmatch(sentence):
            # What stands in a place is a name or a number; only words of our own are told, never a part of them.
            carried = {
                name: "或".join(whole.get(part, part) for part in value.split(" or "))
                for name, value in found.groupdict().items()
            }
            return _PLACE.sub(partial(_filled, carried), pattern.chinese)
    return sentence


def _filled(carried: Mapping[str, str], place: re.Match[str]) -> str:
    return carried.get(place[1], place[0])


def told(sentence: str) -> Text:
    """Return the `sentence` of a check in both languages."""
    return Text(said("zh", sentence), sentence)


@cache
def _known() -> tuple[dict[str, str], tuple[_Pattern, ...]]:
    """Return the sentences without places, and the others, those with the most words of their own first."""
    source = files("config") / "locale" / "zh_CN" / "LC_MESSAGES" / "findings.po"
    with source.open("rb") as po:
        pairs = [(str(each.id), str(each.string)) for each in read_po(po, locale="zh_CN") if each.id]
    placed = sorted((each for each in pairs if _PLACE.search(each[0])), key=lambda each: -len(_PLACE.sub("", each[0])))
    return dict(pairs), tuple(_Pattern(_looks(english), chinese) for english, chinese in placed)


def _looks(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    made = [re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+?)" for number, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
