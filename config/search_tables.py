"""What a search needs beside the texts of a release, as the release carries it: how hanzi are read, who has what.

Made once, where guidance is published, so that whoever holds the release searches it without a dictionary of pinyin.
"""

import msgspec


class Readings(msgspec.Struct, frozen=True):
    """How the names of a release are read: pinyin without tones.

    `hanzi` maps a syllable to the hanzi that are usually read so, `names` a folded name to its syllables (one space
    between two) where they are not its hanzi's usual ones. `dictionary` is the one that was asked, with its version.
    """

    dictionary: str = ""
    hanzi: dict[str, str] = {}
    names: dict[str, str] = {}


class PostingTable(msgspec.Struct, frozen=True):
    """Which entries have which key, packed: a plain JSON list of numbers would be twice as large.

    `keys` (pairs of letters, pieces of pinyin, words) are in order, one space between two. `numbers` is base64 of
    LEB128: for each key how many entries have it, then the distance of each entry's number from the one before.
    """

    keys: str
    numbers: str


class SearchTables(msgspec.Struct, frozen=True):
    """The readings of a release, and who has which piece of a name, body, sound, initials, and which English word."""

    readings: Readings
    names: PostingTable
    bodies: PostingTable
    sounds: PostingTable
    initials: PostingTable
    words: PostingTable
