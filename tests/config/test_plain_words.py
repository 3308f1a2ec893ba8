"""Texts of the catalogue and of the shipped pack are plain: one term for one thing, short sentences, plain English."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from config.centers import Text
from server.rules.guidance.prove.finding import texts_of
from tests.config.test_words import CATALOGUE
from tests.dongjiang import city

WORDS_AT_MOST = 25
"""Words of an English sentence; where it lists things, between two stops."""
NOT_PLAIN = re.compile(
    r"\b(in order to|utili[sz]e|commence|terminate|prior to|in the event|hereby|pursuant|aforementioned|facilitate|"
    r"ascertain|endeavou?r|kindly|and/or|e\.g\.|i\.e\.|etc\b)",
    re.IGNORECASE,
)
TRIPS_BY_ANOTHER_NAME = re.compile(r"(跑|往返|到场)[^，。；：“”、]{0,6}次|次到场|最少跑")
"""A trip is 一趟 wherever a citizen reads of one; 次 counts anything else."""
WORD = re.compile(r"[A-Za-z][a-z]+")
ENDS = re.compile(r"(?<=[.!?:;])\s")


def catalogue() -> Iterator[tuple[str, Text]]:
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            if isinstance(message.id, str) and message.id:
                yield message.id[:40], Text(str(message.string), message.id)


def pack() -> Iterator[tuple[str, Text]]:
    shipped = city()
    for part in ("facts", "items", "documents", "checklists", "entities", "situations"):
        for record in getattr(shipped, part):
            for place, text in texts_of(record):
                yield f"{part} {record.id} {place}", text


@pytest.mark.slow
def test_english_is_plain_and_short() -> None:
    every = [*catalogue(), *pack()]
    assert [where for where, text in every if NOT_PLAIN.search(text.en)] == []
    long = [where for where, text in every if any(len(each.split()) > WORDS_AT_MOST for each in ENDS.split(text.en))]
    assert long == []


def test_nobody_is_told_please() -> None:
    """What people have to do is said as it is, as GOV.UK writes. Only the voice of the hall says please."""
    every = (*catalogue(), *pack())
    assert [where for where, text in every if re.search(r"\bplease\b", text.en, re.IGNORECASE)] == []


def test_sentences_begin_with_the_only_capital_letter() -> None:
    """Names have capitals, titles do not; a sentence of three words or more that has only capitals is a title."""
    every = [(where, text.en) for where, text in catalogue()]
    titles = [where for where, words in every if len(found := WORD.findall(words)) >= 3 and all(map(_capital, found))]
    assert titles == []


def _capital(word: str) -> bool:
    return word[0].isupper()


def test_a_trip_is_called_by_one_name() -> None:
    assert [where for where, text in (*catalogue(), *pack()) if TRIPS_BY_ANOTHER_NAME.search(text.zh)] == []
