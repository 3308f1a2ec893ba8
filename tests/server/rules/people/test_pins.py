"""PINs and cards: what is taken, and what everybody guesses."""

import pytest

from server.rules.people.pins import check_pin, read_card
from tests.server.conftest import refused


@pytest.mark.parametrize("pin", ["2468", "1223", "19580214", "1212"])
def test_pins_that_are_taken(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "0000", "123456789", "12a4", "1234 ", "一二三四", "١٣٥٧"])
def test_pins_that_are_none(pin: str) -> None:
    refused("pin_unfit", check_pin, pin)


def test_a_card_is_the_same_whatever_reader_types_it() -> None:
    assert read_card(";04a3-7f22?\n") == read_card("04 A3 7F 22") == "04A37F22"
    refused("card_unfit", read_card, "1234567")
    refused("card_unfit", read_card, "9" * 65)
