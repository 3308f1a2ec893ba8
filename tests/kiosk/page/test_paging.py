"""What the flow counts as a line is one: the widths are the font's own, and lists lose no row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from config.font import font_file
from kiosk.page.paging import PAGER, SURE, cut, lines_of, turned, width_of


@pytest.mark.parametrize("text", ["请在等候区就座，留意大屏幕", "Take a seat 12-24", "号码 A012 有效。"])
def test_a_text_is_as_wide_as_it_is_drawn(text: str) -> None:
    font = ImageFont.truetype(str(font_file("Bold")), 40)
    drawn = font.getlength(text)
    # Pairs like "Pl" and "ta" stand a little closer than the sum of their letters.
    assert drawn <= width_of(text, 40) <= drawn * 1.03


def test_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert lines_of("", 40, 400) == 0
    assert lines_of("你" * 10, 40, 400 / SURE) == 1
    assert lines_of("你" * 10, 40, 400) == 2, "on a small glass they are a little wider"
    wide = width_of("household registration", 40) / SURE
    assert lines_of("household registration", 40, wide) == 1
    assert lines_of("household registration", 40, wide - 1) == 2
    assert lines_of("one\ntwo", 40, 400) == 2


def test_regular_letters_take_less_room_and_a_word_breaks_behind_its_hyphen() -> None:
    wide = width_of("household registration", 40, bold=False) / SURE
    assert lines_of("household registration", 40, wide, bold=False) == 1
    assert lines_of("household registration", 40, wide) == 2
    wide = width_of("employed", 40) / SURE
    assert lines_of("the self-employed", 40, wide) == 3, "the, self-, employed"
    assert lines_of("DJ-A0000001", 40, wide) == 2, "a code is torn where the line ends"


def test_a_headline_is_never_parted_from_what_it_is_over() -> None:
    assert cut([400, 100, 400, 400], 760, heads=[1]) == (range(1), range(1, 3), range(3, 4))
    assert cut([100, 100, 700], 760, heads=[0, 1]) == (range(2), range(2, 3))


def test_the_first_page_has_less_room_under_its_longer_headline() -> None:
    assert cut([300, 300, 300, 300], 760, less=200) == (range(1), range(1, 3), range(3, 4))
    assert cut([300, 300], 760, less=200) == (range(1), range(1, 2))
    assert cut([300, 300], 760) == (range(2),)


@given(st.lists(st.integers(60, 700), min_size=1, max_size=30), st.integers(900, 1500), st.integers(1, 8))
def test_every_row_is_on_one_page_and_fits(heights: list[int], room: int, most: int) -> None:
    pages = cut(heights, room, most)
    assert [row for page in pages for row in page] == list(range(len(heights)))
    for page in pages:
        assert 1 <= len(page) <= most
        used = sum(heights[row] for row in page) + 24 * (len(page) - 1)
        assert used <= room - (PAGER + 24 if len(pages) > 1 else 0) or len(page) == 1
    assert turned(pages, 99) == pages[-1]
