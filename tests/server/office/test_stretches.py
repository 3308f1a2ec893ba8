"""Whoever joins and leaves a line of thousands, wherever: everybody knows how many are before them."""

import random

import msgspec
import pytest
from sqlalchemy import func, select

from server.office.lines import before, counted
from server.office.stretches import LONG, STRETCH
from server.office.ticket import TicketRow, columns_of, ticket_of
from server.rules.hall.line import order
from server.store import tables
from tests.tries import one_in

_s = tables.stretches.c


class Crowd:
    """The people of one line, whom nothing but their places tells apart; `place` counts on as facts do."""

    def __init__(self, office):
        self.office = office
        self.first = office.store.read(lambda reading: ticket_of(reading, office.take().id))
        self.line = [self.first]
        self.place = self.first.place

    def join(self, *keys):
        """Let one person join per key, which is told in ms after the first one's; return how many were before each."""

        def joins(uow):
            for ticket in tickets:
                uow.run(tables.tickets.insert(), **columns_of(ticket))
                ahead.append(counted(uow, None, ticket))

        tickets: list[TicketRow] = []
        ahead: list[int] = []
        for key in keys:
            self.place += 1
            joined = {"key": self.first.key + key, "place": self.place, "number": self.place + 1}
            tickets.append(msgspec.structs.replace(self.first, id=f"{self.office.center}.{self.place}", **joined))
        self.office.write(joins)
        self.line = sorted((*self.line, *tickets), key=order)
        return ahead

    def leave(self, *tickets):
        def leaves(uow):
            for ticket in tickets:
                gone = msgspec.structs.replace(ticket, line=None)
                uow.run(tables.tickets.update().where(tables.tickets.c.id == ticket.id).values(line=None))
                counted(uow, ticket, gone)

        self.office.write(leaves)
        left = {ticket.id for ticket in tickets}
        self.line = [ticket for ticket in self.line if ticket.id not in left]

    def stretches(self):
        """Return how many stand in each stretch of the line, in order."""
        mine = (_s.center == self.office.center, _s.service == "social")
        counts = select(_s.waiting).where(*mine).order_by(_s.key, _s.ready_at, _s.place)
        return [row[0] for row in self.office.store.read(lambda reading: reading.rows(counts))]

    def all_know(self, step=1):
        places = range(0, len(self.line), step)
        told = self.office.store.read(lambda reading: [before(reading, self.line[place]) for place in places])
        return told == list(places)


def test_a_line_has_stretches_from_where_it_is_long_until_it_was_empty(embedded):
    crowd = Crowd(embedded)
    crowd.join(*range(1, LONG))
    assert crowd.stretches() == []
    assert crowd.join(LONG) == [LONG]
    assert crowd.stretches() == [STRETCH, STRETCH, 1]
    crowd.leave(*crowd.line[: LONG - 10])
    assert sum(crowd.stretches()) == 11
    crowd.join(LONG + 1)
    assert sum(crowd.stretches()) == 12
    assert crowd.all_know()
    crowd.leave(*crowd.line)
    assert crowd.join(0) == [0]
    assert crowd.stretches() == []


def test_a_stretch_of_twice_its_size_is_cut_in_two_and_empty_ones_go(embedded):
    crowd = Crowd(embedded)
    crowd.join(*range(1, 1200))
    assert crowd.stretches() == [STRETCH] * 3 + [1200 - 3 * STRETCH]
    crowd.leave(*crowd.line[STRETCH : 2 * STRETCH])
    assert crowd.stretches()[1] == 0
    crowd.join(*(1200 for _ in range(STRETCH)))
    assert 0 not in crowd.stretches()
    assert sum(crowd.stretches()) == 1200
    assert crowd.all_know(7)


def test_the_first_stretch_begins_before_everybody(embedded):
    crowd = Crowd(embedded)
    crowd.join(*range(1, 600))
    assert crowd.join(-5, -7) == [0, 0]
    assert crowd.stretches()[0] == STRETCH + 2
    assert crowd.all_know(5)


@pytest.mark.parametrize("seed", one_in(3, range(3)))
def test_wherever_people_join_and_leave_everybody_knows_who_is_before_them(office, seed):
    """Keys that collide, whole stretches that leave, people of credit in front, and always the count of all."""
    chance = random.Random(seed)
    crowd = Crowd(office)
    crowd.join(*(chance.randrange(200) for _ in range(LONG + 100)))
    for _ in range(12):
        joins = [chance.choice((-1, 500, chance.randrange(200))) for _ in range(chance.randrange(150))]
        ahead = crowd.join(*joins)
        assert len(ahead) == len(joins)
        begin = chance.randrange(len(crowd.line))
        crowd.leave(*crowd.line[begin : begin + chance.randrange(300)])
        assert crowd.all_know(11)
        assert sum(crowd.stretches()) == len(crowd.line)
        crowd.join(*(chance.randrange(200) for _ in range(max(0, LONG - len(crowd.line)))))


def test_who_joins_the_middle_is_told_how_many_are_before_them(embedded):
    crowd = Crowd(embedded)
    crowd.join(*range(1, 2000))
    for key in (0, 300, 1000, 1700, 1998, 5000):
        joined = crowd.join(key)
        mine = next(place for place, ticket in enumerate(crowd.line) if ticket.place == crowd.place)
        assert joined == [mine]


def test_a_place_that_changes_within_the_line_is_counted_where_it_is(embedded):
    crowd = Crowd(embedded)
    crowd.join(*range(1, 1200))
    last = crowd.line[-1]
    moved = msgspec.structs.replace(last, key=crowd.first.key + 300, place=crowd.place + 1)

    def move(uow):
        mine = tables.tickets.c.id == last.id
        uow.run(tables.tickets.update().where(mine).values(key=moved.key, place=moved.place))
        return counted(uow, last, moved)

    assert embedded.write(move) == 301
    crowd.line = sorted((*crowd.line[:-1], moved), key=order)
    assert crowd.all_know(5)
    assert sum(crowd.stretches()) == 1200
    waiting = select(tables.lines.c.waiting).where(tables.lines.c.center == embedded.center)
    assert embedded.store.read(lambda reading: reading.value(waiting)) == 1200


def test_the_stretches_of_one_line_are_no_others(embedded):
    """Two centers have long lines for one service: each has its own stretches."""
    here, there = Crowd(embedded), Crowd(type(embedded)(embedded.store, "village", embedded.now))
    here.join(*range(1, 700))
    there.join(*range(1, 900))
    there.join(*(300 for _ in range(100)))
    assert (sum(here.stretches()), sum(there.stretches())) == (700, 1000)
    assert here.all_know(5)
    assert there.all_know(5)
    there.leave(*there.line)
    there.join(0)
    assert (sum(here.stretches()), there.stretches()) == (700, [])
    kept = select(func.count()).select_from(tables.stretches)
    assert embedded.store.read(lambda reading: reading.value(kept)) == len(here.stretches())
