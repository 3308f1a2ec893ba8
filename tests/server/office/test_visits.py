"""A visit ties the tickets that one person has, in one center or several."""

from server.office.visits import visit_of, visit_of_ticket
from server.wire.visits import VisitAnswer
from tests.server.conftest import Office, refused


def seen(office: Office, visit: str, **by: str | None) -> VisitAnswer:
    return office.store.read(lambda reading: visit_of(reading, visit, **by))


def test_a_ticket_alone_is_a_visit_of_its_own_with_its_times(office: Office) -> None:
    ticket = office.take("social", "idcard")
    office.at("hall-1", "open")
    office.now += 60_000
    office.serve("hall-1", until="finish")
    (alone,) = seen(office, ticket.id).tickets
    assert (alone.number, alone.services, alone.step, alone.state) == (
        ticket.number,
        ("social", "idcard"),
        1,
        "waiting",
    )
    stays = [(each.state, each.service, each.counter) for each in alone.stays]
    assert stays == [
        ("waiting", "social", None),
        ("called", "social", "hall-1"),
        ("serving", "social", "hall-1"),
        ("waiting", "idcard", None),
    ]
    assert [each.ended_at is None for each in alone.stays] == [False, False, False, True]
    assert alone.stays[0].began_at < alone.stays[1].began_at


def test_a_second_ticket_joins_the_visit_of_the_first(office: Office) -> None:
    first = office.take("social")
    second = office.take("school", visit=first.id)
    office.take("idcard")
    assert second.visit == first.id == office.look(first.id).visit
    told = office.store.read(lambda reading: visit_of_ticket(reading, second.id))
    assert [each.id for each in told.tickets] == [first.id, second.id]


def test_whoever_has_no_part_in_a_visit_does_not_see_it(office: Office) -> None:
    ticket = office.take("social")
    second = office.take("school", visit=ticket.id)
    refused("visit_unknown", seen, office, ticket.id, center="village")
    refused("visit_unknown", seen, office, ticket.id, center="hall", counter="hall-1")
    refused("visit_unknown", seen, office, second.id)
    refused("visit_unknown", seen, office, "nothing")
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    assert len(seen(office, ticket.id, center="hall", counter="hall-1").tickets) == 2


def test_a_ticket_joins_no_visit_that_is_none(office: Office) -> None:
    before = office.journal()
    ticket = office.take("social")
    second = office.take("social", visit=ticket.id)
    after = office.journal()
    refused("visit_unknown", office.take, "social", visit="nothing")
    refused("visit_unknown", office.take, "social", visit=second.id)
    assert (len(after) - len(before), office.journal()) == (2, after)
