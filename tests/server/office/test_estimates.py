"""Waits told from the journal of a hall, on each database."""

import contextlib
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from server.office.estimates import FRESH_MS, Estimates, Said
from server.rules.errors import Refusal
from server.rules.hall.estimate.following import Following
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.store import tables
from server.store.epoch import renew_epochs
from server.store.unit_of_work import Reading
from tests.server.conftest import COUNTER_VERBS, Office, refused


def asked(office: Office, estimates: Estimates, service: str = "social", center: str = "hall") -> Said:
    return office.store.read(lambda reading: estimates.of_service(reading, center, service, office.now))


def busy_days(office: Office, rounds: int) -> None:
    """Let so many times eight people come to one counter, that serves each for two minutes."""
    office.at("hall-2", "open")
    for _ in range(rounds):
        for _ in range(8):
            office.take("social")
        for _ in range(8):
            office.at("hall-2", "call_next")
            office.at("hall-2", "start")
            office.now += 2 * MINUTE
            office.at("hall-2", "finish")


def test_where_nobody_serves_that_is_said_and_where_a_counter_is_free_too(office: Office) -> None:
    estimates = Estimates()
    assert asked(office, estimates).outcome == "nobody_serves"
    office.at("hall-1", "open")
    assert asked(office, estimates).outcome == Wait(0, 0, 0, at_once=True)
    assert asked(office, estimates, "school").outcome == "nobody_serves"


def test_a_busy_hall_learns_to_tell(embedded: Office) -> None:
    estimates = Estimates()
    busy_days(embedded, 17)
    for _ in range(5):
        last = embedded.take("social")
    embedded.at("hall-2", "call_next")
    said = asked(embedded, estimates).outcome
    assert isinstance(said, Wait)
    assert 4 * MINUTE < said.median < 25 * MINUTE
    assert said.low <= said.median <= said.high
    told = embedded.store.read(lambda reading: estimates.of_ticket(reading, last.id, embedded.now))
    assert isinstance(told.outcome, Wait)
    assert told.outcome.median < said.median
    # Who asks for the first time learns the same from the journal alone.
    assert asked(embedded, Estimates()).outcome == asked(embedded, estimates).outcome


def test_who_comes_from_another_counter_for_their_next_step_is_counted(embedded: Office) -> None:
    estimates = Estimates()
    busy_days(embedded, 17)
    embedded.at("hall-1", "open")
    embedded.at("hall-3", "open")
    embedded.take("social")
    embedded.at("hall-2", "call_next")
    embedded.take("social")
    embedded.at("hall-1", "call_next")
    for _ in range(3):
        embedded.take("social")
    before = asked(embedded, estimates).outcome
    embedded.take("school", "social")
    embedded.at("hall-3", "call_next")
    embedded.at("hall-3", "start")
    with_one_coming = asked(embedded, estimates).outcome
    assert isinstance(before, Wait)
    assert isinstance(with_one_coming, Wait)
    assert with_one_coming.median > before.median
    embedded.at("hall-3", "finish")
    assert asked(embedded, estimates).outcome != before
    assert [each.service for each in embedded.store.read(lambda reading: estimates.of_center(reading, "hall", 0))]


def test_all_lines_are_told_as_each_is_and_anew_when_something_happened(office: Office) -> None:
    estimates = Estimates()

    def lines() -> dict[str, Said]:
        told = office.store.read(lambda reading: estimates.of_center(reading, "hall", office.now))
        return {each.service: each for each in told}

    closed = lines()
    assert {each.outcome for each in closed.values()} == {"nobody_serves"}
    assert lines() == closed
    office.at("hall-1", "open")
    opened = lines()
    assert opened == {service: asked(office, estimates, service) for service in opened}
    assert opened != closed
    renew_epochs(office.store, office.now)
    office.at("hall-1", "close")
    assert lines() == closed
    refused("center_unknown", office.store.read, lambda reading: estimates.of_center(reading, "moon", office.now))


