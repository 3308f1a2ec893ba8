"""People of the script stand on the kiosk's own flow: what they touch is counted, what they read costs time."""

import pytest
from msgspec.structs import replace

from commands.bench.people import GRADUATE, PEOPLE, READS, ZHANG, Person, card_of
from commands.bench.standing import Standing, Walked
from config.case import Case
from tests.dongjiang import city


def case(name: str) -> Case:
    return next(each for each in city().cases if each.name == name)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda each: each.name)
def test_everybody_of_the_script_comes_to_an_end(person: Person) -> None:
    found = case(person.case)
    walked = Standing(READS).be_guided(found.checklists, found.answers)
    assert walked.touches >= walked.questions
    assert walked.pages
    assert walked.seconds > walked.touches * READS.reaches


def test_a_card_spares_touches_where_a_date_is_needed_exactly() -> None:
    found = case(GRADUATE)
    typed = Standing(READS).be_guided(found.checklists, found.answers)
    told = Standing(READS, card=card_of(found)).be_guided(found.checklists, found.answers)
    assert told.questions == typed.questions
    assert typed.touches - told.touches == 3


def test_whoever_reads_slowly_takes_longer_with_the_same_touches() -> None:
    found = case(ZHANG)

    def walked(reads: float) -> Walked:
        return Standing(replace(READS, reads=reads)).be_guided(found.checklists, found.answers)

    quick, slow = walked(8), walked(4)
    assert (quick.touches, quick.pages) == (slow.touches, slow.pages)
    assert slow.seconds > quick.seconds


def test_a_page_that_is_looked_at_twice_is_two_pages_and_one_that_stays_is_one() -> None:
    standing = Standing(READS)
    assert standing.walked.pages == 1
    standing.touch("large")
    assert standing.walked.pages == 1
    standing.touch("start:zh")
    standing.touch("back")
    assert standing.walked.pages == 3


def test_what_is_not_on_the_page_cannot_be_touched() -> None:
    with pytest.raises(LookupError, match="take is not on screen attract"):
        Standing(READS).touch("take")
