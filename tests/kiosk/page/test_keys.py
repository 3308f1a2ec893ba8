"""The keyboards of the kiosk: every key once, none over another, all inside the content and large enough to hit."""

from itertools import combinations

import pytest

from kiosk.page.keys import BOARDS, CLOSE, shown
from kiosk.page.paging import WIDTH
from server.rules.guidance.consultation_code import LETTERS

TARGET = 96
"""px: 20 mm on the kiosk's screen are fewer."""


@pytest.mark.parametrize("screen", BOARDS)
def test_keys_stand_side_by_side_inside_the_content(screen: str) -> None:
    board = BOARDS[screen]
    places = [place for _, place in board.places()]
    for left, top, width, height in places:
        assert left >= 0
        assert left + width <= WIDTH + 0.001
        assert top + height <= board.height + 0.001
        assert min(width, height) >= TARGET
    for (left, top, width, height), (other_left, other_top, other_width, other_height) in combinations(places, 2):
        beside = left + width + CLOSE <= other_left + 0.001 or other_left + other_width + CLOSE <= left + 0.001
        above = top + height + CLOSE <= other_top + 0.001 or other_top + other_height + CLOSE <= top + 0.001
        assert beside or above


@pytest.mark.parametrize("screen", BOARDS)
def test_no_key_is_there_twice_and_each_board_can_erase(screen: str) -> None:
    targets = [key.target for key in BOARDS[screen].keys]
    assert len(targets) == len(set(targets))
    assert "erase" in targets


def test_a_code_can_be_typed_and_no_letter_that_is_in_none() -> None:
    signs = {key.sign for key in BOARDS["code"].keys if key.sign}
    assert signs == set(LETTERS)


def test_a_code_is_shown_as_on_the_slip() -> None:
    assert shown("") == "•••-•••-••••"
    assert shown("ABCD") == "ABC-D••-••••"
    assert shown("ABCDEFGHJK") == "ABC-DEF-GHJK"
