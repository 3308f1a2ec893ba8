"""The one gettext catalogue: English sentences are the keys, `locale/zh_CN` holds the Chinese.

What administrators alone read stands in a file of its own, which is read when a sentence of it is said first: a kiosk
or a screen never says one.
"""

import gettext
import io
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.centers import Language, Text

HALL, HOUSE = "banshi.po", "admin.po"
"""The file of the hall, and that of the administrators' house."""


def _messages(name: str = HALL) -> Catalog:
    source = files("config") / "locale" / "zh_CN" / "LC_MESSAGES" / name
    with source.open("rb") as po:
        return read_po(po, locale="zh_CN")


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the translations for `language`; English needs none, its sentences are the keys."""
    if language == "en":
        return gettext.NullTranslations()
    found = _compiled(HALL)
    found.add_fallback(_House())
    return found


class _House(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _house().gettext(message)


@cache
def _house() -> gettext.GNUTranslations:
    return _compiled(HOUSE)


def _compiled(name: str) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, _messages(name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(language: Language, message: str, **values: object) -> str:
    """Return `message` (an English sentence with `{name}` places) in `language` with `values` filled in.

    A value that is a `Text` is said in `language` too.
    """
    text = catalogue(language).gettext(message)
    if not values:
        return text
    return text.format(
        **{name: value.say(language) if isinstance(value, Text) else value for name, value in values.items()}
    )


def both(message: str, **values: object) -> Text:
    """Return `message` in both languages, for data that is told to readers of either."""
    return Text(say("zh", message, **values), say("en", message, **values))


def series(parts: Sequence[Text]) -> Text:
    """Return `parts` one after the other, as each language lists them."""
    between = both(", ")
    return Text(between.zh.join(each.zh for each in parts), between.en.join(each.en for each in parts))


def sentences_in(source: str) -> dict[str, str]:
    """Return the sentences of the hall that `source` holds between double quotes: English -> Chinese."""
    words = {str(message.id): str(message.string) for message in _messages() if message.id}
    return {key: chinese for key, chinese in words.items() if json.dumps(key, ensure_ascii=False) in source}
