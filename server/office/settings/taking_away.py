"""What is in use of that which a new document takes away, and where those who wait for it go."""

from collections import Counter as Counting

from sqlalchemy import bindparam, select

from config.centers import Text
from config.documents import CenterDocument, CityDocument
from config.words import both
from server.store import tables
from server.store.unit_of_work import Reading

_k, _t = tables.counters.c, tables.tickets.c
_OPEN = select(_k.id, _k.state).where(_k.center == bindparam("center"), _k.taken_away_at.is_(None))
_BOUND = select(_t.bound).where(
    _t.center == bindparam("center"), _t.open_day.is_not(None), _t.bound.is_not(None), _t.in_hand.is_(None)
)


def taken_away(
    reading: Reading, center: str, before: CenterDocument, after: CenterDocument, city: CityDocument | None
) -> list[Text]:
    """Return a sentence for each counter, service and person that `after` does not name any more."""
    counters, services = {each.id for each in after.counters}, {each.id for each in after.services}
    staff = {each.id for each in after.staff}
    states = reading.pairs(_OPEN, center=center)
    bound = Counting(str(row[0]) for row in reading.rows(_BOUND, center=center))
    said: list[Text] = []
    for counter in before.counters:
        if counter.id not in counters:
            said.append(_counter(counter.name, str(states.get(counter.id, "closed")), bound[counter.id]))
    names = {service.id: service.name for service in city.services} if city else {}
    for service in before.services:
        if service.id not in services:
            name = names.get(service.id, Text(service.id, service.id))
            said.append(both("{service} is taken away: nobody waits for it and nobody has booked it.", service=name))
    for person in before.staff:
        if person.id not in staff:
            said.append(both("{name} is taken away, and signed out at any counter.", name=person.name))
    return said


def _counter(name: Text, state: str, bound: int) -> Text:
    first = (
        both("{counter} is open: it is closed first.", counter=name)
        if state != "closed"
        else both("{counter} is closed and is taken away.", counter=name)
    )
    if not bound:
        return first
    then = both("{count} people who wait for it go back into the line, as old as they are.", count=bound)
    return Text(f"{first.zh}{then.zh}", f"{first.en} {then.en}")
