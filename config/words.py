"""The one gettext catalogue: English sentences are the keys, `locale/zh_CN` holds the Chinese."""

import gettext
import io
import json
from functools import cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.centers import Language


def _messages() -> Catalog:
    source = files("config") / "locale" / "zh_CN" / "LC_MESSAGES" / "banshi.po"
    with source.open("rb") as po:
        return read_po(po, locale="zh_CN")


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the translations for `language`; English needs none, its sentences are the keys."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _messages())
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(language: Language, message: str, **values: object) -> str:
    """Return `message` (an English sentence with `{name}` places) in `language` with `values` filled in."""
    text = catalogue(language).gettext(message)
    return text.format(**values) if values else text


@cache
def page_words() -> str:
    """Return the catalogue as JSON (English sentence -> Chinese), safe to stand inside an HTML script element."""
    words = {str(message.id): str(message.string) for message in _messages() if message.id and message.string}
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
