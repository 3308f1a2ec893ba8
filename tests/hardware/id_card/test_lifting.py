"""Whose card lies there: nobody's card is read for the next citizen, whatever a reader says in between."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.id_card.lifting import EMPTY_LOOKS, TRIES, Lifting
from hardware.id_card.port import Seen

CARD, STILL, EMPTY, AWAY = Seen.CARD, Seen.STILL, Seen.EMPTY, Seen.AWAY


def after(*seen: Seen, begin: Lifting | None = None) -> Lifting:
    known = begin or Lifting()
    for each in seen:
        known = known.after(each)
    return known


PROVED = after(*[EMPTY] * EMPTY_LOOKS)


def test_a_reader_is_empty_only_after_several_looks() -> None:
    assert after(*[EMPTY] * (EMPTY_LOOKS - 1)).bed == "left"
    assert PROVED.bed == "empty"


def test_a_card_that_comes_onto_an_empty_reader_can_be_read() -> None:
    put = after(CARD, begin=PROVED)
    assert (put.bed, put.lies) == ("put", True)
    read = put.tried(read=True)
    assert after(STILL, STILL, begin=read).bed == "read"
    assert after(STILL, EMPTY, begin=read).lies is False
    assert after(STILL, *[EMPTY] * EMPTY_LOOKS, begin=read).bed == "empty"


def test_a_card_that_lay_there_before_is_left_by_somebody() -> None:
    assert after(CARD).bed == "left"
    assert after(STILL).bed == "left"
    assert after(CARD, EMPTY, CARD, EMPTY, EMPTY, CARD).bed == "left"


def test_a_card_that_is_changed_faster_than_an_empty_reader_is_seen_is_not_read() -> None:
    read = after(CARD, begin=PROVED).tried(read=True)
    assert after(EMPTY, CARD, begin=read).bed == "read"


def test_what_the_last_citizen_left_is_nobodys() -> None:
    for known in (after(CARD, begin=PROVED), after(CARD, begin=PROVED).tried(read=True)):
        assert known.forgotten().bed == "left"
        assert after(CARD, begin=known.forgotten()).bed == "left"
    assert PROVED.forgotten() == PROVED


def test_a_reader_that_was_away_may_have_any_card_on_it() -> None:
    assert after(AWAY, CARD, begin=PROVED).bed == "left"


def test_a_card_is_tried_some_times_and_no_more() -> None:
    put = after(CARD, begin=PROVED)
    for _ in range(TRIES):
        assert put.bed == "put"
        put = put.tried(read=False)
    assert put.bed == "unreadable"
    assert after(CARD, STILL, begin=put).bed == "unreadable"
    assert after(*[EMPTY] * EMPTY_LOOKS, begin=put).bed == "empty"


def test_a_card_that_answers_after_a_try_that_failed_is_tried_again() -> None:
    put = after(CARD, begin=PROVED).tried(read=False)
    assert after(STILL, begin=put).bed == "put"
    assert after(STILL, begin=after(CARD, begin=PROVED)).bed == "left"


@given(st.lists(st.sampled_from([*Seen, "leaves", "read", "failed"])))
def test_nothing_is_ever_read_that_was_there_before_an_empty_reader(said: list[Seen | str]) -> None:
    known, run, proved = Lifting(), 0, False
    for each in said:
        match each:
            case Seen():
                known = known.after(each)
                run = run + 1 if each is EMPTY else 0
                if each is AWAY:
                    proved = False
                proved = proved or run >= EMPTY_LOOKS
            case "leaves":
                known = known.forgotten()
                proved = proved and known.bed == "empty"
            case _ if known.bed == "put":
                known = known.tried(read=each == "read")
        if known.bed in ("put", "read", "empty"):
            assert proved
