"""One mover: a fact says where a ticket came from, who did it and to which visit it belongs; no moment goes back."""

import msgspec
from sqlalchemy import select

from server.office.advance import advance
from server.office.call_next import call_next
from server.office.requests import Actor, CounterCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.ticket import ticket_of
from server.rules.hall.fact import Place
from server.store import tables
from tests.server.conftest import MORNING, refused

HOUR = 3_600_000
j = tables.journal.c


def rows(office, *columns):
    return [tuple(row) for row in office.store.read(lambda reading: reading.rows(select(*columns).order_by(j.seq)))]


def test_every_fact_says_from_and_to(office):
    ticket = office.take("social", "school")
    office.at("hall-1", "open")
    for verb in ("call_next", "recall", "start", "finish"):
        office.at("hall-1", verb)
    office.cancel(ticket.id)
    moves = [(fact.came_from, fact.went_to) for fact in office.journal() if fact.ticket]
    assert moves == [
        (None, Place("waiting", "social")),
        (Place("waiting", "social"), Place("called", "social")),
        (Place("called", "social"), Place("called", "social")),
        (Place("called", "social"), Place("serving", "social")),
        (Place("serving", "social"), Place("waiting", "school")),
        (Place("waiting", "school"), Place("cancelled", "school")),
    ]
    assert rows(office, j.state_from, j.service_from, j.state_to, j.service_to)[-1] == (
        "waiting",
        "school",
        "cancelled",
        "school",
    )


def test_person_device_and_visit_are_kept_apart_and_never_told(office):
    way = office.take("school").visit
    assert way is not None
    before = len(rows(office, j.actor))
    command = TakeTicketCommand(("social",), "kiosk-7", visit=way, person="guide")
    ticket = office.write(lambda uow: take_ticket(uow, command, office.now))
    office.at("hall-1", "open")
    by = CounterCommand("hall-1", "token-1", "chen")
    office.write(lambda uow: call_next(uow, by, office.now))
    assert rows(office, j.actor, j.person, j.visit)[before:] == [
        ("kiosk-7", "guide", way),
        ("clerk", None, None),
        ("token-1", "chen", way),
    ]
    told = msgspec.json.encode(office.journal()[before:]).decode()
    assert not [word for word in ("chen", "guide", way, "kiosk-7", "token-1") if word in told]
    alone = office.take()
    assert rows(office, j.visit)[-1] == (alone.id,)
    assert ticket.id != alone.id


def test_two_cannot_move_one_ticket_that_both_saw(office):
    ticket = office.take()

    def twice(uow):
        row = ticket_of(uow, ticket.id)
        advance(uow, row, "call_next", office.now, Actor("one"), counter="hall-1", calls=1, called_at=office.now)
        advance(uow, row, "call_next", office.now, Actor("two"), counter="hall-2", calls=1, called_at=office.now)

    refused("ticket_state", office.write, twice)
    assert [fact.kind for fact in office.journal()] == ["ticket.issued"]


def test_every_state_but_an_end_has_its_interval(office):
    ticket = office.take("social", "school")
    office.at("hall-1", "open")
    for verb in ("call_next", "recall", "start", "finish"):
        office.at("hall-1", verb)
    office.at("hall-3", "open")
    for verb in ("call_next", "recall"):
        office.at("hall-3", verb)
    office.now += 60_000
    office.at("hall-3", "miss")
    i = tables.intervals.c
    query = select(i.state, i.service, i.began_at, i.ended_at).where(i.ticket == ticket.id).order_by(i.seq)
    seen = office.store.read(lambda reading: reading.rows(query))
    assert [tuple(row[:2]) for row in seen] == [
        ("waiting", "social"),
        ("called", "social"),
        ("serving", "social"),
        ("waiting", "school"),
        ("called", "school"),
        ("missed", "school"),
    ]
    assert [row[3] for row in seen[:-1]] == [row[2] for row in seen[1:]]
    assert seen[-1][3] is None
    office.cancel(ticket.id)
    assert office.store.read(lambda reading: reading.rows(query))[-1][3] == office.now


def test_a_clock_set_back_reorders_no_line_and_no_journal(office):
    first, second = office.take("social"), office.take("idcard")
    office.now -= HOUR
    third, fourth = office.take("social"), office.take("idcard")
    assert (third.number, third.ahead) == ("D002", 1)
    office.at("hall-1", "open")
    order = []
    for _ in range(4):
        order.append(office.at("hall-1", "call_next").ticket.id)
        office.at("hall-1", "start")
        office.at("hall-1", "finish")
    assert order == [first.id, second.id, third.id, fourth.id]
    moments = [fact.at for fact in office.journal()]
    assert moments == sorted(moments)


def test_a_work_that_was_late_at_the_lock_is_not_told_before_what_came_first(office):
    """Two moments taken before the lock may reach it in the other order."""
    office.write(lambda uow: take_ticket(uow, TakeTicketCommand(("social",), "kiosk"), MORNING + 5000))
    office.write(lambda uow: take_ticket(uow, TakeTicketCommand(("idcard",), "kiosk"), MORNING + 4000))
    assert [fact.at for fact in office.journal()] == [MORNING + 5000, MORNING + 5000]


def test_numbers_kept_for_kiosks_are_never_handed_out(office):
    office.take()
    office.write(lambda uow: uow.run(tables.numbers.update().values(last=898)))
    assert [office.take().number for _ in range(3)] == ["D899", "D1000", "D1001"]
