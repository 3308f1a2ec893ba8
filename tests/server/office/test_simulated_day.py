"""A simulated day through the real verbs: the office calls whom the simulator calls, and its journal is that day."""

import random
from collections.abc import Iterator
from math import inf

import pytest
from msgspec.structs import replace

from commands.simulate.replaying import read_day
from server.office.estimates import Estimates
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import VirtualTime
from server.rules.hall.simulate.day import Day, Person, day_of
from server.rules.hall.simulate.hall import LUNCHES, SimulatedHall, Window
from server.rules.hall.simulate.running import Called, run
from tests.server.conftest import CITY, MORNING, Office

pytestmark = pytest.mark.slow

MIDNIGHT = MORNING - 10 * 60 * MINUTE
RULES = CITY.centers[0].rules
HALL = SimulatedHall(
    {"social": 6.0 * MINUTE, "idcard": 4.0 * MINUTE, "school": 8.0 * MINUTE},
    {"social": 0.5, "idcard": 0.2, "school": 0.3},
    tuple(Window(each.id, frozenset(each.services), 1.0, LUNCHES[0]) for each in CITY.centers[0].counters),
)
Deed = tuple[float, int, int, str, int]
"""Moment, what comes first of one moment, a number, what is done, by which counter or for whom."""


def a_day(seed: int) -> Day:
    """Return a day without appointments, which no verb makes yet, and on which everybody comes."""
    day = day_of(HALL, 0.9, random.Random(seed))

    def plain(person: Person) -> Person:
        priority = "normal" if person.priority == "appointment" else person.priority
        return replace(person, priority=priority, ready_at=person.came_at, comes=True)

    return replace(day, people=tuple(plain(person) for person in day.people))


def deeds(day: Day, calls: list[Called]) -> Iterator[Deed]:
    for number, shift in enumerate(day.shifts):
        away = shift.away[0][1]
        for begins, ends in shift.away:
            if begins > away:
                yield begins, 0, number, "pause", number
            away = max(away, ends)
            if ends != inf and not any(begins <= ends < later for begins, later in shift.away):
                yield ends, 2, number, "open", number
    for person in day.people:
        yield person.came_at, 3, person.place, "take", person.place
    for number, call in enumerate(calls):
        yield call.at, 4, number, "call_next", number
        yield call.until, 1, number, "finish", call.counter


def live(office: Office, day: Day, calls: list[Called]) -> None:
    """Do what happened on `day`, each at its moment; every call is compared."""
    tickets: dict[int, str] = {}
    counters = [window.id for window in day.hall.counters]
    for at, _, _, deed, which in sorted(deeds(day, calls)):
        office.now = MIDNIGHT + int(at) - 1000
        if deed == "take":
            person = day.people[which]
            tickets[which] = office.take(person.service, priority=person.priority).id
        elif deed == "call_next":
            call = calls[which]
            ticket = office.at(counters[call.counter], "call_next").ticket
            assert ticket is not None
            assert ticket.id == tickets[call.person.place]
            office.now -= 1000
            office.at(counters[call.counter], "start")
        else:
            office.at(counters[which], deed)


def test_the_office_calls_whom_the_simulator_calls_and_its_journal_is_that_day(embedded: Office) -> None:
    day = a_day(21)
    calls = run(day, VirtualTime(RULES))
    assert len(calls) > 80
    live(embedded, day, calls)
    _, rules, read = embedded.store.read(lambda reading: read_day(reading, "hall", None))

    def seen(those: list[Called] | tuple[Called, ...], since: int) -> list[tuple[int, str, int]]:
        return sorted((each.at - since, each.person.service, each.person.came_at - since) for each in those)

    assert seen(read.calls, MIDNIGHT) == seen(calls, 0)
    assert seen(run(read.day, VirtualTime(rules)), MIDNIGHT) == seen(calls, 0)


def test_after_a_few_days_the_office_tells_waits_that_hold(embedded: Office) -> None:
    estimates = Estimates()
    for number in range(4):
        day = a_day(30 + number)
        calls = run(day, VirtualTime(RULES))
        moved = number * 24 * 60 * MINUTE
        live(embedded, _later(day, moved), [_called_later(call, moved) for call in calls])
    said = embedded.store.read(lambda reading: estimates.of_service(reading, "hall", "social", embedded.now))
    assert said.told >= 20
    assert 0.55 < said.held / said.told <= 1
    # The Monday after.
    embedded.now = MORNING + 6 * 24 * 60 * MINUTE
    embedded.at("hall-2", "open")
    for _ in range(6):
        embedded.take("social")
    said = embedded.store.read(lambda reading: estimates.of_service(reading, "hall", "social", embedded.now))
    assert isinstance(said.outcome, Wait)
    assert said.outcome.median > MINUTE


def _later(day: Day, by: int) -> Day:
    people = (replace(each, came_at=each.came_at + by, ready_at=each.ready_at + by) for each in day.people)
    shifts = (replace(each, away=tuple((begins + by, ends + by) for begins, ends in each.away)) for each in day.shifts)
    return replace(day, people=tuple(people), shifts=tuple(shifts))


def _called_later(call: Called, by: int) -> Called:
    return replace(call, at=call.at + by, until=call.until + by)
