"""Clerks speak languages: a ticket in one waits a little for who speaks it, and the report says so."""

from datetime import date
from typing import Any

import msgspec
import pytest

from config.centers import LineRules, Staff
from server.office.estimates import Estimates
from server.office.fairness_day import fairness_of
from server.office.went_before import went_before
from server.rules.hall.estimate.wait import Wait
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office
from tests.server.office.test_estimates import busy_days

MINUTE = 60_000


@pytest.fixture
def hall(store: Store) -> Office:
    """Return a hall whose first counter speaks English, and whose second does not."""
    first = msgspec.structs.replace(
        CITY.centers[0],
        rules=LineRules(language_minutes=10),
        staff=(
            Staff("chen", "陈静", "hall-1", languages=("zh", "en")),
            Staff("luo", "罗艳", "hall-2", languages=("zh",)),
        ),
    )
    seed(store, msgspec.structs.replace(CITY, centers=(first, *CITY.centers[1:])), MORNING)
    office = Office(store)
    for counter, who in (("hall-1", "chen"), ("hall-2", "luo")):
        office.sit(counter, who)
        office.at(counter, "open")
    return office


def called(office: Office, counter: str) -> str:
    return office.serve(counter, until="finish").number


def rules_of(office: Office) -> dict[str, Any]:
    _, found = office.store.read(lambda reading: fairness_of(reading, "hall", date(2025, 11, 25), office.now))
    return {each.rule: (each.calls, each.overtaken, each.beyond) for each in found.rules if each.calls}


def test_english_waits_for_the_counter_that_speaks_it(hall: Office) -> None:
    english, other = hall.take(language="en"), hall.take()
    assert english.language == "en"
    up_next = hall.at("hall-2", "open").next
    assert up_next is not None
    assert (up_next.number, up_next.language) == (other.number, None)
    assert called(hall, "hall-2") == other.number
    before = hall.store.read(lambda reading: went_before(reading, english.id))
    assert [(each.number, each.rule) for each in before.newest] == [(other.number, "language")]
    next_up = hall.at("hall-1", "open").next
    assert next_up is not None
    assert (next_up.number, next_up.language) == (english.number, "en")
    assert called(hall, "hall-1") == english.number
    assert rules_of(hall) == {"language": (1, 1, 0)}


def test_they_wait_no_longer_than_the_hall_says(hall: Office) -> None:
    english = hall.take(language="en")
    hall.now += 11 * MINUTE
    hall.take()
    assert called(hall, "hall-2") == english.number
    assert rules_of(hall) == {}


def test_where_the_one_who_speaks_it_is_not_there_nobody_waits_for_them(hall: Office) -> None:
    english = hall.take(language="en")
    hall.take()
    hall.pause("hall-1")
    assert called(hall, "hall-2") == english.number
    # Nobody knows what an empty seat speaks.
    hall.at("hall-1", "open")
    hall.at("hall-1", "leave")
    french = hall.take(language="fr")
    hall.take()
    assert called(hall, "hall-2") != french.number
    assert called(hall, "hall-2") == french.number


def test_a_counter_does_not_stand_idle_for_it(hall: Office) -> None:
    english = hall.take(language="en")
    assert called(hall, "hall-2") == english.number


def test_the_wait_that_is_said_to_them_may_be_so_much_longer(hall: Office) -> None:
    busy_days(hall, 17)
    hall.at("hall-1", "close")
    for _ in range(4):
        hall.take()
    # As old as one another: they stand at the same place but for the fact that brought them there.
    english, other = hall.take(language="en"), hall.take()
    estimates = Estimates()

    def said(ticket: str) -> Wait:
        outcome = hall.store.read(lambda reading: estimates.of_ticket(reading, ticket, hall.now)).outcome
        assert isinstance(outcome, Wait)
        return outcome

    assert said(english.id).high >= said(other.id).high + 5 * MINUTE
    assert said(english.id).low <= said(other.id).low


def test_a_hall_that_does_not_want_it_calls_as_ever(office: Office) -> None:
    english = office.take(language="en")
    office.take()
    office.at("hall-2", "open")
    assert called(office, "hall-2") == english.number


def test_whoever_is_sent_on_is_spoken_to_there_too(hall: Office) -> None:
    hall.take(language="en")
    hall.at("hall-1", "call_next")
    hall.at("hall-1", "start")
    sent = hall.send_on("hall-1", "village").ticket
    assert sent is not None
    assert sent.onward is not None
    assert hall.look(sent.onward.ticket).language == "en"
