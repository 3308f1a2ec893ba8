"""One row of a list of choices. Pure."""

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One thing to touch: its target, words, a smaller second line, whether it is chosen, a number at its end.

    `icon` is its mark, where that does not follow from the rest.
    """

    target: str
    text: str
    note: str = ""
    picked: bool = False
    quiet: bool = False
    tail: str = ""
    icon: str = ""
