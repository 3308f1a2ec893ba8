"""Texts of the catalogue and of the shipped pack are plain: one term for one thing, short sentences, plain English."""

import re
from collections.abc import Iterator

import pytest

from config.centers import Text
from server.rules.guidance.prove.finding import texts_of
from tests.config.test_words import CATALOGUES, messages
from tests.dongjiang import city

WORDS_AT_MOST = 25
"""Words of an English sentence; where it lists things, between two stops."""
NOT_PLAIN = re.compile(
    r"\b(in order to|utili[sz]e|commence|terminate|prior to|in the event|hereby|pursuant|aforementioned|facilitate|"
    r"ascertain|endeavou?r|kindly|and/or|e\.g\.|i\.e\.|etc\b)",
    re.IGNORECASE,
)
ONE_TERM = {
    "趟": r"(跑|往返|到场)[^，。；：“”、]{0,6}次|次到场|最少跑",
    "窗口": r"柜台",
    "小票": r"纸条|凭条|号票",
    "自助机": r"一体机|终端",
    "取号": r"拿号|排号|抽号",
    "办事安排": r"办事计划|办理计划|(?<!治疗)计划(?!生育)",
    "预约": r"预定|预订",
    "过号": r"错号|漏号",
    "材料": r"要件|申报件",
    "导办台": r"咨询台|服务台|导办处|前台",
    "户口簿": r"户口本",
    "回乡证": r"港澳居民来往内地通行证|回乡卡",
    "台胞证": r"台湾居民来往大陆通行证",
    "永久居留身份证": r"绿卡|五星卡|永久居留证",
}
"""What nobody may call otherwise, and how it is otherwise called; people may type all of these into the search."""
ENGLISH_TERM = {
    "kiosk": r"\bterminals?\b",
    "booking": r"\bappointments?\b",
    "line": r"\bqueues?\b|\bqueuing\b",
    "center": r"\bcentres?\b",
    "guide desk": r"\b(information|service|help|front|enquiry) desk\b",
}
PLACE = re.compile(r"\{\w+\}")
GLOSSARY = CATALOGUES[0].parents[4] / "docs" / "glossary.md"
WORD = re.compile(r"[A-Za-z][a-z]+")
READ = ("facts", "items", "documents", "checklists", "entities", "situations", "knowledge", "points", "elsewhere")
ENDS = re.compile(r"(?<=[.!?:;])\s")


def catalogue() -> Iterator[tuple[str, Text]]:
    for message in messages():
        if isinstance(message.id, str) and message.id:
            yield message.id[:40], Text(str(message.string), message.id)


def pack() -> Iterator[tuple[str, Text]]:
    shipped = city()
    for part in READ:
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


@pytest.mark.parametrize(("term", "otherwise"), [*ONE_TERM.items(), *ENGLISH_TERM.items()])
def test_one_thing_has_one_name(term: str, otherwise: str) -> None:
    """Texts only: aliases, keywords and sayings are what people say, and the search has to know all of that."""
    every = (*catalogue(), *pack())
    said = [(where, PLACE.sub("", text.en if term.isascii() else text.zh)) for where, text in every]
    assert [where for where, words in said if re.search(otherwise, words, re.IGNORECASE)] == []


def test_what_has_one_name_is_in_the_glossary() -> None:
    written = GLOSSARY.read_text(encoding="utf-8")
    assert [term for term in (*ONE_TERM, *ENGLISH_TERM) if term not in written] == []
