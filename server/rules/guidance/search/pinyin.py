"""The dictionary of pinyin: whoever publishes asks it once how everything in a release is read. Pure.

Nothing else may ask it: its 55 MiB stay out of kiosks, and a release sounds the same everywhere.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from msgspec.structs import replace

from config.edition import Guidance
from config.search_tables import Readings
from server.rules.guidance.search.entry import Entry, entries_of, folded, is_hanzi
from server.rules.guidance.search.index import written
from server.rules.guidance.search.sound import Reader, parted
from server.rules.guidance.search.tables import tables_of

EVERYDAY = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)).decode(
    "gb2312", errors="ignore"
)
"""The 3,755 hanzi of everyday use (level 1 of GB 2312): what somebody types that sounds like a name is one of them."""
TRADITIONAL = b"".join(
    bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
).decode("big5", errors="ignore")
"""The 5,401 hanzi of everyday use in Hong Kong and Taiwan (level 1 of Big5): written otherwise, they sound the same."""


def dictionary() -> str:
    """Return the name and version of the dictionary that is asked here."""
    return f"pypinyin {version('pypinyin')}"


def readings_of(entries: Iterable[Entry]) -> Readings:
    """Return how the names of `entries` and the hanzi of everyday use are read: the same for the same entries."""
    names: set[str] = set()
    letters = {letter for letter in EVERYDAY + TRADITIONAL if is_hanzi(letter)}
    for entry in entries:
        called = written(entry)
        names.update(called)
        letters.update(letter for text in (*called, folded(entry.body.zh)) for letter in text if is_hanzi(letter))
    hanzi: dict[str, str] = {}
    for letter in sorted(letters):
        syllable = _syllable(letter)
        if syllable != letter:
            hanzi[syllable] = hanzi.get(syllable, "") + letter
    usual = Reader(Readings(hanzi=hanzi))
    read = {name: _syllables(name) for name in sorted(names)}
    otherwise = {name: " ".join(syllables) for name, syllables in read.items() if syllables != usual.syllables(name)}
    return Readings(dictionary(), hanzi, otherwise)


def searchable(guidance: Guidance) -> Guidance:
    """Return `guidance` with all that a search of it needs, made anew: the same for the same guidance."""
    return replace(guidance, search=tables_of(guidance.pack, readings_of(entries_of(guidance.pack))))


@cache
def _syllable(letter: str) -> str:
    # There are some 20,000 hanzi, and every proof of every pack asks for the same everyday ones.
    (syllable,) = _syllables(letter)
    return syllable


def _syllables(name: str) -> tuple[str, ...]:
    # A server that publishes nothing does without its dictionary as well.
    from pypinyin import Style, lazy_pinyin

    read: list[str] = lazy_pinyin(name.replace(" ", ""), style=Style.NORMAL)
    return tuple(syllable for part in read for syllable in parted(part))
