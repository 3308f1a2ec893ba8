"""Nobody is called while a hall is shut, and of its closing is known how far off it is."""

from itertools import pairwise
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.estimate.hours import SOON, Spans, closes_in, comes_at, open_since, shut
from server.rules.hall.estimate.rolling import Desk, rolled
from tests.server.rules.hall.estimate.test_rolling import KNOWN, NOW, Person, halls, people

days = st.lists(st.integers(NOW - 900_000, NOW + 2_400_000), max_size=6, unique=True).map(
    lambda marks: list(zip(*[iter(sorted(marks))] * 2, strict=False))
)


def is_open(spans: Spans, at: float) -> bool:
    return any(opens <= at < closes for opens, closes in spans)


@given(people, halls, days)
def test_nobody_is_called_in_a_break_or_before_the_opening(
    waiting: list[Person], desks: list[Desk], spans: Spans
) -> None:
    away = shut(spans, NOW)
    resting = [Desk(each.services, each.person, each.in_hand, away) for each in desks]
    working = [Desk(each.services, each.person, each.in_hand) for each in desks]
    later, sooner = (rolled(waiting[0], waiting, each, KNOWN, NOW) for each in (resting, working))
    last = spans[-1][1] if spans else -inf
    assert all(wait == inf or is_open(spans, NOW + wait) or NOW + wait >= last for wait in later)
    # Of several counters one may be free sooner: those before took another, while this one was closed.
    if len(desks) == 1:
        assert all(one >= other for one, other in zip(later, sooner, strict=True))
    if not away:
        assert later == sooner


@given(days, st.integers(NOW - 1_000_000, NOW + 2_500_000))
def test_breaks_lie_between_the_hours_and_never_after_them(spans: Spans, now: int) -> None:
    closed = shut(spans, now)
    ends = [end for _, end in closed]
    assert ends == [opens for opens, _ in spans if opens > now]
    assert all(one <= other for (_, one), (other, _) in pairwise(closed))
    for begins, end in closed:
        assert not any(is_open(spans, at) for at in (begins, end - 1))
    assert closes_in(spans, now) == (spans[-1][1] - now if spans else inf)


@given(days, st.integers(NOW - 1_000_000, NOW + 2_500_000))
def test_who_should_be_there_comes_when_it_opens_or_soon(spans: Spans, now: int) -> None:
    comes = comes_at(spans, now)
    assert comes in (inf, now + SOON, *(opens for opens, _ in spans))
    if comes < inf:
        assert comes > now
    since = open_since(spans, now)
    if is_open(spans, now):
        assert since is not None
        assert is_open(spans, since)
    elif any(opens > now for opens, _ in spans):
        assert since is None
        assert comes == min(opens for opens, _ in spans if opens > now)
    else:
        assert since == (spans[-1][0] if spans else 0)
        assert comes == inf
