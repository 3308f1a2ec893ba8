"""Questions that are hard to read are found: long sentences, rare characters, negations, the offices' own words."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from config.centers import Text
from config.fact import FindOut
from config.pack import Jargon, Pack
from server.rules.guidance.prove.reading import check_reading, grade, rare
from tests.dongjiang import city

PLAIN = Text("您有居住证吗？", "Do you have a residence permit?")


def asking(zh: str = PLAIN.zh, en: str = PLAIN.en) -> Pack:
    pack = city()
    fact = replace(next(each for each in pack.facts if each.id == "has_permit"), ask=Text(zh, en), easy=None)
    return replace(pack, facts=(fact,), cases=(), checklists=(), jargon=(Jargon("transfer", "关系转移接续", "转来"),))


def codes(pack: Pack) -> Iterable[str]:
    return [each.code for each in check_reading(pack) if each.part == "facts"]


def test_a_plain_question_is_fine() -> None:
    assert codes(asking()) == []


@pytest.mark.parametrize(
    ("zh", "en", "code"),
    [
        ("您在东江市内连续缴纳职工养老保险和医疗保险满十二个月了吗？", PLAIN.en, "sentence_long"),
        ("要办龃龉吗？", PLAIN.en, "characters_rare"),
        ("您是不是没有不良记录？", PLAIN.en, "negation_double"),
        (PLAIN.zh, "Is it not so that nobody has never been here?", "negation_double"),
        ("要办关系转移接续吗？", PLAIN.en, "jargon"),
    ],
)
def test_what_is_hard_to_read_is_found(zh: str, en: str, code: str) -> None:
    assert set(codes(asking(zh, en))) == {code}


def test_a_term_beside_its_lay_word_is_fine() -> None:
    assert codes(asking("外地医保要转来（关系转移接续）吗？")) == []


def test_every_reading_finding_is_a_warning() -> None:
    assert {each.level for each in check_reading(city())} <= {"warning"}


def test_hard_english_is_found_theme_by_theme() -> None:
    hard = "Notwithstanding aforementioned jurisdictional considerations, substantiate documentary eligibility."
    assert [each.code for each in check_reading(asking(en=hard)) if each.part == "themes"] == ["grade_high"]
    assert grade([hard]) > grade([PLAIN.en])


def test_common_characters_are_not_rare_however_many_strokes_they_have() -> None:
    assert rare("警察嘴巴 ID 证件") == ""
    assert rare("龃龉之龃") == "龃龉"


def test_a_question_without_a_way_to_its_answer_is_found() -> None:
    pack = asking()
    (fact,) = pack.facts
    nowhere = replace(fact, help=None)
    says = FindOut(text=Text("看证背面", "See its back"))
    for each, found in (
        (replace(fact, find_out=None), ["find_out_missing"]),
        (replace(fact, find_out=FindOut()), ["find_out_missing"]),
        (replace(nowhere, find_out=FindOut(authority="police")), ["find_out_missing"]),
        (replace(fact, find_out=FindOut(authority="police")), []),
        (replace(nowhere, find_out=FindOut(document="permit")), []),
        (replace(nowhere, find_out=says), []),
        (replace(nowhere, find_out=None, known="self"), []),
        (replace(nowhere, find_out=says, known="wish"), ["find_out_idle"]),
    ):
        assert codes(replace(pack, facts=(each,))) == found


def test_everybody_learns_how_to_find_an_answer_of_the_city_out() -> None:
    found = {each.code for each in check_reading(city())}
    assert not found & {"find_out_missing", "find_out_idle"}
