"""Everybody knows how many stand before them, counted from whichever end of a long line is near."""

import msgspec
import pytest

from server.office.lines import before
from server.office.ticket import columns_of, ticket_of
from server.store import tables


def long_line(office, count):
    """Bring `count` people into one line, and a few into others; return their tickets in the order they came."""
    for center, service in (("hall", "idcard"), ("hall", "social"), ("village", "social")):
        if (center, service) != (office.center, "social"):
            type(office)(office.store, center, office.now).take(service)
    first = office.store.read(lambda reading: ticket_of(reading, office.take().id))
    line = [first]

    def join(uow):
        for turn in range(1, count):
            later = {"ready_at": first.ready_at + turn, "key": first.key + turn, "place": first.place + turn}
            line.append(msgspec.structs.replace(first, id=f"t{turn}", number=turn + 1, **later))
            uow.run(tables.tickets.insert(), **columns_of(line[-1]))

    office.write(join)
    count_line(office, count)
    return line


def count_line(office, waiting):
    lines = tables.lines
    of_line = (lines.c.center == office.center, lines.c.service == "social")
    office.write(lambda uow: uow.run(lines.update().where(*of_line).values(waiting=waiting)))


PLACES = (0, 1, 255, 256, 257, 300, 343, 344, 345, 598, 599)


@pytest.mark.parametrize("center", ["hall", "village"])
def test_everybody_in_a_long_line_knows_who_is_before_them(embedded, center):
    embedded.center = center
    line = long_line(embedded, 600)
    ahead = [embedded.store.read(lambda reading, place=place: before(reading, line[place])) for place in PLACES]
    assert ahead == list(PLACES)
    gone = msgspec.structs.replace(line[300], line=None)
    assert embedded.store.read(lambda reading: before(reading, gone)) == 0


def test_256_people_are_counted_from_either_end_and_from_there_the_lines_own_count_is_believed(embedded):
    """What is counted is told from what is believed by a line whose count says a thousand more."""
    line = long_line(embedded, 600)
    count_line(embedded, 1600)
    ahead = [embedded.store.read(lambda reading, place=place: before(reading, line[place])) for place in PLACES]
    assert ahead == [0, 1, 255, 256, 257, 300, 343, 1344, 1345, 1598, 1599]
