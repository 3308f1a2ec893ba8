"""Nobody is overtaken by anyone who came later by more than the credit, whatever moves a day has; and a day says so.

The property looks at the tables as they stand before each call, the report at the journal afterwards.
"""

import random
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.office.fairness_day import fairness_of
from server.office.requests import Actor
from server.office.return_right import come_by_right
from server.rules.errors import Refusal
from server.rules.hall.line import MINUTE, credit
from server.rules.hall.overtaking import BY_ORDER, Overtakings, Rule
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import MORNING, Office, city_with
from tests.tries import tries

_t = tables.tickets.c
_LINE = select(_t.id, _t.ready_at, _t.misses, _t.postpones, _t.service).where(_t.line.is_not(None))
_CALLED = select(_t.ready_at, _t.priority, _t.service, _t.bound)
RULES = {"credit_appointment": 20, "credit_priority": 25, "credit_returned": 60}
COUNTERS = ("hall-1", "hall-2", "hall-3")


def report(office: Office) -> Overtakings:
    return office.store.read(lambda reading: fairness_of(reading, "hall", None, office.now))[1]


def by_rule(found: Overtakings) -> dict[Rule, tuple[int, int, int]]:
    return {each.rule: (each.calls, each.overtaken, each.beyond) for each in found.rules if each.calls}


