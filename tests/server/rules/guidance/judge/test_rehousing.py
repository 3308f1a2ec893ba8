"""Answers and wishes go with whom they are about."""

from config.household import NOBODY, Household, Matter, Member
from server.rules.guidance.judge.rehousing import rehoused
from server.rules.guidance.judge.verdict import Wish
from tests.dongjiang import city_book

BOOK = city_book()
DAUGHTER, SON = Member("d", "child", "elder_daughter"), Member("s", "child", "younger_son")
BOTH = Household((DAUGHTER, SON), (Matter("school", ("d", "s")),))


def test_what_is_left_out_and_unsure_goes_with_whom_it_is_about() -> None:
    wish = Wish("soonest", ("F06~s", "F05"), "hall", ("vaccinated~s", "grade"), household=BOTH)
    alone = Household((SON,), (Matter("school", ("s",)),))
    kept, answers = rehoused(BOOK, wish, {"grade~s": "primary"}, alone)
    assert answers == {"grade": "primary"}
    assert kept == Wish("soonest", ("F05",), "hall", ("vaccinated",), household=alone)
    back, _ = rehoused(BOOK, wish, {}, NOBODY)
    assert back == Wish("soonest", ("F05",), "hall", ("grade",), household=NOBODY)
