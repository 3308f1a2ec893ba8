"""The checker says yes to what could have happened one after the other, no to what could not, and always ends."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.linear.checker import FOR_EVER, Operation, check


class Register:
    """One number: `("write", n)` is answered by "done", `("read",)` by what it is."""

    first = 0

    def after(self, state: int, asked: Any, answer: Any) -> int | None:
        if asked[0] == "write":
            return asked[1] if answer in (None, "done") else None
        return state if answer == state else None

    def only_looks(self, asked: Any, answer: Any) -> bool:
        return bool(asked[0] == "read")

    def may_end(self, state: int) -> bool:
        return True


class Draining(Register):
    """A register that nobody leaves at 1."""

    def may_end(self, state: int) -> bool:
        return state != 1


def write(value: int, called: float, returned: float = FOR_EVER) -> Operation:
    return Operation(("write", value), None if returned == FOR_EVER else "done", called, returned)


def read(value: int, called: float, returned: float) -> Operation:
    return Operation(("read",), value, called, returned)


def test_what_overlaps_may_have_happened_in_any_order():
    assert check([write(1, 0, 10), write(2, 1, 9), read(1, 11, 12)], Register())
    assert check([write(1, 0, 10), write(2, 1, 9), read(2, 11, 12)], Register())


def test_what_was_over_before_happened_before():
    verdict = check([write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)], Register())
    assert verdict.outcome == "not linearizable"
    assert (verdict.order, verdict.stuck) == ((0, 1), (2,))


def test_nobody_reads_backwards():
    history = [write(1, 0, 10), read(1, 1, 2), read(0, 3, 4)]
    assert check(history, Register()).outcome == "not linearizable"
    assert check([write(1, 0, 10), read(0, 1, 2), read(1, 3, 4)], Register())


def test_what_nobody_heard_of_may_have_happened_late_or_never():
    assert check([write(1, 0), read(0, 1, 2), read(1, 3, 4)], Register())
    assert check([write(1, 0), read(0, 1, 2), read(0, 3, 4)], Register())
    assert not check([write(1, 0), read(1, 1, 2), read(0, 3, 4)], Register())
    assert not check([read(1, 0, 1), write(1, 2)], Register())


def test_what_nobody_heard_of_happened_where_the_end_wants_it():
    assert check([write(1, 0, 1), write(2, 2)], Draining())
    assert not check([write(1, 0, 1), write(1, 2)], Draining())


def test_what_changes_nothing_now_may_be_needed_later():
    history = [write(1, 0, 1), write(1, 2, 9), write(2, 2, 10), read(1, 11, 12)]
    assert check(history, Register()).order == (0, 2, 1, 3)


def test_the_proof_is_an_order_that_the_model_allows():
    history = [read(2, 0, 10), write(1, 0, 10), write(2, 0, 10), read(1, 0, 10)]
    assert check(history, Register()).order in {(1, 3, 2, 0), (2, 0, 1, 3)}


def test_it_always_ends():
    """Twenty that nobody heard of, and an answer that none of their orders explains."""
    history = [*(write(each, 0) for each in range(1, 21)), read(99, 1, 2)]
    verdict = check(history, Register(), most=5000)
    assert verdict.outcome == "undecided"
    assert not verdict
    assert verdict.steps <= 5100


def test_it_does_not_look_twice():
    """Ten writes of the same leave the same behind in any order: a thousand places, not ten faculty."""
    history = [*(write(1, 0, 10) for _ in range(10)), read(2, 11, 12)]
    verdict = check(history, Register())
    assert verdict.outcome == "not linearizable"
    assert verdict.steps < 20_000


@st.composite
def histories(draw: st.DrawFn) -> list[Operation]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        called = draw(st.integers(0, 8))
        returned = draw(st.one_of(st.just(FOR_EVER), st.integers(called + 1, 12)))
        if returned != FOR_EVER and draw(st.booleans()):
            found.append(read(draw(st.integers(0, 2)), called, returned))
        else:
            found.append(write(draw(st.integers(1, 2)), called, returned))
    return found


def by_trying_all(history: list[Operation]) -> bool:
    """Return the same by the definition: some order of all that were answered and some of the others."""
    known = [op for op in history if op.known]
    unknown = [op for op in history if not op.known]
    for chosen in range(1 << len(unknown)):
        ops = [*known, *(op for place, op in enumerate(unknown) if chosen >> place & 1)]
        for order in permutations(ops):
            if any(b.returned < a.called for place, a in enumerate(order) for b in order[place + 1 :]):
                continue
            state: int | None = 0
            for op in order:
                state = None if state is None else Register().after(state, op.asked, op.answer)
            if state is not None:
                return True
    return False


@given(histories())
def test_it_says_what_the_definition_says(history: list[Operation]) -> None:
    assert bool(check(history, Register())) == by_trying_all(history)
