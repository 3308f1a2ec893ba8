"""Codes that people type from one screen into another: letters that nobody confuses and that make no words. Pure."""

from typing import Final

LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""RFC 8628, section 6.1: twenty consonants, each 4.3 bits."""
GROUP: Final = 4


def typed_code(number: int, length: int) -> str:
    """Return `number` as a code of `length` letters; what does not fit into them is left out."""
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(LETTERS))
        letters.append(LETTERS[index])
    return "".join(letters)


def shown(code: str) -> str:
    """Return `code` as it is read out: in groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """Return what was meant by a code as somebody typed it: large letters, without what stands between them."""
    return "".join(each for each in typed.upper() if each in LETTERS)
