"""The search tables of a release: its index packed to be sent, opened again, and proved to be its own. Pure."""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator

from config.edition import Guidance
from config.pack import Pack
from config.search_tables import PostingTable, Readings, SearchTables
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.index import (
    Grams,
    Postings,
    SearchIndex,
    grams_of_body,
    pack_index,
    words_of,
)


def tables_of(pack: Pack, readings: Readings) -> SearchTables:
    """Return the tables of the city's `pack`, read as `readings` says: the same for the same pack."""
    made = pack_index(pack, readings).grams
    return SearchTables(
        readings,
        names=packed(made.names),
        bodies=packed(made.bodies),
        sounds=packed(made.sounds),
        initials=packed(made.initials),
        words=packed(made.words),
    )


def belong(tables: SearchTables, pack: Pack) -> bool:
    """Return whether `tables` are those of the city's `pack`, read as they say themselves."""
    return tables == tables_of(pack, tables.readings)


def release_index(guidance: Guidance, pack: Pack) -> SearchIndex:
    """Return the index of `guidance` over `pack`, which is the city's or that of an edition.

    A release that was signed before releases had tables is found as it is written, in Chinese and in English, not as
    it sounds. Raises `ValueError` for tables that are none.
    """
    entries = entries_of(pack)
    tables = guidance.search
    if tables is None:
        return pack_index(pack)
    bodies, words = unpacked(tables.bodies), unpacked(tables.words)
    # An edition says some things in other words: only what it says there differs from the city's tables.
    for number, (before, after) in enumerate(zip(entries_of(guidance.pack), entries, strict=True)):
        if before != after:
            bodies = _with(bodies, number, grams_of_body(before), grams_of_body(after))
            words = _with(words, number, words_of(before), words_of(after))
    grams = Grams(unpacked(tables.names), bodies, unpacked(tables.sounds), unpacked(tables.initials), words)
    return pack_index(pack, tables.readings, grams)


def packed(postings: Postings) -> PostingTable:
    """Return `postings` as they are sent."""
    keys = sorted(postings)
    numbers = bytearray()
    for key in keys:
        numbers += _leb128(len(postings[key]))
        last = 0
        for number in postings[key]:
            numbers += _leb128(number - last)
            last = number
    return PostingTable(" ".join(keys), b64encode(numbers).decode())


def unpacked(table: PostingTable) -> Postings:
    """Return what `table` holds; raises `ValueError` when it is cut or is none."""
    values = _values(b64decode(table.numbers, validate=True))
    found: dict[str, array[int]] = {}
    try:
        for key in table.keys.split():
            numbers = array("I")
            last = 0
            for _ in range(next(values)):
                last += next(values)
                numbers.append(last)
            found[key] = numbers
    except (StopIteration, OverflowError) as error:
        raise ValueError("a table of postings is cut") from error
    return found


def _with(postings: Postings, number: int, before: set[str], after: set[str]) -> Postings:
    """Return `postings` with entry `number` under the keys `after` and not under `before`."""
    changed = dict(postings)
    for key in before - after:
        if left := array("I", (each for each in changed[key] if each != number)):
            changed[key] = left
        else:
            del changed[key]
    for key in after - before:
        changed[key] = array("I", sorted((*changed.get(key, ()), number)))
    return changed


def _leb128(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _values(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0
