"""Lines of Chinese end where people would end them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.page.breaking import NEVER_FIRST, backward, mended, pieces, tied


@pytest.mark.parametrize(
    ("before", "line", "last", "moved"),
    [
        ("就知道能不能办", "、带什么材料", False, 1),
        ("请到（", "三楼）办理大厅", False, 1),
        ("周一至周五\u00a09:00-11:30，14:", "30-17:00", False, 3),
        ("您的号码\u00a0M0", "12\u00a0有效，可拍下屏幕", False, 2),
        ("现在没有窗口办理不动产，请到导办台询", "问。", True, 6),
        ("您的取号请求已保留，只会取一个号", "。", True, 6),
        ("积分入学方案（示例）第四", "条", True, 4),
        ("请在等候区就座留意大屏幕", "叫号", True, 3),
        ("前面还有六人", "请在等候区就座", True, 0),
        ("take a ", "seat", True, 0),
    ],
)
def test_a_bad_break_moves_back(before: str, line: str, last: bool, moved: int) -> None:
    assert backward(before, line, last=last) == moved


def test_spaces_beside_chinese_do_not_break_and_others_do() -> None:
    assert tied("号码 A012 有效") == "号码\u00a0A012\u00a0有效"
    assert tied("Take a seat.") == "Take a seat."
    assert tied("from 60 % on") == "from 60\u00a0% on"


def test_latin_has_narrow_quotation_marks_and_chinese_round_ones() -> None:
    assert tied("If “Yes”: bring it") == 'If "Yes": bring it'
    assert tied("如果“是”：带上") == "如果“是”：带上"
    assert tied("the law “个体登记须知”") == "the law\u00a0“个体登记须知”".replace("\u00a0“", " “")
    assert tied("请说“OK”再走") == "请说“OK”再走"


def test_words_break_behind_their_hyphens_and_codes_do_not() -> None:
    assert pieces("self-employed ") == ("self-", "employed ")
    assert pieces("DJ-A01") == ("DJ-A01",)
    assert pieces("0700-6680110") == ("0700-6680110",)
    assert backward("for the self-", "employed", last=True) == 0
    assert backward("for the sel", "f-employed", last=True) == 3


SIGNS = st.text(st.sampled_from("请到导办台询问A012、。（），"), min_size=1, max_size=20)


@given(SIGNS, SIGNS, st.booleans())
def test_a_moved_break_is_better_and_leaves_something(before: str, line: str, last: bool) -> None:
    moved = backward(before, line, last=last)
    assert 0 <= moved < len(before)
    if moved and len(line) > 3:
        assert (before[len(before) - moved :] + line)[0] not in NEVER_FIRST


@pytest.mark.parametrize(
    ("text", "lines", "better"),
    [
        ("为什么？\u00a0在这里工作", ["为什么？", "\u00a0在这里工作"], "为什么？\n在这里工作"),
        ("您好吗，在这里工作", ["您好吗", "，在这里工作"], "您好\n吗，在这里工作"),
        ("到\u00a0Łódź\u00a0窗口去办理", ["到\u00a0Łó", "dź\u00a0窗口去办理"], "到\u00a0\nŁódź\u00a0窗口去办理"),
        ("one two", ["one", "two"], None),
        ("在这里\n工作和居住", ["在这里", "工作和居住"], None),
        ("在这里", ["在这里"], None),
    ],
)
def test_one_bad_break_is_moved(text: str, lines: list[str], better: str | None) -> None:
    assert mended(text, lines) == better
