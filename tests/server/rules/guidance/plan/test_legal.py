"""Laws named in both languages."""

import pytest

from server.rules.guidance.plan.legal import clause_words, number_of, titles
from tests.dongjiang import city


@pytest.mark.parametrize(
    ("signs", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十六", 16),
        ("四十五", 45),
        ("一百七十八", 178),
        ("一千零四十七", 1047),
        ("二百零三", 203),
    ],
)
def test_numbers_are_read_as_they_are_written(signs: str, number: int) -> None:
    assert number_of(signs) == number


@pytest.mark.parametrize(
    ("clause", "english"),
    [
        ("民法典第一千零四十七条", "“民法典”, Article 1047"),
        ("食品经营许可审查通则第三部分", "“食品经营许可审查通则”, Part 3"),
        ("社会保险经办条例", "“社会保险经办条例”"),
        ("甲法第三条；乙法", "“甲法第三条”; “乙法”"),
    ],
)
def test_a_law_keeps_its_name_in_quotes_and_its_article_is_english(clause: str, english: str) -> None:
    assert clause_words("en", clause) == english
    assert clause_words("zh", clause) == clause


def test_every_clause_of_the_city_has_hanzi_in_quotes_only() -> None:
    for item in city().items:
        for clause in (each.clause for each in item.requirements if each.clause):
            outside = "".join(clause_words("en", clause).split("“")[:1]) + clause_words("en", clause).rsplit("”", 1)[1]
            assert outside.isascii(), clause


def test_titles_stand_apart() -> None:
    assert titles("en", "民法典；婚姻登记条例") == "“民法典”; “婚姻登记条例”"
    assert titles("zh", "民法典；婚姻登记条例") == "民法典；婚姻登记条例"
