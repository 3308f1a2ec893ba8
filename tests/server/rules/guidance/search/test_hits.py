"""People find what they mean by hanzi, pinyin, initials, sayings, English, and with a slip of the finger."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from config.sayings import Saying
from server.rules.guidance.search.entry import QUERY_AT_MOST, Entry, EntryKind, asked, entries_of, folded
from server.rules.guidance.search.hits import find, look
from server.rules.guidance.search.index import SILENT, SearchIndex, pack_index, search_index
from server.rules.guidance.search.pinyin import readings_of
from tests.dongjiang import city

ENTRIES = (
    Entry(
        "checklist",
        "insurance",
        Text("灵活就业参加社会保险", "Insurance for the self-employed"),
        Text("", ""),
        ("社保",),
    ),
    Entry("checklist", "school", Text("孩子秋季入学", "Enrolling a child in school"), Text("", "")),
    Entry(
        "item",
        "permit",
        Text("居住证申领", "Residence permit"),
        Text("住满半年可以申领。", "After half a year."),
        ("暂住证",),
    ),
    Entry("item", "card", Text("身份证换领", "New identity card"), Text("", ""), ("换身份证",)),
    Entry("item", "bank", Text("银行卡社保缴费", "Paying by bank"), Text("", "")),
    Entry(
        "knowledge",
        "K1",
        Text("读小学要满六周岁", "Six years for primary school"),
        Text(
            "读小学一年级，当年 8 月 31 日前要满 6 周岁；不满的第二年再报名，各镇街的报名时间不同，请看当年的招生方案。"
            * 2,
            "Six by August.",
        ),
    ),
)
SAYINGS = (
    Saying("insurance", ("五险",), ("社保", "社会保险")),
    Saying("how", ("怎么办", "请问"), role="habit"),
)
INDEX = search_index(ENTRIES, SAYINGS, readings_of(ENTRIES))
CITY = city()


@cache
def city_index() -> SearchIndex:
    return pack_index(CITY, readings_of(entries_of(CITY)))


def found(query: str) -> list[str]:
    return [hit.id for hit in find(INDEX, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("居住证申领", "permit"),
        ("居住证", "permit"),
        ("暂住证", "permit"),
        ("社保", "insurance"),
        ("五险", "insurance"),
        ("juzhuzheng", "permit"),
        ("ju zhu zheng", "permit"),
        ("JuZhuZheng", "permit"),
        ("jzz", "permit"),
        ("sb", "insurance"),
        ("居主证", "permit"),
        ("身份正", "card"),
        ("身粉证换领", "card"),
        ("shenfenzhen", "card"),
        ("shenfenzhneg", "card"),
        ("identity", "card"),
        ("ident", "card"),
        ("residance permit", "permit"),
        ("primary school", "K1"),
        ("ＳＢ", "insurance"),
        ("孩子几岁可以读小学", "K1"),
        ("住满半年", "permit"),
        ("8 月 31 日", "K1"),
    ],
)
def test_what_people_type_finds_what_they_mean(query: str, first: str) -> None:
    assert found(query)[:1] == [first]


@pytest.mark.parametrize(
    "query", ["", "   ", "？！。", "\x00\x1b[2J", "麒麟", "qqqqq", "<img src=x onerror=alert(1)>zzz"]
)
def test_what_means_nothing_finds_nothing(query: str) -> None:
    assert found(query) == []


def test_matters_stand_before_items_and_items_before_answers() -> None:
    kinds: tuple[EntryKind, ...] = ("knowledge", "item", "checklist")
    same = [Entry(kind, kind, Text("养老认证", "x"), Text("", "")) for kind in kinds]
    assert [hit.id for hit in find(search_index(same), "养老")] == ["checklist", "item", "knowledge"]


def test_what_fits_is_marked_and_quoted() -> None:
    (hit, *_) = find(INDEX, "身份证")
    assert hit.marks == ((0, 3),)
    (hit, *_) = find(INDEX, "第二年再报名")
    assert "第二年再报名" in hit.snippet.zh
    assert hit.snippet.zh.endswith("…")
    assert len(hit.snippet.zh) < 50


def test_at_most_so_many_are_returned_best_first() -> None:
    hits = find(city_index(), "户口", 3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_query_is_cut_where_it_stops_making_sense() -> None:
    assert len(asked("社" * 10_000)) == QUERY_AT_MOST
    find(city_index(), "x" * 10_000)


def test_what_nobody_reads_aloud_is_found_as_it_is_written() -> None:
    silent = search_index(ENTRIES, SAYINGS, SILENT)
    for query, first in (("居住证", "permit"), ("五险", "insurance"), ("identity", "card")):
        assert [hit.id for hit in find(silent, query)][:1] == [first]
    for query in ("juzhuzheng", "jzz"):
        assert find(silent, query) == ()


@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(query: str) -> None:
    for hit in find(city_index(), query, 5):
        assert hit.score > 0
        for start, end in hit.marks:
            assert 0 <= start < end <= len(hit.title.zh)


@given(st.sampled_from([each for each in entries_of(CITY) if each.kind != "elsewhere"]))
def test_every_name_and_its_pinyin_find_it(entry: Entry) -> None:
    for query in (entry.title.zh, *entry.names):
        if len(folded(query)) >= 2:
            hits = find(city_index(), query, 30)
            assert entry.id in [hit.id for hit in hits], query
    assert entry.id in [
        hit.id
        for hit in find(city_index(), city_index().reader.sound(folded(entry.title.zh)).whole[:QUERY_AT_MOST], 30)
    ]


@pytest.mark.parametrize(("typed", "usual"), [("cafe\u0301", "caf\u00e9"), ("\uf9fd", "\u4ec0")])
def test_letters_in_pieces_and_doubles_find_what_is_written_as_usual(typed: str, usual: str) -> None:
    entries = (Entry("item", "there", Text(f"办{usual}", usual), Text("", "")), *ENTRIES)
    index = search_index(entries, SAYINGS, readings_of(entries))
    assert [hit.id for hit in find(index, typed)] == [hit.id for hit in find(index, usual)]
    assert find(index, typed)[0].id == "there"


def test_what_a_whole_sentence_says_is_found_by_what_the_words_mean() -> None:
    assert found("请问五险怎么办") == found("社保")
    assert found("请问我的五险在哪里交")[:1] == ["insurance"]


def test_habits_inside_a_name_belong_to_it() -> None:
    entries = (*ENTRIES, Entry("item", "skill", Text("技能提升补贴", "Skills"), Text("", "")))
    sayings = (Saying("can", ("能",), role="habit"),)
    hits = find(search_index(entries, sayings, readings_of(entries)), "我有技能补贴没有")
    assert [hit.id for hit in hits][:1] == ["skill"]


@pytest.mark.parametrize(
    ("sentence", "matters"),
    [
        ("老婆没工作怎么买社保，小孩要上学", ("insurance-flexible", "school")),
        ("我要转社保，还要办居住证", ("transfer", "residence")),
        ("佢冇返工想买社保，同埋个仔要读书", ("insurance-flexible", "school")),
        ("zhuan shebao he qian hukou", ("transfer", "hukou-in")),
        ("居住证丢了，居住证要去哪里补", ()),
        ("小孩要上学", ()),
        ("", ()),
    ],
)
def test_several_matters_of_a_sentence_are_offered_together(sentence: str, matters: tuple[str, ...]) -> None:
    assert look(city_index(), sentence).together == matters


@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("驾照到期了去哪里换", "driving"),
        ("jiazhao huanzheng", "driving"),
        ("driving licence renewal", "driving"),
        ("家里停水了", "utilities"),
        ("今晚吃什么", "anything"),
    ],
)
def test_what_the_city_does_not_have_is_said_to_be_done_elsewhere(sentence: str, whom: str) -> None:
    looked = look(city_index(), sentence)
    assert not looked.covered
    assert looked.elsewhere is not None
    assert looked.elsewhere.id == whom


def test_a_city_that_has_not_written_down_what_is_done_elsewhere_says_no_more_than_that_it_has_it_not() -> None:
    looked = look(INDEX, "驾照到期了去哪里换")
    assert (looked.covered, looked.elsewhere) == (False, None)


def test_hanzi_that_are_written_otherwise_in_hong_kong_sound_the_same() -> None:
    assert next(hit.id for hit in find(city_index(), "醫保報銷", 5)) in ("medical", "E03")
