"""Text made fit to be given away: no token, secret, name, ID number or telephone number is left in it."""

import re
from collections.abc import Iterable
from typing import Final

GONE: Final = "***"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # Whoever can be asked for something behind an address: user and password.
        r"(?<=://)[^\s/@\"']*@",
        # Tokens, keys and secrets: long runs of letters and digits that are no words; a UUID is one as well.
        r"(?=[\w+=~-]*\d)(?=[\w+=~-]*[A-Za-z])[\w+=~-]{20,}",
        r"[\w+=~-]{32,}",
        # Codes that people type: of the first run, of access, of a consultation.
        r"(?<![0-9A-Za-z_-])[0-9A-Z]{3,5}(?:-[0-9A-Z]{3,5})+(?![0-9A-Za-z_-])",
        r"[\w.+-]+@[\w-]+\.[\w.-]+",
        # ID numbers of 15 and 18 places, mobile and other telephone numbers, however they are written.
        r"(?<!\d)\d{6}[ -]?(?:\d{8}|\d{6})[ -]?\d{3}[\dXx]?(?!\d)",
        r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
        r"(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)",
    )
)
_SECRET: Final = re.compile(
    r"(?i)((?:token|secret|password|passphrase|authorization|bearer|key|person|note|phone|id_number)[\"']?\s*[:=]\s*)"
    r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s,}\"']+)"
)
_ADDRESS: Final = re.compile(r"(?<![\d.])(?!127\.)(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?![\d.])")


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """Return `text` without whatever could name somebody or let somebody in; `known` words go as well.

    Of an address of this network its first half is left, for whoever looks for a fault.
    """
    for word in sorted({each for each in known if len(each) > 1}, key=len, reverse=True):
        text = text.replace(word, GONE)
    text = _SECRET.sub(rf'\1"{GONE}"', text)
    for form in _FORMS:
        text = form.sub(GONE, text)
    return _ADDRESS.sub(r"\1.*.*", text)
