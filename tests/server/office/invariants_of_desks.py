"""What holds of desks, of those who sit at them, of settings that change meanwhile, and of numbers that people type."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from config.centers import LineRules
from server.office.ticket import TicketRow
from server.rules.hall.slip_digits import digits_of
from server.wire.messages import NumberAnswer
from tests.server.office.how_it_stands import Step

MOST_WRONG: Final = 10
"""So often wrong digits may be typed for a ticket within ten minutes."""


def rule(s: Step, name: str) -> Any:
    """Return what the hall has decided by its document, or what is shipped."""
    given = s.document["rules"][name]
    return getattr(LineRules(), name) if given is None else given


def _serves(s: Step) -> dict[str, list[str]]:
    return {each["id"]: each["services"] for each in s.document["counters"]}


def _skills(s: Step, counter: str) -> list[str] | None:
    """Return what whoever sits at a counter can do; None is everything."""
    person = s.after.seats.get(counter, ("", 0))[0]
    skills: list[str] | None = next((each["skills"] for each in s.document["staff"] if each["id"] == person), None)
    return skills


def _calls_from(s: Step) -> bool:
    served = {counter: (*services, *s.after.helps.get(counter, ())[:1]) for counter, services in _serves(s).items()}
    able = {
        counter: tuple(each for each in services if (skills := _skills(s, counter)) is None or each in skills)
        for counter, services in served.items()
    }
    return dict(s.after.called_from) == {counter: services for counter, services in able.items() if services}


def _can(s: Step, row: TicketRow) -> bool:
    return row.bound is None or (skills := _skills(s, row.bound)) is None or row.service in skills


def _stays(s: Step) -> bool:
    if s.verb == "settings" or not s.same_day:
        return True
    held = {row.in_hand for row in s.before.tickets.values() if row.in_hand is not None}
    return all(s.after.seats.get(counter) == s.before.seats[counter] for counter in held if counter in s.before.seats)


def _left_closed(s: Step) -> bool:
    if s.verb == "settings":
        return True
    return all(s.after.counters[counter] == "closed" for counter in s.before.seats if counter not in s.after.seats)


def _not_anothers(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None or s.counter is None or not s.same_day:
        return True
    pressed_by, now = s.press.stood.seats.get(s.counter), s.before.seats.get(s.counter)
    return now is None or pressed_by == now


def _gone(s: Step) -> bool:
    gone = s.after.counters.keys() - _serves(s).keys()
    return all(
        s.after.counters[counter] == "closed"
        and counter not in s.after.seats
        and all(counter not in (row.bound, row.in_hand) for row in s.rows)
        for counter in gone
    )


def _somebody_serves(s: Step) -> bool:
    served = {service for services in _serves(s).values() for service in services}
    return all(row.service in served for row in s.rows if row.state in ("waiting", "postponed", "missed"))


def _missed_in_time(s: Step) -> bool:
    missed = [(fact, s.before.tickets[ticket]) for fact, ticket in s.told if fact.kind == "ticket.missed"]
    return all(
        row.calls >= rule(s, "miss_after_calls")
        and fact.at - (row.called_at or 0) >= rule(s, "miss_after_seconds") * 1000
        for fact, row in missed
    )


def _asked_row(s: Step) -> TicketRow | None:
    """Return the ticket of today whose number was typed."""
    if s.typed is None:
        return None
    return next((row for row in s.rows if row.label == s.typed.number and row.day == s.after.day), None)


def _shown(s: Step) -> bool:
    if not isinstance(s.answer, NumberAnswer):
        return True
    row, told = _asked_row(s), s.answer
    return row is not None and (told.state, told.service, told.counter) == (row.state, row.service, row.counter)


def _opened(s: Step) -> bool:
    row = _asked_row(s)
    if s.typed is None or row is None:
        return s.typed is None or s.refused == "ticket_unknown"
    right = s.typed.digits == digits_of(row.secret_hash)
    if s.typed.wrong >= MOST_WRONG:
        return s.refused == "slip_digits_tries"
    own = s.answer.ticket if isinstance(s.answer, NumberAnswer) else None
    return (own is not None and own.id == row.id) if right else s.refused == "slip_digits_wrong"


OF_DESKS: Final[Mapping[str, Callable[[Step], bool]]] = {
    "a person sits at one desk": lambda s: len({person for person, _ in s.after.seats.values()}) == len(s.after.seats),
    "whoever sits is of the staff": lambda s: (
        {person for person, _ in s.after.seats.values()} <= {each["id"] for each in s.document["staff"]}
    ),
    "who sits where changes only with a word": lambda s: (
        s.before.seats == s.after.seats or any(fact.kind == "staff.told" for fact in s.facts)
    ),
    "whoever has somebody in hand stays at their desk": _stays,
    "whoever goes closes their desk": _left_closed,
    "the day ends with empty desks": lambda s: s.same_day or s.after.seats.keys() <= {s.counter},
    "a counter calls from the lines that it serves or helps and whoever sits there can do": _calls_from,
    "nobody waits for a desk where nobody can do their matter": lambda s: all(_can(s, row) for row in s.rows),
    "an empty desk calls nobody where desks are staffed": lambda s: (
        not rule(s, "desks_staffed")
        or all(
            fact.counter is not None and fact.counter.id in s.after.seats
            for fact, _ in s.told
            if fact.kind == "ticket.called"
        )
    ),
    "nobody takes back what another pressed": _not_anothers,
    "nothing is taken back where that is off": lambda s: s.verb != "undo" or bool(s.refused) or rule(s, "undo_seconds"),
    "nobody is put off more often than the rules say": lambda s: all(
        s.after.tickets[ticket].postpones <= rule(s, "postpone_at_most")
        for fact, ticket in s.told
        if fact.kind == "ticket.postponed"
    ),
    "nobody is missed sooner than the rules say": _missed_in_time,
    "a counter that was taken away has nobody": _gone,
    "whoever waits waits for what somebody is there for": _somebody_serves,
    "settings that took force are told, each once": lambda s: (
        s.after.revision - s.before.revision == sum(fact.kind == "settings.changed" for fact in s.facts)
    ),
    "a number tells what the screens show": _shown,
    "only the digits of a slip open its ticket": _opened,
}
"""Name -> what must hold of every step."""
