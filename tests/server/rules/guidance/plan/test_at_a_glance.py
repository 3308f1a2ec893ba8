"""A result says first, alike everywhere: counts, trips in all, one line for each trip, what is still open."""

from datetime import date

from msgspec.structs import replace

from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.still_open import Outlook, Span
from server.rules.guidance.judge.verdict import Consultation, Stop, Wish
from server.rules.guidance.plan.at_a_glance import (
    counts,
    find_out_words,
    glance,
    open_head,
    open_lines,
    today_counted,
    trips,
    when_words,
)
from tests.server.rules.guidance.small_pack import BOOK, text

DAY = date(2026, 11, 24)


def whole(**answers: bool | int | str) -> Consultation:
    return consult(BOOK, ("settle",), answers, DAY)


def outlook(least: int, most: int | None, *, exact: bool = True) -> Outlook:
    return Outlook(exact, Span(least, most), None, None, (), (), ())


def test_counts_come_first() -> None:
    assert counts("en", whole(permit=False, living="none", card=True)) == "1 possible, 1 not yet, 1 not possible"
    assert counts("zh", whole(permit=True, card=False)) == "能办 1、无关 2"


def test_a_trip_says_its_day_and_when_to_be_there_where_that_is_known() -> None:
    stop = Stop("hall", text("hall"), "c1", (), None, (), 2, "2026-11-26")
    assert (when_words("zh", stop), when_words("en", stop)) == ("11 月 26 日起", "from 26 Nov")
    several = replace(stop, begins="14:10")
    assert when_words("zh", several) == "11 月 26 日起，下午 2 点左右到"
    assert when_words("en", several) == "from 26 Nov, be there at about 2 pm"
    assert when_words("en", replace(stop, on=None)) == ""


def test_trips_are_told_in_all() -> None:
    plan = whole(permit=True, card=True).plan
    assert plan is not None
    assert trips("zh", plan) == "一共来 3 趟"
    assert trips("en", plan, outlook(3, 3)) == "3 trips in all"
    assert trips("zh", plan, outlook(3, 4)) == "一共来 3 到 4 趟"
    assert trips("en", plan, outlook(2, None)) == "At least 3 trips in all"
    assert trips("zh", None) == "一趟都不用来"
    assert today_counted("en", plan, today=False) == "Today is not counted."


def test_a_trip_is_its_day_what_is_done_and_what_is_collected() -> None:
    plan = whole(permit=False, living="rent", months=8, card=False).plan
    assert plan is not None
    assert [(number, stop.name.en, lines) for number, stop, lines in glance("en", plan)] == [
        (1, "police", ("from 24 Nov", "Do: permit")),
        (2, "hall", ("from 1 Dec", "Do: school")),
    ]


def test_what_is_open_says_what_it_changes_and_how_to_find_it_out() -> None:
    found = consult(BOOK, ("settle",), {"permit": True}, DAY, Wish(unsure=("card",)))
    assert found.outlook is not None
    assert open_head("en", found.outlook)[0] == "1 question is open"
    (card,) = found.outlook.questions
    assert open_lines("en", card)[0].startswith("If “Yes”: 2 more trips; Then possible: new card")
    assert find_out_words("en", card) == "To find out: Ask at the guide desk"
