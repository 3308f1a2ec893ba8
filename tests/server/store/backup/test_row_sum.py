"""The sum of a table tells rows apart, and not their order."""

from hypothesis import given
from hypothesis import strategies as st

from server.store.backup.row_sum import RowSum, lines_of, sum_of

VALUES = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text(st.characters(codec="utf-8")))
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=8, unique=True)


@given(ROWS, st.randoms(use_true_random=False), st.integers(0, 8))
def test_order_and_blocks_do_not_count(rows: list[tuple[object, object]], mixed: object, cut: int) -> None:
    other = list(rows)
    mixed.shuffle(other)  # type: ignore[attr-defined]
    assert sum_of([rows]) == sum_of([other[:cut], other[cut:]])


@given(ROWS, ROWS)
def test_other_rows_have_another_sum(one: list[tuple[object, object]], other: list[tuple[object, object]]) -> None:
    assert (sum_of([one]) == sum_of([other])) is (sorted(map(repr, one)) == sorted(map(repr, other)))


def test_a_row_is_one_line_whatever_it_says() -> None:
    (line,) = lines_of([("a\nb", None, 1, b"\x00")])
    assert line == b'["a\\nb",null,1,"AA=="]'
    found = RowSum()
    found.add([line, line])
    assert found.told.rows == 2
    assert RowSum().told.sha256 == "0" * 64
