"""The keyboards of the kiosk: which keys stand where. Pure.

In the order of the alphabet, which everybody knows who ever looked a word up: few elderly people know a typewriter's.
"""

from collections.abc import Iterator
from string import ascii_lowercase, digits

import msgspec

from kiosk.page.paging import WIDTH
from server.rules.guidance.consultation_code import GROUPS, LETTERS

CLOSE = 12
"""Room between two keys."""
SEEN = 34
"""Letters of a sentence that stand in its field."""
IN_A_CODE = GROUPS[-1][1]
"""Letters of a code."""


class Key(msgspec.Struct, frozen=True):
    """A key: its `target`, the sign on it (empty: a word that the screen says), and how many columns it takes."""

    target: str
    sign: str = ""
    wide: int = 1


class Board(msgspec.Struct, frozen=True):
    """Keys in rows of `columns`, each `key_height` px high."""

    keys: tuple[Key, ...]
    columns: int
    key_height: float

    @property
    def height(self) -> float:
        """Return the height of all rows."""
        rows = -(-sum(key.wide for key in self.keys) // self.columns)
        return rows * self.key_height + (rows - 1) * CLOSE

    def places(self) -> Iterator[tuple[Key, tuple[float, float, float, float]]]:
        """Yield each key with its left, top, width and height inside a board as wide as the screen's content."""
        step = (WIDTH + CLOSE) / self.columns
        column = 0
        for key in self.keys:
            row, at = divmod(column, self.columns)
            yield key, (at * step, row * (self.key_height + CLOSE), key.wide * step - CLOSE, self.key_height)
            column += key.wide


def _signs(signs: str) -> tuple[Key, ...]:
    return tuple(Key(f"letter:{sign}", sign) for sign in signs)


def shown(letters: str) -> str:
    """Return the letters of a code as they stand on the slip, the open ones marked."""
    filled = letters.ljust(IN_A_CODE, "•")
    return "-".join(filled[start:end] for start, end in GROUPS)


def last_of(query: str) -> str:
    """Return the end of a long sentence, where it is being typed."""
    return query if len(query) <= SEEN else "…" + query[1 - SEEN :]


LATIN = ascii_lowercase.upper()
BOARDS: dict[str, Board] = {
    "search": Board((*_signs(ascii_lowercase + digits), Key("space", wide=2), Key("erase", wide=2)), 8, 96),
    "code": Board((*_signs(LETTERS), Key("erase")), 6, 128),
    "person": Board((*_signs("123456789X0"), Key("erase")), 3, 140),
    "number": Board((*_signs(digits + LATIN), Key("erase", wide=4)), 8, 96),
}
"""Screen -> its keyboard."""
