"""A hall that is followed through its journal knows its line, and comes to promise what it holds."""

import random

import pytest
from msgspec.structs import replace

from config.centers import Counter
from server.rules.hall.estimate.following import Following, Standing, bound
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.fact import Fact, NameRef, Place
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import VirtualTime
from server.rules.hall.simulate.day import day_of
from server.rules.hall.simulate.hall import hall_of
from server.rules.hall.simulate.running import run
from tests.server.rules.hall.simulate.journal import NAME, fact, moved, told

A_DAY = 24 * 60 * MINUTE
HERE = [Counter("c1", NAME, ("a",))]


def hour(at: int) -> int:
    return at % A_DAY // (60 * MINUTE)


def opened(at: int = 0) -> Fact:
    return fact(1, at, "counter.opened", counter=NameRef("c1", NAME))


def follow(following: Following, facts: list[Fact]) -> None:
    following.follow([replace(each, seq=following.seq + 1 + number) for number, each in enumerate(facts)], {}, HERE)


@pytest.fixture(scope="module")
def followed() -> tuple[Following, list[Counter], int]:
    """Return a hall of six counters that was followed for ten days, and the moment at which they are over."""
    chance = random.Random(4)
    hall = hall_of(6, chance)
    counters = [Counter(each.id, NAME, tuple(sorted(each.services))) for each in hall.counters]
    following = Following(0, hour)
    for number in range(10):
        day = day_of(hall, 0.88, chance)
        facts = told(day, run(day, VirtualTime()))
        later = [replace(each, at=each.at + number * A_DAY, seq=following.seq + each.seq) for each in facts]
        keys = {str(each.place): (each.ready_at + number * A_DAY, each.ready_at) for each in day.people}
        following.follow(later, keys, counters)
        follow(following, [fact(1, (number + 1) * A_DAY, "day.closed")])
    return following, counters, 10 * A_DAY


def test_most_promises_hold(followed: tuple[Following, list[Counter], int]) -> None:
    following, _, _ = followed
    assert following.told > 150
    assert 0.7 < following.held / following.told < 0.9


def test_a_line_of_now_is_told_a_range(followed: tuple[Following, list[Counter], int]) -> None:
    following, counters, midnight = followed
    now = midnight + 10 * 60 * MINUTE
    services = counters[0].services
    seq = following.seq
    facts = [fact(seq + 1, now - MINUTE, "counter.opened", counter=NameRef("c0", NAME))]
    for number in range(8):
        facts.append(
            replace(moved("ticket.issued", now, f"n{number}", services[0], None, "waiting"), seq=seq + 2 + number)
        )
    facts.append(replace(moved("ticket.called", now, "n0", services[0], "waiting", "called", "c0"), seq=seq + 10))
    following.follow(facts, {}, counters)
    said = following.wait(Standing(now, now, 2**60, services[0]), services[0], now, counters)
    assert isinstance(said, Wait)
    assert 0 <= said.low < said.median < said.high
    assert said.median > 10 * MINUTE
    nearer = following.wait(following.waiting["n1"], services[0], now, counters)
    assert isinstance(nearer, Wait)
    assert nearer.median < said.median


def test_nothing_is_known_at_first_but_that_a_counter_is_free() -> None:
    following = Following(0, hour)
    someone = Standing(0, 0, 9, "a")
    assert following.wait(someone, "a", 0, HERE) == "nobody_serves"
    follow(following, [opened()])
    assert following.wait(someone, "a", MINUTE, HERE) == Wait(0, 0, 0, at_once=True)
    follow(following, [moved("ticket.issued", MINUTE, "t", "a", None, "waiting")])
    follow(following, [moved("ticket.called", MINUTE, "t", "a", "waiting", "called", "c1")])
    follow(following, [moved("ticket.issued", MINUTE, "u", "a", None, "waiting")])
    assert set(following.waiting) == {"u"}
    assert following.wait(someone, "a", MINUTE, HERE) in ("too_little_known", Wait(0, 0, 0, at_once=True))


def test_a_pause_is_waited_for_and_a_closed_counter_is_not() -> None:
    following = Following(0, hour)
    someone = Standing(0, 0, 9, "a")
    follow(following, [opened(), fact(1, MINUTE, "counter.paused", counter=NameRef("c1", NAME))])
    assert following.wait(someone, "a", 2 * MINUTE, HERE) == "too_little_known"
    assert following.wait(someone, "a", 60 * MINUTE, HERE) == "nobody_serves"
    follow(following, [fact(1, 2 * MINUTE, "counter.closed", counter=NameRef("c1", NAME))])
    assert following.wait(someone, "a", 3 * MINUTE, HERE) == "nobody_serves"


def test_who_leaves_a_line_for_whatever_reason_is_not_in_it() -> None:
    following = Following(0, hour)
    for number, (kind, state) in enumerate(
        [("ticket.cancelled", "cancelled"), ("ticket.expired", "expired"), ("ticket.postponed", "postponed")]
    ):
        follow(following, [moved("ticket.issued", 0, f"t{number}", "a", None, "waiting")])
        assert list(following.waiting) == [f"t{number}"]
        follow(following, [moved(kind, 1, f"t{number}", "a", "waiting", state)])  # type: ignore[arg-type]
        assert following.waiting == {}


def test_the_end_of_a_day_empties_the_hall() -> None:
    following = Following(0, hour)
    follow(following, [opened(), *[moved("ticket.issued", 0, f"t{n}", "a", None, "waiting") for n in range(3)]])
    follow(following, [fact(1, A_DAY, "day.closed")])
    assert following.waiting == {}
    assert following.seq == 5


def test_who_is_bound_to_a_counter_goes_first_there_and_nowhere_else() -> None:
    two = [*HERE, Counter("c2", NAME, ("a",))]
    following = Following(0, hour)
    follow(following, [opened(), fact(1, 0, "counter.opened", counter=NameRef("c2", NAME))])
    busy = moved("ticket.issued", 0, "t", "a", None, "waiting")
    follow(following, [busy, moved("ticket.called", 0, "t", "a", "waiting", "called", "c2")])
    waits = moved("ticket.transferred", MINUTE, "u", "a", "serving", "waiting", "c1")
    follow(following, [replace(waits, went_to=Place("waiting", "a", "c2"))])
    assert following.waiting["u"] == bound("c2", MINUTE, following.seq)
    # The free counter is no way out for whoever is bound to the busy one, and nobody waits for them there.
    assert following.wait(following.waiting["u"], "a", 2 * MINUTE, HERE) == "nobody_serves"
    assert following.wait(Standing(0, 0, 9, "a"), "a", 2 * MINUTE, two) == Wait(0, 0, 0, at_once=True)
