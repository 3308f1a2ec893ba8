"""Waits told from the journal of a hall, on each database."""

from server.office.estimates import Estimates, Said
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.store.epoch import renew_epochs
from tests.server.conftest import Office, refused


def asked(office: Office, estimates: Estimates, service: str = "social", center: str = "hall") -> Said:
    return office.store.read(lambda reading: estimates.of_service(reading, center, service, office.now))


def busy_days(office: Office, rounds: int) -> None:
    """Let so many times eight people come to one counter, that serves each for three minutes."""
    office.at("hall-2", "open")
    for _ in range(rounds):
        for _ in range(8):
            office.take("social")
        for _ in range(8):
            office.at("hall-2", "call_next")
            office.at("hall-2", "start")
            office.now += 3 * MINUTE
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
    assert 6 * MINUTE < said.median < 25 * MINUTE
    assert said.low <= said.median <= said.high
    told = embedded.store.read(lambda reading: estimates.of_ticket(reading, last.id, embedded.now))
    assert isinstance(told.outcome, Wait)
    assert told.outcome.median < said.median
    # Who asks for the first time learns the same from the journal alone.
    assert asked(embedded, Estimates()).outcome == asked(embedded, estimates).outcome


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
