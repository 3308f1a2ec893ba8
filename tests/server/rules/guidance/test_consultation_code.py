"""Codes: read aloud, typed by anybody, caught when one letter is wrong."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import CODES, LETTERS, code_of, phone_path, read_code

drawn = st.integers(0, CODES - 1)


def refusal(typed: str) -> str:
    with pytest.raises(Refusal) as caught:
        read_code(typed)
    return caught.value.code


def test_there_are_too_many_to_guess() -> None:
    assert CODES > 2**43
    assert len(LETTERS) == len(set(LETTERS)) == 29


@given(drawn, drawn)
def test_each_number_has_a_code_of_its_own(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) is (one == other)
    assert read_code(code_of(one)) == code_of(one)
    assert phone_path(code_of(one)) == f"/c/{code_of(one)}"


ALIKE = {"0": "oOqO０", "1": "iIlL１", "2": "zZ２", "5": "sS", "8": "bB", "V": "uUv", "A": "aａ"}


@given(drawn, st.data())
def test_it_may_be_written_in_any_way(number: int, data: st.DataObject) -> None:
    code = code_of(number)
    typed = ""
    for letter in code.replace("-", ""):
        others = [each for each in ALIKE.get(letter, "") if each.upper() != "Q"]
        typed += data.draw(st.sampled_from([letter, letter.lower(), *others]))
        typed += data.draw(st.sampled_from(["", " ", "-", " - ", "·", "　", "."]))
    assert read_code(f" {typed}\n") == code


@given(drawn, st.integers(0, 9), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_caught(number: int, place: int, wrong: str) -> None:
    letters = code_of(number).replace("-", "")
    typed = letters[:place] + wrong + letters[place + 1 :]
    if typed == letters:
        assert read_code(typed) == code_of(number)
    else:
        assert refusal(typed) == "code_mistyped"


@given(drawn)
def test_two_letters_that_changed_places_are_caught(number: int) -> None:
    letters = code_of(number).replace("-", "")
    for one, other in combinations(range(10), 2):
        if letters[one] != letters[other]:
            swapped = list(letters)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert refusal("".join(swapped)) == "code_mistyped"


@pytest.mark.parametrize(
    "typed", ["", " ", "000-000-000", "000-000-00000", "张先生张先生张先生张", "../../etc/passwd", "%00", "0" * 100_000]
)
def test_what_cannot_be_a_code_is_unknown(typed: str) -> None:
    assert refusal(typed) == "consultation_unknown"


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    with suppress(Refusal):
        code = read_code(typed)
        assert read_code(code) == code
