"""A hall that is followed through its journal knows its line, and comes to promise what it holds."""

import random

import pytest
from msgspec.structs import replace

from config.centers import Counter
from server.rules.hall.estimate.following import Following, Onward, Standing, bound
from server.rules.hall.estimate.hours import SOON, Spans
from server.rules.hall.estimate.learning import Learned, Pace
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


class Always:
    """The clock of a hall that is open on `spans` of each day, or as long as there are counters."""

    def __init__(self, *spans: tuple[int, int]) -> None:
        self.spans = spans

    def hour(self, at: int) -> int:
        return at % A_DAY // (60 * MINUTE)

    def spans_at(self, at: int) -> Spans:
        midnight = at - at % A_DAY
        return [(midnight + opens * MINUTE, midnight + closes * MINUTE) for opens, closes in self.spans]


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
    following = Following(0, Always())
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
    following = Following(0, Always())
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
    following = Following(0, Always())
    someone = Standing(0, 0, 9, "a")
    follow(following, [opened(), fact(1, MINUTE, "counter.paused", counter=NameRef("c1", NAME))])
    assert following.wait(someone, "a", 2 * MINUTE, HERE) == "too_little_known"
    assert following.wait(someone, "a", 60 * MINUTE, HERE) == "nobody_serves"
    follow(following, [fact(1, 2 * MINUTE, "counter.closed", counter=NameRef("c1", NAME))])
    assert following.wait(someone, "a", 3 * MINUTE, HERE) == "nobody_serves"


def test_who_leaves_a_line_for_whatever_reason_is_not_in_it() -> None:
    following = Following(0, Always())
    for number, (kind, state) in enumerate(
        [("ticket.cancelled", "cancelled"), ("ticket.expired", "expired"), ("ticket.postponed", "postponed")]
    ):
        follow(following, [moved("ticket.issued", 0, f"t{number}", "a", None, "waiting")])
        assert list(following.waiting) == [f"t{number}"]
        follow(following, [moved(kind, 1, f"t{number}", "a", "waiting", state)])  # type: ignore[arg-type]
        assert following.waiting == {}


def test_the_end_of_a_day_empties_the_hall() -> None:
    following = Following(0, Always())
    follow(following, [opened(), *[moved("ticket.issued", 0, f"t{n}", "a", None, "waiting") for n in range(3)]])
    follow(following, [fact(1, A_DAY, "day.closed")])
    assert following.waiting == {}
    assert following.seq == 5


def test_who_is_bound_to_a_counter_goes_first_there_and_nowhere_else() -> None:
    two = [*HERE, Counter("c2", NAME, ("a",))]
    following = Following(0, Always())
    follow(following, [opened(), fact(1, 0, "counter.opened", counter=NameRef("c2", NAME))])
    busy = moved("ticket.issued", 0, "t", "a", None, "waiting")
    follow(following, [busy, moved("ticket.called", 0, "t", "a", "waiting", "called", "c2")])
    waits = moved("ticket.transferred", MINUTE, "u", "a", "serving", "waiting", "c1")
    follow(following, [replace(waits, went_to=Place("waiting", "a", "c2"))])
    assert following.waiting["u"] == bound("c2", MINUTE, following.seq)
    # The free counter is no way out for whoever is bound to the busy one, and nobody waits for them there.
    assert following.wait(following.waiting["u"], "a", 2 * MINUTE, HERE) == "nobody_serves"
    assert following.wait(Standing(0, 0, 9, "a"), "a", 2 * MINUTE, two) == Wait(0, 0, 0, at_once=True)


