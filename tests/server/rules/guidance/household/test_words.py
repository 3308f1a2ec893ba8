"""What members are called, and texts that name them."""

import pytest

from config.centers import Text
from config.household import SHORT_NAMES, Household, Member
from server.rules.guidance.household.words import Called, called, me, relation_name, short_name, told_apart, worded

DAUGHTER = Member("d", "child", "elder_daughter")


@pytest.mark.parametrize(
    ("text", "mine", "hers"),
    [
        (
            Text("{child}几岁？", "How old {child:are|is} {child}?"),
            ("您几岁？", "How old are you?"),
            ("大女儿几岁？", "How old is your elder daughter?"),
        ),
        (
            Text("{child}的户口", "{Child's} register"),
            ("您的户口", "Your register"),
            ("大女儿的户口", "Your elder daughter's register"),
        ),
        (
            Text("{child:您本人|孩子}", "{Child} may come"),
            ("您本人", "You may come"),
            ("孩子", "Your elder daughter may come"),
        ),
    ],
)
def test_places_are_filled_as_each_language_says_it(text: Text, mine: tuple[str, str], hers: tuple[str, str]) -> None:
    for who, (zh, en) in ((me(), mine), (called(DAUGHTER, Household((DAUGHTER,))), hers)):
        assert worded(text, {"child": who}) == Text(zh, en)


def test_places_of_others_stay() -> None:
    """A requirement has places of its own, which are filled when it fails."""
    text = Text("{child}还差 {short}", "{short} are missing")
    assert worded(text, {"child": me()}) == Text("您还差 {short}", "{short} are missing")


def test_two_of_a_kind_are_told_apart_without_a_name() -> None:
    one, other = Member("a", "child"), Member("b", "child")
    assert called(one, Household((one,))).text == relation_name("child")
    both = Household((one, DAUGHTER, other))
    assert [called(each, both).text.zh for each in both.members] == ["第1个孩子", "大女儿", "第2个孩子"]


def test_every_name_is_said_in_both_languages() -> None:
    for names in SHORT_NAMES.values():
        said = [short_name(each) for each in names]
        assert len({each.zh for each in said} | {each.en for each in said}) == 2 * len(names)
        assert all(each.zh != each.en for each in said)


def test_things_of_the_same_name_are_told_apart() -> None:
    name = told_apart(Text("随迁", "Moving in"), [me(), Called(Text("大女儿", "your elder daughter"))])
    assert name == Text("随迁（本人、大女儿）", "Moving in (you, your elder daughter)")
