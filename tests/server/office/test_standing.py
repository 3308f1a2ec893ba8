"""Where whoever comes back stands: never before those who came earlier, nor before whoever is next."""

import random

import pytest

from server.office.standing import key_again
from server.office.ticket import ticket_of
from tests.server.conftest import CITY, Office


def test_only_who_was_missed_or_put_off_comes_behind_others(office: Office) -> None:
    office.at("hall-2", "open")
    held, missed, away = (office.take() for _ in range(3))
    waiting = [office.take() for _ in range(4)]
    office.serve("hall-2")
    office.at("hall-2", "hold")
    office.miss("hall-2")
    office.postpone(away.id)

    def again(ticket: str) -> int:
        rules = CITY.centers[0].rules
        return office.store.read(lambda reading: key_again(reading, ticket_of(reading, ticket), rules))

    def own(ticket: str) -> int:
        return office.store.read(lambda reading: ticket_of(reading, ticket).key)

    assert again(held.id) == own(held.id)
    assert again(missed.id) == own(waiting[2].id) + 1
    assert again(away.id) == own(waiting[0].id) + 1
    assert again(waiting[3].id) == own(waiting[3].id)


@pytest.mark.parametrize("seed", range(6))
def test_the_people_that_are_told_are_those_called_before(embedded: Office, seed: int) -> None:
    """Whoever is away is told how many would go before them now, and so it is when they come back."""
    chance = random.Random(seed)
    embedded.at("hall-2", "open")
    tickets = [embedded.take(priority=chance.choice(("normal", "priority"))) for _ in range(12)]
    away = chance.sample(tickets, 4)
    for ticket in away:
        embedded.postpone(ticket.id)
    for _ in range(chance.randrange(4)):
        embedded.serve("hall-2", until="finish")
    back = chance.choice(away)
    told = embedded.look(back.id).ahead
    assert embedded.come_back(back.id).ahead == embedded.look(back.id).ahead == told
    before = [embedded.serve("hall-2", until="finish").id for _ in range(told + 1)]
    assert before.index(back.id) == told
