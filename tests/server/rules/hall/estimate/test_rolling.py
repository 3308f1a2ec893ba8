"""The roll-out is what counters would do, one after the other, with the hall's own order; and it never looks behind."""

import statistics
from dataclasses import dataclass
from math import inf

from hypothesis import assume, given
from hypothesis import strategies as st

from server.rules.hall.estimate.learning import Learned, Pace, Speed
from server.rules.hall.estimate.rolling import FEWEST, Desk, InHand, rolled, within_reach
from server.rules.hall.estimate.sampling import SAMPLES
from server.rules.hall.line import next_of, order

SERVICES = ("a", "b", "c")
KNOWN = Learned(
    services={"a": Pace(50_021, 99), "b": Pace(130_043, 99), "c": Pace(311_009, 99)},
    people={"p0": Speed(0.83, 50), "p1": Speed(1.21, 50), "p2": Speed(1.07, 50), "p3": Speed(0.97, 50)},
    cv=0,
    no_shows=0,
)
NOW = 1_000_000


@dataclass(frozen=True)
class Person:
    key: int
    place: int
    service: str

    @property
    def ready_at(self) -> int:
        return self.key


people = st.lists(
    st.builds(Person, st.integers(0, 400_000), st.integers(1, 900), st.sampled_from(SERVICES)),
    unique_by=lambda person: person.place,
    min_size=1,
    max_size=25,
)
spans = st.lists(st.integers(NOW, NOW + 2_000_000), max_size=4, unique=True).map(
    lambda marks: tuple((float(a), float(b)) for a, b in zip(*[iter(sorted(marks))] * 2, strict=False))
)
skills = st.frozensets(st.sampled_from(SERVICES), min_size=1)
hands = st.none() | st.builds(InHand, st.sampled_from(SERVICES), st.integers(NOW - 40_000, NOW - 1))
halls = st.lists(st.tuples(skills, hands, spans), min_size=1, max_size=4).map(
    lambda desks: [Desk(serves, f"p{number}", hand, away) for number, (serves, hand, away) in enumerate(desks)]
)


def served_in_time(ticket: Person, waiting: list[Person], desks: list[Desk]) -> float:
    """Let one counter after the other call whom `line.next_of` names; return when that is `ticket`."""

    def back(desk: Desk, at: float) -> float:
        for begins, ends in desk.away:
            if begins <= at < ends:
                at = ends
        return at

    def took(service: str, desk: Desk) -> float:
        return KNOWN.mean(service) * KNOWN.speed(desk.person)

    free: dict[int, float] = {}
    for number, desk in enumerate(desks):
        hand = desk.in_hand
        free[number] = back(desk, NOW + (took(hand.service, desk) + hand.since - NOW if hand else 0))
    left = list(waiting)
    while True:
        able = {number: at for number, at in free.items() if next_of(left, desks[number].services)}
        if not able:
            return inf
        at = min(able.values())
        # Which of two counters is free first when both are at once is nobody's rule.
        assume(sum(each == at for each in able.values()) == 1 or at == inf)
        number = min(able, key=lambda each: able[each])
        person = next_of(left, desks[number].services)
        assert person is not None
        if person == ticket:
            return at
        left.remove(person)
        free[number] = back(desks[number], at + took(person.service, desks[number]))


@given(people, halls)
def test_a_roll_out_is_what_counters_do_one_after_the_other(waiting: list[Person], desks: list[Desk]) -> None:
    ticket = waiting[0]
    expected = served_in_time(ticket, waiting, desks)
    assert set(rolled(ticket, waiting, desks, KNOWN, NOW)) == {expected - NOW}


@given(people, halls)
def test_who_stands_behind_makes_no_difference(waiting: list[Person], desks: list[Desk]) -> None:
    ticket = waiting[0]
    before = [each for each in waiting if order(each) <= order(ticket)]
    known = Learned(KNOWN.services, KNOWN.people)
    assert rolled(ticket, waiting, desks, known, NOW) == rolled(ticket, before, desks, known, NOW)


@given(st.integers(1, 120), st.floats(0, 0.5), st.floats(0.1, 1.5))
def test_a_place_further_back_is_never_called_earlier(people: int, no_shows: float, cv: float) -> None:
    line = [Person(number, number, "a") for number in range(people + 1)]
    known = Learned({"a": Pace(60_000, 99)}, cv=cv, no_shows=no_shows)
    desk = [Desk(frozenset("a"), "p0", InHand("a", NOW - 5_000))]
    nearer = rolled(line[-2], line, desk, known, NOW)
    further = rolled(line[-1], line, desk, known, NOW)
    assert all(one <= other for one, other in zip(nearer, further, strict=True))


def test_the_median_is_about_people_times_minutes_by_counters() -> None:
    line = [Person(number, number, "a") for number in range(61)]
    desks = [Desk(frozenset("a"), f"q{number}") for number in range(3)]
    waits = rolled(line[-1], line, desks, Learned({"a": Pace(60_000, 99)}, no_shows=0), NOW)
    assert len(waits) == SAMPLES
    assert abs(statistics.median(waits) / (60 * 60_000 / 3) - 1) < 0.1
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_the_longest_lines_have_fewer_samples() -> None:
    line = [Person(number, number, "a") for number in range(9_000)]
    waits = rolled(line[-1], line, [Desk(frozenset("a"), "q")], KNOWN, NOW)
    assert len(waits) == FEWEST


def test_lunch_is_waited_for_and_closing_is_for_ever() -> None:
    ticket = Person(1, 1, "a")
    lunch = Desk(frozenset("a"), "p0", away=((NOW - 1, NOW + 900_000),))
    assert set(rolled(ticket, [ticket], [lunch], KNOWN, NOW)) == {900_000}
    closed = Desk(frozenset("a"), "p0", away=((NOW - 1, inf),))
    assert rolled(ticket, [ticket], [closed], KNOWN, NOW)[0] == inf


def test_a_line_that_no_counter_serves_is_never_called() -> None:
    ticket = Person(1, 1, "a")
    assert rolled(ticket, [ticket], [Desk(frozenset("b"), "p0")], KNOWN, NOW) == [inf]


def test_lines_reach_as_far_as_counters_join_them() -> None:
    desks = [Desk(frozenset("ab"), "p0"), Desk(frozenset("bc"), "p1"), Desk(frozenset("d"), "p2")]
    assert within_reach("a", desks) == {"a", "b", "c"}
    assert within_reach("d", desks) == {"d"}
    assert within_reach("e", desks) == {"e"}