def test_all_lines_are_worked_out_once_while_nothing_happens(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    estimates, times = Estimates(), []
    real = Following.wait

    def counted(self: Following, *given: Any) -> object:
        times.append(given)
        return real(self, *given)

    monkeypatch.setattr(Following, "wait", counted)
    now = office.now // FRESH_MS * FRESH_MS
    for at, more in ((now, 3), (now + FRESH_MS - 1, 0), (now + FRESH_MS, 3)):
        before = len(times)
        told = office.store.read(partial(estimates.of_center, center="hall", now=at))
        assert len(times) - before == (len(told) if more else 0)


def test_a_ticket_that_stands_in_no_line_is_told_nothing(office: Office) -> None:
    estimates = Estimates()
    office.at("hall-2", "open")
    ticket = office.take("social")
    assert office.store.read(lambda reading: estimates.of_ticket(reading, ticket.id, office.now)).outcome is not None
    office.at("hall-2", "call_next")
    said = office.store.read(lambda reading: estimates.of_ticket(reading, ticket.id, office.now))
    assert said == Said("social", None)


def test_a_restored_database_is_followed_anew(office: Office) -> None:
    estimates = Estimates()
    office.at("hall-2", "open")
    assert isinstance(asked(office, estimates).outcome, Wait)
    renew_epochs(office.store, office.now)
    office.at("hall-2", "close")
    assert asked(office, estimates).outcome == "nobody_serves"


def test_what_does_not_exist_is_refused(office: Office) -> None:
    estimates = Estimates()
    refused("service_unknown", asked, office, estimates, "tax")
    refused("center_unknown", asked, office, estimates, "social", "moon")
    refused("ticket_unknown", office.store.read, lambda reading: estimates.of_ticket(reading, "none", office.now))


WAITING = select(tables.tickets.c.id).where(tables.tickets.c.state == "waiting", tables.tickets.c.center == "hall")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_in_a_hall_the_line_that_is_told_is_the_one_that_stands(embedded: Office, seed: int) -> None:
    """The journal alone says who waits: after every verb, also those that undo, bind, put off and bring back."""
    chance, estimates, office = random.Random(seed), Estimates(), embedded
    tickets: list[str] = []
    counters, services = ("hall-1", "hall-2", "hall-3"), ("social", "idcard", "school")
    for counter in counters:
        office.at(counter, "open")

    def deed() -> None:
        counter, ticket, service = chance.choice(counters), chance.choice(tickets), chance.choice(services)
        deeds: dict[str, Callable[[], object]] = {
            verb: partial(office.at, counter, verb) for verb in COUNTER_VERBS if verb != "close"
        }
        deeds |= {
            "take": lambda: tickets.append(office.take(service).id),
            "take two": lambda: tickets.append(office.take(service, chance.choice(services)).id),
            "transfer": lambda: office.transfer(counter, service, back=chance.random() < 0.5),
            "resume": lambda: office.about(counter, "resume", ticket),
            "back in line": lambda: office.about(counter, "back_in_line", ticket, here=chance.random() < 0.5),
            "choose": lambda: office.choose(counter, ticket),
            "serve at once": lambda: office.serve_at_once(counter, service),
            "cancel": lambda: office.cancel(ticket),
            "come back": lambda: office.come_back(ticket),
            "postpone": lambda: office.postpone(ticket),
        }
        deeds[chance.choice([*deeds, "take", "call_next", "finish_and_call", "start"])]()

    tickets.append(office.take("social").id)
    for _ in range(250):
        office.now += chance.choice((0, 20_000, 90_000))
        with contextlib.suppress(Refusal):
            deed()
        asked(office, estimates, chance.choice(services))
        office.store.read(partial(_looked_at, estimates, chance.choice(tickets), office.now))
        stands = {row[0] for row in office.store.read(lambda reading: reading.rows(WAITING))}
        assert estimates.waiting("hall") == stands


def _looked_at(estimates: Estimates, ticket: str, now: int, reading: Reading) -> Said:
    return estimates.of_ticket(reading, ticket, now)
