"""A release carries its index: small, the same every time, opened as it was made, in each edition's own words."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from config.edition import Guidance
from config.search_tables import PostingTable, SearchTables
from server.rules.guidance.release.editions import pack_of
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.index import pack_index
from server.rules.guidance.search.pinyin import readings_of, searchable
from server.rules.guidance.search.tables import belong, packed, release_index, tables_of, unpacked
from server.wire.signed_release import canonical
from tests.dongjiang import city_guidance


@cache
def searched() -> Guidance:
    return searchable(city_guidance())


def tables() -> SearchTables:
    made = searched().search
    assert made is not None
    return made


@pytest.mark.parametrize("edition", [None, *(each.id for each in city_guidance().editions)])
def test_what_is_opened_is_what_would_be_made(edition: str | None) -> None:
    pack = pack_of(searched(), edition)
    opened = release_index(searched(), pack)
    made = pack_index(pack, tables().readings)
    assert (opened.entries, opened.names, opened.bodies) == (made.entries, made.names, made.bodies)
    assert opened.grams == made.grams
    assert opened.word_list == made.word_list


def test_an_edition_that_says_something_else_is_found_by_it() -> None:
    here = [
        each.id
        for each in searched().editions
        if entries_of(pack_of(searched(), each.id)) != entries_of(searched().pack)
    ]
    assert here, "no edition of the shipped city has words of its own: this test shows nothing"


def test_the_same_guidance_has_the_same_tables() -> None:
    assert canonical(searchable(city_guidance())) == canonical(searched())
    assert belong(tables(), searched().pack)
    assert not belong(tables(), replace(searched().pack, items=searched().pack.items[1:]))
    assert not belong(replace(tables(), initials=tables().sounds), searched().pack)


def test_tables_take_a_small_part_of_a_release() -> None:
    assert len(canonical(tables())) < len(canonical(Guidance(searched().pack, searched().editions))) / 5


@given(st.dictionaries(st.text("abc社保", min_size=1, max_size=3), st.sets(st.integers(0, 2**20), min_size=1)))
def test_whatever_is_packed_comes_out_again(postings: dict[str, set[int]]) -> None:
    found = unpacked(packed({key: sorted(numbers) for key, numbers in postings.items()}))  # type: ignore[misc]
    assert {key: set(numbers) for key, numbers in found.items()} == postings


@pytest.mark.parametrize("numbers", ["", "AQ==", "?", "AQD/////////fw=="])
def test_a_table_that_is_cut_or_none_is_refused(numbers: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(PostingTable("sb zz", numbers))


def test_a_name_is_read_as_a_whole_and_its_hanzi_as_usual() -> None:
    readings = readings_of(entries_of(searched().pack))
    assert readings == tables().readings
    read = release_index(searched(), searched().pack).reader
    assert read.sound("银行网点").whole == "yinhangwangdian"
    assert read.syllables("社保a1") == ("she", "bao", "a", "1")
    sound = read.sound("社保a1")
    assert (sound.whole, sound.initials, sorted(sound.begins)) == ("shebaoa1", "sba1", [0, 3, 6, 7])
    assert tables_of(searched().pack, readings) == tables()
