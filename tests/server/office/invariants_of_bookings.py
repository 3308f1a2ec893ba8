"""What holds of bookings and their places; the ways that bookings go are written down anew."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from server.office.bookings.record import BookingRow
from server.wire.bookings import Booking, CheckedIn
from tests.server.office.how_it_stands import Step

MINUTE: Final = 60_000
BOOKED: Final = "social"
"""The one service that is booked."""
COMES, ENDED = frozenset({"held", "listed", "booked", "checked_in"}), frozenset({"used", "cancelled", "freed"})
COUNTED: Final = frozenset({"held", "booked", "checked_in", "used", "missed"})
"""Who has a place, and who let one pass."""
WAYS: Final = frozenset(
    {
        *((None, state) for state in ("held", "booked", "listed")),
        *(("held", state) for state in ("booked", "freed", "cancelled")),
        *(("listed", state) for state in ("booked", "freed", "cancelled")),
        *(("booked", state) for state in ("checked_in", "cancelled", "missed", "freed")),
        ("checked_in", "used"),
    }
)
"""From where to where one move leads a booking."""


def rules(s: Step) -> Any:
    """Return the rules of the booked service after a step; None while it is not booked."""
    return next((each["bookings"] for each in s.document["services"] if each["id"] == BOOKED), None)


def _rows(s: Step) -> list[BookingRow]:
    return list(s.after.bookings.values())


def _changed(s: Step) -> list[tuple[BookingRow | None, BookingRow]]:
    pairs = ((s.before.bookings.get(row.id), row) for row in _rows(s))
    return [(was, now) for was, now in pairs if was != now]


def _told(s: Step) -> bool:
    many = sum(
        now.changes - was.changes if was is not None else now.changes + (now.state != "held")
        for was, now in _changed(s)
    )
    return sum(fact.kind == "booking.changed" for fact in s.facts) == many


def _no_more_places(s: Step) -> bool:
    grown = [at for at, taken in s.after.slots.items() if taken > s.before.slots.get(at, 0)]
    if not grown:
        return True
    said = rules(s)
    if said is None:
        return False
    places: int = said["week"][0]["times"][0]["places"]
    return all(s.after.slots[at] <= places for at in grown)


def _mine_once(s: Step) -> bool:
    mine = Counter(row.person for row in _rows(s) if row.person and row.state in ("held", "listed", "booked"))
    return all(many == 1 for many in mine.values())


def _blocked(s: Step) -> bool:
    if s.verb not in ("book", "book_held") or s.refused or not isinstance(s.answer, Booking):
        return True
    made, said = s.after.bookings[s.answer.id], rules(s)
    if made.person is None or said is None or s.verb == "book_held":
        return True
    missed = [row.missed_at for row in _rows(s) if row.person == made.person and (row.missed_at or s.clock) < s.clock]
    most: int = said["misses"]
    return len(missed) < most


def _goes_on(s: Step) -> bool:
    """Tell whether each place that came free went to whoever could still come for it and waited."""
    said = rules(s)
    if said is None or s.verb == "settings":
        return True
    free = [at for at, taken in s.before.slots.items() if s.after.slots.get(at, 0) < taken]
    return not any(
        row.state == "listed" and row.day == _day(s, at) and s.clock + said["lead_minutes"] * MINUTE <= at > s.clock
        for at in free
        for row in _rows(s)
    )


def _day(s: Step, at: int) -> str:
    return datetime.fromtimestamp(at / 1000, ZoneInfo("Asia/Shanghai")).date().isoformat()


def _longest_first(s: Step) -> bool:
    given = [now for was, now in _changed(s) if was is not None and was.state == "listed" and now.begins_at is not None]
    still = [row for row in _rows(s) if row.state == "listed"]
    return all((one.made_at, one.id) < (two.made_at, two.id) for one in given for two in still if one.day == two.day)


def _one_ticket(s: Step) -> bool:
    made = [row.ticket for row in _rows(s) if row.ticket is not None]
    kept = all(was is None or was.ticket in (None, now.ticket) for was, now in _changed(s))
    return kept and len(made) == len(set(made)) and set(made) <= s.after.tickets.keys()


def _came(s: Step) -> tuple[BookingRow, CheckedIn] | None:
    if not isinstance(s.answer, CheckedIn):
        return None
    return s.after.bookings[s.answer.booking.id], s.answer


def _at_its_slot(s: Step) -> bool:
    came = _came(s)
    if s.verb != "come" or came is None:
        return True
    booking, ticket = came[0], s.after.tickets[came[1].ticket.id]
    ready_at = max(booking.begins_at or 0, ticket.issued_at)
    return (ticket.priority, ticket.ready_at, ticket.services) == ("appointment", ready_at, (booking.service,))


def _in_time(s: Step) -> bool:
    came, said = _came(s), rules(s)
    if s.verb != "come" or came is None or said is None:
        return True
    begins_at = came[0].begins_at or 0
    early, late = (int(said[name]) * MINUTE for name in ("early_minutes", "late_minutes"))
    return begins_at - early <= s.clock < begins_at + late


def _never_both(s: Step) -> bool:
    came = _came(s)
    if s.verb != "walk_in" or came is None:
        return True
    return came[0].state in ("freed", "missed") and s.after.tickets[came[1].ticket.id].priority == "normal"


def _shows(row: BookingRow) -> bool:
    if row.begins_at is None or row.clock is None:
        return (row.begins_at, row.clock, row.ends_at) == (None, None, None)
    on = datetime.combine(date.fromisoformat(row.day), time.fromisoformat(row.clock), ZoneInfo(row.zone))
    return row.begins_at == round(on.timestamp() * 1000) < (row.ends_at or 0)


OF_BOOKINGS: Final[Mapping[str, Callable[[Step], bool]]] = {
    "no booking disappears": lambda s: s.before.bookings.keys() <= s.after.bookings.keys(),
    "a booking goes only ways that there are": lambda s: all(
        (None if was is None else was.state, now.state) in WAYS
        for was, now in _changed(s)
        if was is None or was.state != now.state
    ),
    "every change of a booking is told": _told,
    "places are counted right": lambda s: (
        {at: taken for at, taken in s.after.slots.items() if taken}
        == Counter(row.begins_at for row in _rows(s) if row.state in COUNTED)
    ),
    "no slot takes more than its places": _no_more_places,
    "digits open one booking": lambda s: (
        len(digits := [row.digits for row in _rows(s) if row.digits is not None]) == len(set(digits))
    ),
    "digits end with their booking": lambda s: all((row.digits is None) == (row.state in ENDED) for row in _rows(s)),
    "only of who still comes anything is due": lambda s: all(
        (row.due_at is not None) == (row.state in COMES) for row in _rows(s)
    ),
    "nobody has two places": _mine_once,
    "whoever missed too often books nothing": _blocked,
    "a place that came free goes to whoever waits for it": _goes_on,
    "whoever waits longest has the place": _longest_first,
    "a booking becomes one ticket": _one_ticket,
    "whoever checks in is ready at their slot": _at_its_slot,
    "nobody checks in too early or too late": _in_time,
    "whoever walks in has no place as well": _never_both,
    "a booking shows its moment": lambda s: all(_shows(row) for row in _rows(s)),
    "a place is held for minutes": lambda s: all(
        (row.due_at or 0) <= row.made_at + 5 * MINUTE for row in _rows(s) if row.state == "held"
    ),
    "what is due has happened": lambda s: (
        s.verb != "due" or bool(s.refused) or all((row.due_at or s.clock + 1) > s.clock for row in _rows(s))
    ),
    "a booking of nobody stays nobody's": lambda s: all(
        was is None or was.state == "held" or was.person == now.person for was, now in _changed(s)
    ),
}
"""Name -> what must hold of every step."""
