"""The one gettext catalogue: English sentences are the keys, `locale/zh_CN` holds the Chinese."""

import gettext
import io
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.centers import Language


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the translations for `language`; English needs none, its sentences are the keys."""
    if language == "en":
        return gettext.NullTranslations()
    source = files("config") / "locale" / "zh_CN" / "LC_MESSAGES" / "banshi.po"
    with source.open("rb") as po:
        messages = read_po(po, locale="zh_CN")
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(language: Language, message: str, **values: object) -> str:
    """Return `message` (an English sentence with `{name}` places) in `language` with `values` filled in."""
    text = catalogue(language).gettext(message)
    return text.format(**values) if values else text
