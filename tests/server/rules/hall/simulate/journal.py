"""The facts of a simulated day, as a server would have told them."""

from itertools import count
from typing import Any

from msgspec.structs import replace

from config.centers import Text
from server.rules.hall.calling import State
from server.rules.hall.fact import Fact, Kind, NameRef, Place, TicketRef
from server.rules.hall.simulate.day import Day
from server.rules.hall.simulate.running import Called

NAME = Text("一", "one")


def fact(seq: int, at: int, kind: Kind, **more: Any) -> Fact:
    return Fact(center="here", seq=seq, at=at, kind=kind, **more)


def moved(
    kind: Kind, at: int, ticket: str, service: str, left: State | None, to: State, counter: str | None = None
) -> Fact:
    return fact(
        1,
        at,
        kind,
        ticket=TicketRef(ticket, ticket),
        counter=NameRef(counter, NAME) if counter else None,
        came_from=Place(left, service) if left else None,
        went_to=Place(to, service),
    )


def told(day: Day, calls: list[Called]) -> list[Fact]:
    """Return the facts of a day as a server tells them."""
    found: list[Fact] = []
    for number, shift in enumerate(day.shifts):
        for begins, ends in joined(shift.away):
            at = NameRef(day.hall.counters[number].id, NAME)
            found.append(fact(1, int(begins), "counter.paused", counter=at))
            if ends != float("inf"):
                found.append(fact(1, int(ends), "counter.opened", counter=at))
    for call in calls:
        ticket, service, counter = str(call.person.place), call.person.service, day.hall.counters[call.counter].id
        found.append(moved("ticket.issued", call.person.came_at, ticket, service, None, "waiting"))
        found.append(moved("ticket.called", call.at, ticket, service, "waiting", "called", counter))
        if call.person.comes:
            found.append(moved("ticket.started", call.at + 1, ticket, service, "called", "serving", counter))
            found.append(moved("ticket.finished", call.until, ticket, service, "serving", "finished", counter))
        else:
            found.append(moved("ticket.missed", call.until, ticket, service, "called", "missed", counter))
    order = {"counter.paused": 0, "ticket.finished": 1, "ticket.missed": 1, "counter.opened": 2, "ticket.issued": 3}
    found.sort(key=lambda each: (each.at, order.get(each.kind, 4)))
    return [replace(each, seq=seq) for seq, each in zip(count(1), found)]


def joined(spans: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Return the same absences, those that follow one on the other as one."""
    found: list[tuple[float, float]] = []
    for begins, ends in spans:
        if found and found[-1][1] == begins:
            begins = found.pop()[0]
        found.append((begins, ends))
    return found
