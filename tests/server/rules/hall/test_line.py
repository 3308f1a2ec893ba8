"""The order of the line is total and fair: nobody is overtaken by who came later than the credit allows."""

import itertools
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from config.centers import LineRules, PriorityClass
from server.rules.hall.line import ahead, credit, key, key_behind, next_of, order

RULES = LineRules()
CLASSES: tuple[PriorityClass, ...] = ("normal", "appointment", "priority")


@dataclass(frozen=True)
class Person:
    ready_at: int
    priority: PriorityClass
    place: int
    service: str

    @property
    def key(self) -> int:
        return key(self.ready_at, self.priority, RULES)


people = st.lists(
    st.builds(
        Person,
        st.integers(0, 8 * 3_600_000),
        st.sampled_from(CLASSES),
        st.integers(1, 400),
        st.sampled_from(("one", "two")),
    ),
    unique_by=lambda person: person.place,
    max_size=30,
)


def called_in_turn(waiting: list[Person], services: tuple[str, ...]) -> list[Person]:
    left, called = list(waiting), []
    while (person := next_of(left, services)) is not None:
        called.append(person)
        left.remove(person)
    return called


@given(people)
def test_order_is_total(waiting: list[Person]) -> None:
    assert len({order(person) for person in waiting}) == len(waiting)


@given(people)
def test_nobody_is_overtaken_beyond_the_credit(waiting: list[Person]) -> None:
    for first, later in itertools.combinations(called_in_turn(waiting, ("one", "two")), 2):
        overtaken_by = first.ready_at - later.ready_at
        assert overtaken_by <= max(0, credit(first.priority, RULES) - credit(later.priority, RULES))


@given(people)
def test_the_same_class_is_first_come_first_served(waiting: list[Person]) -> None:
    for each in CLASSES:
        ready = [person.ready_at for person in called_in_turn(waiting, ("one", "two")) if person.priority == each]
        assert ready == sorted(ready)


@given(people)
def test_a_counter_never_calls_for_a_service_it_does_not_serve(waiting: list[Person]) -> None:
    assert all(person.service == "one" for person in called_in_turn(waiting, ("one",)))


@given(people)
def test_people_ahead_are_those_called_before_in_the_same_line(waiting: list[Person]) -> None:
    for place, person in enumerate(called_in_turn(waiting, ("one",))):
        assert ahead(person, waiting) == place


@given(people, st.data())
def test_whoever_comes_back_behind_the_next_overtakes_only_who_came_later(
    waiting: list[Person], data: st.DataObject
) -> None:
    line = sorted((person for person in waiting if person.service == "one"), key=order)
    if not line:
        return
    away = line.pop(data.draw(st.integers(0, len(line) - 1)))
    back = key_behind(away.key, [person.key for person in line[:1]])
    assert back >= away.key
    overtaken = [person for person in line if (back, away.ready_at, away.place) < order(person)]
    assert all(order(away) < order(person) for person in overtaken)
    assert line[:1] != overtaken[:1] or not line


def test_nobody_waits() -> None:
    assert next_of([], ("one",)) is None