class Day:
    """Random moves of a hall; before each call of the next it is seen whom that may overtake."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.tickets: list[Any] = []
        self.calls = 0
        for counter in COUNTERS:
            office.at(counter, "open")

    def any(self) -> str:
        return str(self.chance.choice(self.tickets).id) if self.tickets else "nobody"

    def take(self) -> None:
        priority = self.chance.choice(("normal", "normal", "appointment", "priority"))
        self.tickets.append(self.office.take(self.chance.choice(("social", "idcard", "school")), priority=priority))

    def call(self) -> None:
        counter = self.chance.choice(COUNTERS)
        waiting = self.office.store.read(lambda reading: reading.rows(_LINE))
        next_up = self.office.store.read(lambda reading: reading.rows(_CALLED.where(_t.bound == counter)))
        called = self.office.at(counter, "call_next").ticket
        assert called is not None
        self.calls += 1
        if next_up:
            return
        mine = self.office.store.read(lambda reading: reading.row(_CALLED.where(_t.id == called.id)))
        assert mine is not None
        ready_at, priority, service, _ = mine
        rules = self.office.store.read(lambda reading: reading.hall("hall")).rules
        for ticket, came, misses, postpones, line in waiting:
            if ticket != called.id and line == service and not misses and not postpones:
                assert ready_at - came <= credit(priority, rules), f"{called.number} came too late to go first"

    def come_back_with_paper(self) -> None:
        ticket = self.chance.choice(self.tickets)
        come = lambda uow: come_by_right(uow, ticket.number, ticket.digits or "", Actor("kiosk"), self.office.now)  # noqa: E731
        self.tickets.append(self.office.write(come))

    def step(self) -> None:
        office, chance = self.office, self.chance
        counter = chance.choice(COUNTERS)
        moves: list[tuple[int, Callable[[], object]]] = [
            (10, self.take),
            (9, self.call),
            (7, lambda: office.at(counter, "start")),
            (4, lambda: office.at(counter, "finish")),
            (2, lambda: office.at(counter, "finish_and_call")),
            (2, lambda: office.at(counter, "miss")),
            (2, lambda: office.at(counter, "undo")),
            (1, lambda: office.at(counter, "hold")),
            (2, lambda: office.come_back(self.any())),
            (2, lambda: office.about(counter, "back_in_line", self.any(), here=chance.random() < 0.5)),
            (1, lambda: office.postpone(self.any())),
            (1, lambda: office.transfer(counter, chance.choice(("social", "idcard", "school")))),
            (1, lambda: office.transfer(counter, None, to=chance.choice(COUNTERS))),
            (1, lambda: office.give_priority(counter, self.any())),
            (1, lambda: office.take_priority(counter, self.any())),
            (2, lambda: office.for_paper(counter, here=chance.random() < 0.5)),
            (2, self.come_back_with_paper),
            (1, lambda: office.cancel(self.any())),
        ]
        (move,) = chance.choices([each for _, each in moves], [weight for weight, _ in moves])
        office.now += chance.choice((0, 10_000, MINUTE, 4 * MINUTE))
        try:
            move()
        except (Refusal, IndexError):
            office.now += 1000


@example(276495)
@given(st.integers(0, 10**9))
@settings(max_examples=tries(12))
def test_nobody_is_overtaken_by_anyone_who_came_later_by_more_than_the_credit(chosen: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        store = open_store(Path(place) / "data", create=True)
        try:
            seed(store, city_with(miss_after_calls=1, **RULES), MORNING)
            day = Day(Office(store), random.Random(chosen))
            for _ in range(150):
                day.step()
            found = report(day.office)
        finally:
            store.close()
    assert [each for each in found.rules if each.beyond] == []
    assert found.calls >= day.calls


def test_a_day_tells_who_went_before_whom_and_the_worst_case(office: Office) -> None:
    office.at("hall-2", "open")
    first, second = office.take(), office.take()
    office.now += 20 * MINUTE
    old = office.take(priority="priority")
    assert office.serve("hall-2").number == old.number
    found = report(office)
    assert by_rule(found) == {"priority": (1, 2, 0)}
    assert found.worst is not None
    assert (found.worst.number, found.worst.overtaken, found.worst.counter) == (old.number, first.number, "hall-2")
    assert found.worst.later == 20 * MINUTE + 2000
    office.at("hall-2", "finish")
    assert office.serve("hall-2").number == first.number
    assert by_rule(report(office)) == by_rule(found)
    assert second.number != first.number


def test_what_was_taken_back_overtook_nobody(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.take(priority="priority")
    office.at("hall-2", "call_next")
    assert by_rule(report(office))
    office.at("hall-2", "undo")
    assert by_rule(report(office)) == {}


def test_sent_to_a_counter_and_served_without_a_number_are_rules_of_their_own(office: Office) -> None:
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    sent = office.take()
    office.serve("hall-1")
    office.take()
    office.transfer("hall-1", None, to="hall-2")
    office.serve_at_once("hall-2", "social")
    office.at("hall-2", "finish")
    assert office.serve("hall-2").number == sent.number
    assert by_rule(report(office)) == {"at_counter": (1, 1, 0)}, "whoever was sent had come first"


def test_a_call_is_judged_by_the_class_of_then(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.now += 20 * MINUTE
    old = office.take(priority="priority")
    assert office.serve("hall-2").number == old.number
    office.transfer("hall-2", "idcard")
    office.take_priority("hall-2", old.id)
    assert by_rule(report(office)) == {"priority": (1, 1, 0)}
    office.give_priority("hall-2", old.id)
    assert by_rule(report(office)) == {"priority": (1, 1, 0)}


def test_whoever_was_missed_has_given_their_place_away(office: Office) -> None:
    office.at("hall-2", "open")
    gone = office.take()
    office.miss("hall-2")
    later = office.take()
    office.come_back(gone.id)
    assert office.serve("hall-2").number == later.number
    assert by_rule(report(office)) == {}


def test_a_bound_that_was_broken_is_counted(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.now += 24 * MINUTE
    office.take(priority="priority")
    office.serve("hall-2")
    held = office.store.read(lambda reading: fairness_of(reading, "hall", None, office.now))[1]
    assert not any(each.beyond for each in held.rules)
    stricter = tables.centers.update().values(rules='{"credit_priority":10}', revision=tables.centers.c.revision + 1)
    office.store.write("", lambda uow: uow.run(stricter))
    assert by_rule(report(office)) == {"priority": (1, 1, 1)}


@pytest.mark.parametrize("day", [date(2025, 11, 24), date(2025, 11, 26)])
def test_other_days_are_left_alone(office: Office, day: date) -> None:
    office.take()
    office.at("hall-2", "open")
    office.serve("hall-2")
    assert office.store.read(lambda reading: fairness_of(reading, "hall", day, office.now))[1].calls == 0
    assert set(BY_ORDER) >= {"priority", "appointment", "returned"}
