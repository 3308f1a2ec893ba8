"""Where a matter is done soonest: the way, the wait, and what is closed or silent."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.line import MINUTE
from server.rules.hall.places import Offer, doing, looked_at, ranked

NOW = 1_764_036_000_000
EVENING = NOW + 7 * 60 * MINUTE
OPEN = Offer("near", 5, "open", None, EVENING, 3, 2, 10.0 * MINUTE)


def offer(center: str = "near", **more: Any) -> Offer:
    values = {**{field: getattr(OPEN, field) for field in OPEN.__struct_fields__}, "center": center, **more}
    return Offer(**values)


def order(*offers: Offer) -> list[str]:
    return [each.offer.center for each in ranked(offers, NOW)]


def test_a_short_wait_far_away_and_a_long_one_nearby_are_compared_by_when_one_is_called() -> None:
    far, near = offer("far", way=40, wait=0.0), offer(wait=50.0 * MINUTE)
    assert order(far, near) == ["far", "near"]
    assert order(offer("far", way=60, wait=0.0), near) == ["near", "far"]
    assert [each.called_at for each in ranked([far, near], NOW)] == [NOW + 40 * MINUTE, NOW + 55 * MINUTE]


def test_whoever_would_arrive_after_it_closed_is_sent_elsewhere() -> None:
    closing = offer("closing", way=30, wait=0.0, closes_at=NOW + 20 * MINUTE, opens_at=NOW + 24 * 60 * MINUTE)
    assert order(closing, offer(wait=100.0 * MINUTE)) == ["near", "closing"]
    assert ranked([closing], NOW)[0].called_at is None


def test_what_opens_while_one_is_on_the_way_is_open_on_arrival() -> None:
    soon = offer("soon", doing="closed", way=20, opens_at=NOW + 10 * MINUTE, closes_at=None, wait=None, waiting=0)
    late = offer("late", doing="closed", way=20, opens_at=NOW + 60 * MINUTE, closes_at=None, wait=None, waiting=0)
    assert order(late, offer(wait=25.0 * MINUTE), soon) == ["soon", "near", "late"]


def test_where_nobody_serves_stands_behind_and_an_unknown_way_behind_its_kind() -> None:
    offers = (
        offer("silent", doing="silent", way=0, wait=None),
        offer("break", doing="break", way=0, wait=None),
        offer("somewhere", way=None, wait=0.0),
        offer(wait=200.0 * MINUTE),
    )
    assert order(*offers) == ["near", "somewhere", "break", "silent"]
    assert [each.called_at is None for each in ranked(offers, NOW)] == [False, True, True, True]


def test_what_a_center_does_follows_from_hours_and_counters() -> None:
    assert doing(is_open=True, serving=1, paused=2) == "open"
    assert doing(is_open=True, serving=0, paused=2) == "break"
    assert doing(is_open=True, serving=0, paused=0) == "silent"
    assert doing(is_open=False, serving=1, paused=0) == "closed"


def test_those_that_stand_first_are_looked_at_until_the_time_is_over() -> None:
    offers = [offer(f"c{way}", way=way, wait=None, waiting=0) for way in range(10)]
    looks: list[str] = []

    def look(seen: Offer) -> Offer:
        looks.append(seen.center)
        return offer(seen.center, way=seen.way, wait=60.0 * MINUTE)

    order = looked_at(offers, NOW, look, lambda: len(looks) < 3)
    # What turned out to be long made room for the next.
    assert looks == ["c0", "c1", "c2"]
    assert [each.offer.center for each in order] == [*(f"c{way}" for way in range(3, 10)), "c0", "c1", "c2"]


some = st.builds(
    Offer,
    st.uuids().map(str),
    st.none() | st.integers(0, 90),
    st.sampled_from(["open", "break", "silent", "closed"]),
    st.none() | st.integers(NOW, NOW + 10**8),
    st.none() | st.integers(NOW, NOW + 10**8),
    st.integers(0, 50),
    st.integers(0, 9),
    st.none() | st.floats(0, 10**7),
)


@given(st.lists(some, max_size=8))
def test_nothing_is_lost_and_what_is_called_sooner_stands_before_what_is_open_as_well(offers: list[Offer]) -> None:
    found = ranked(offers, NOW)
    assert sorted(each.offer.center for each in found) == sorted(each.center for each in offers)
    called = [each.called_at for each in found if each.called_at is not None]
    assert called == sorted(called)


@given(st.lists(some, max_size=8), st.integers(0, 8))
def test_a_center_that_cannot_be_asked_changes_nothing_for_the_others(offers: list[Offer], most: int) -> None:
    asked: list[str] = []

    def silent(seen: Offer) -> None:
        asked.append(seen.center)

    assert looked_at(offers, NOW, silent, lambda: len(asked) < most) == ranked(offers, NOW)
    assert len(asked) == min(most, len(offers))
