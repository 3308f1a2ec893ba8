"""The text of the four kinds of cards, and what is refused of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import Garbled
from hardware.id_card.emulator import written
from hardware.id_card.port import IdCard
from hardware.id_card.record import card_of
from tests.hardware.id_card.cards import FOREIGNER_2023, HONG_KONG, RESIDENT, TOLD, answer


@pytest.mark.parametrize("text", TOLD, ids=[each.kind + str(n) for n, each in enumerate(TOLD.values())])
def test_every_kind_of_card_is_read(text: bytes) -> None:
    assert card_of(answer(text)) == TOLD[text]


def test_a_card_does_not_print_what_it_says() -> None:
    card = IdCard("resident", date(1949, 12, 31), "female", None)
    assert "1949" not in repr(card) + str(card) + f"{[card]}"


def changed(text: bytes, place: int, said: str) -> bytes:
    raw = said.encode("utf-16-le")
    return text[:place] + raw + text[place + len(raw) :]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no text"),
        (answer(RESIDENT)[:259], "no text"),
        (answer(RESIDENT)[:-1], "photo"),
        (answer(RESIDENT + b" \0"), "no text"),
        (answer(changed(RESIDENT, 248, "Z")), "kind"),
        (answer(changed(RESIDENT, 36, "19490231")), "date of birth"),
        (answer(changed(RESIDENT, 204, "2036ABCD")), "last day"),
        (answer(changed(RESIDENT, 122, "110105194912310021")), "number"),
        (answer(changed(RESIDENT, 36, "19491230")), "number"),
        (answer(changed(HONG_KONG, 248, " ")), "not of its kind"),
        (answer(changed(FOREIGNER_2023, 248, "J")), "not of its kind"),
        (answer(changed(RESIDENT, 248, "J")), "not of its kind"),
        (answer(written("I", birth="19810203", number="X", end="20280101")), "number"),
    ],
)
def test_what_is_no_card_is_refused_without_saying_what_stood_there(data: bytes, why: str) -> None:
    with pytest.raises(Garbled, match=why) as refused:
        card_of(data)
    assert "1949" not in str(refused.value)


def test_a_sex_that_the_card_leaves_open_is_open() -> None:
    assert card_of(answer(changed(RESIDENT, 30, "9"))).sex is None


@given(st.binary(min_size=256, max_size=256))
def test_any_text_is_a_card_or_refused(text: bytes) -> None:
    try:
        card_of(answer(text))
    except Garbled:
        return