def test_a_counter_that_is_not_open_yet_counts_from_the_opening() -> None:
    following = Following(0, Always((540, 720), (810, 1020)))
    someone = Standing(0, 0, 9, "a")

    def waits(minute: int) -> object:
        said = following._said(someone, "a", minute * MINUTE, HERE)
        return said[1].median if said[1] else said[0]

    assert waits(500) == 40 * MINUTE
    assert waits(545) == SOON
    # Who has not come by then is not counted on before the next opening.
    assert waits(560) == 250 * MINUTE
    assert waits(760) == 50 * MINUTE
    assert waits(1030) == "nobody_serves"
    follow(following, [opened(560 * MINUTE)])
    assert waits(600) == Wait(0, 0, 0, at_once=True)
    # Whoever pauses shortly before lunch has not gone for good, and is back with the others.
    follow(following, [fact(1, 700 * MINUTE, "counter.paused", counter=NameRef("c1", NAME))])
    assert waits(705) == 7 * MINUTE
    assert waits(760) == 50 * MINUTE
    assert waits(811) == 12 * MINUTE - MINUTE
    follow(following, [fact(1, 1010 * MINUTE, "counter.closed", counter=NameRef("c1", NAME))])
    follow(following, [fact(1, A_DAY, "day.closed")])
    follow(following, [fact(1, A_DAY + MINUTE, "counter.opened", counter=NameRef("c2", NAME))])
    follow(following, [fact(1, A_DAY + 2 * MINUTE, "counter.closed", counter=NameRef("c2", NAME))])
    # Another one has come today: who did not is not counted on any more.
    assert waits(24 * 60 + 500) == "nobody_serves"


def test_whoever_is_called_only_after_the_closing_is_told_no_number() -> None:
    following = Following(0, Always((540, 1020)))
    following._known = Learned({"a": Pace(10 * MINUTE, 99)}, cv=0.0, no_shows=0)
    follow(following, [opened(540 * MINUTE)])
    for number in range(6):
        follow(following, [moved("ticket.issued", 960 * MINUTE, f"t{number}", "a", None, "waiting")])

    def waits(minute: int) -> object:
        return following.wait(Standing(2**60, 2**60, 2**60, "a"), "a", minute * MINUTE, HERE)

    assert waits(900) == waits(959) == "too_little_known"
    assert waits(960) == waits(970) == "after_closing"
    # Whoever still waits when it has closed is served as long as somebody is there.
    assert waits(1030) == "too_little_known"


def test_who_is_at_another_counter_and_comes_next_is_counted_if_they_are_through_before(
    followed: tuple[Following, list[Counter], int],
) -> None:
    following, counters, midnight = followed
    now = midnight + 12 * 60 * MINUTE
    counter = counters[0]
    service = counter.services[0]
    me = Standing(now, now, 2**60, service)
    follow(
        following,
        [
            fact(1, now - 90 * MINUTE, "counter.opened", counter=NameRef("c0", NAME)),
            *(moved("ticket.issued", now - 80 * MINUTE, f"m{each}", service, None, "waiting") for each in range(9)),
        ],
    )

    def waits(*coming: Onward) -> float:
        said = following.wait(me, service, now, counters, coming)
        assert isinstance(said, Wait)
        return said.median

    alone = waits()
    old = Standing(now - 60 * MINUTE, now - 60 * MINUTE, 1, service)
    # At a counter that has nobody in hand, as far as is known, they are through at once.
    others = [Onward("nowhere", replace(old, place=place)) for place in range(12)]
    assert waits(*others) > alone
    assert waits(*(replace(each, standing=replace(each.standing, cases=3)) for each in others)) > waits(*others)
    young = [replace(each, standing=replace(each.standing, key=now + 1)) for each in others]
    assert waits(*young) == alone
    elsewhere = [replace(each, standing=replace(each.standing, service="done by nobody")) for each in others]
    assert waits(*elsewhere) == alone


def test_who_is_long_at_another_counter_does_not_come_before() -> None:
    following = Following(0, Always())
    facts = [opened(), moved("ticket.issued", 1, "x", "a", None, "waiting")]
    facts.append(moved("ticket.called", 2, "x", "a", "waiting", "called", "c1"))
    follow(following, facts)
    following._known = Learned({"a": Pace(5 * MINUTE, 30)})
    begun, late = following._through_in("c1", 2), following._through_in("c1", 2 + 4 * MINUTE)
    assert begun > late > 0
    assert following._through_in("c2", 2) == 0
