"""The one mover of tickets: state, line, interval and fact, in this order, for every verb.

Nothing else changes a ticket's state, counts a line, begins or ends an interval, or tells a fact about a ticket.
"""

from typing import Final, TypedDict, Unpack

import msgspec
from sqlalchemy import bindparam, case, delete, func, insert, select, update

from config.centers import PriorityClass
from config.words import both
from server.office.last_press import KeptMove, remember
from server.office.lines import counted
from server.office.requests import Actor
from server.office.room import forget_holder
from server.office.ticket import TicketRow, columns_of, services_text, ticket_of
from server.rules.errors import Refusal
from server.rules.hall import calling
from server.rules.hall.calling import IN_HAND, IN_LINE, OVER, TAKEN_BACK, State, Verb
from server.rules.hall.fact import Ground, Kind, Place, Reason
from server.rules.hall.policy import gain
from server.store import tables
from server.store.remote_tables import remote_tickets
from server.store.unit_of_work import UnitOfWork

_t = tables.tickets.c
_MOVED: Final = (
    "state",
    "line",
    "in_hand",
    "open_day",
    "counter",
    "calls",
    "called_at",
    "services",
    "step",
    "service",
    "key",
    "place",
    "misses",
    "missed_at",
    "postpones",
    "back_at",
    "bound",
    "return_to",
    "note",
    "priority",
    "ground",
    "proven",
    "class_before",
)
_CLASS: Final = ("priority", "ground", "proven", "class_before")
_MOVE = (
    update(tables.tickets)
    .where(_t.id == bindparam("of_ticket"), _t.state == bindparam("from_state"))
    .values({name: bindparam(f"to_{name}") for name in _MOVED})
)
_TICKET = insert(tables.tickets)
_i = tables.intervals.c
_END = (
    update(tables.intervals)
    .where(_i.ticket == bindparam("of_ticket"), _i.ended_at.is_(None))
    .values(ended_at=case((_i.began_at > bindparam("now"), _i.began_at), else_=bindparam("now")))
)
_BEGIN = insert(tables.intervals)
_latest = tables.intervals.alias("latest").c
_NEWEST = select(func.max(_latest.seq)).where(_latest.ticket == bindparam("of_ticket"))
_NEVER_BEGAN = delete(tables.intervals).where(_i.ticket == bindparam("of_ticket"), _i.seq == bindparam("of_seq"))
_GOES_ON = (
    update(tables.intervals)
    .where(_i.ticket == bindparam("of_ticket"), _i.seq == _NEWEST.scalar_subquery())
    .values(ended_at=None)
)


_HERE = update(remote_tickets).where(remote_tickets.c.ticket == bindparam("of_ticket")).values(arrive_by=None)


_ELSEWHERE = select(remote_tickets.c.ticket).where(remote_tickets.c.follows == bindparam("of_ticket"))


class Changes(TypedDict, total=False):
    """What of a ticket a verb changes beside its state."""

    counter: str | None
    calls: int
    called_at: int | None
    services: tuple[str, ...]
    step: int
    service: str
    key: int
    misses: int
    missed_at: int | None
    postpones: int
    back_at: int | None
    bound: str | None
    return_to: str | None
    note: str | None
    priority: PriorityClass
    ground: Ground | None
    proven: int
    class_before: PriorityClass | None


def issue(uow: UnitOfWork, ticket: TicketRow, now: int, by: Actor, private: str | None = None) -> int:
    """Bring a new `ticket` into its line at `now` (ms); return how many people of it are called before.

    One that was taken elsewhere waits outside of it. `private` (JSON) is what the office alone keeps of it.
    """
    uow.run(_TICKET, **columns_of(ticket))
    return _follow(uow, None, ticket, "ticket.issued", now, by, private=private)


def advance(
    uow: UnitOfWork,
    ticket: TicketRow,
    verb: Verb,
    now: int,
    by: Actor,
    *,
    reason: Reason | None = None,
    over_at: int | None = None,
    private: str | None = None,
    **changes: Unpack[Changes],
) -> TicketRow:
    """Do `verb` to `ticket` at `now` (ms), if it still is where we saw it; return it as it is afterwards.

    The conditional update is the claim: whatever the number of processes, one of two wins. `over_at` says when the
    state before really ended, where that was earlier; `private` (JSON) is told to the office alone. Raises `Refusal`
    ticket_state.
    """
    state = calling.after(ticket.state, verb, ticket.label)
    if ticket.state == "finished" and uow.row(_ELSEWHERE, of_ticket=ticket.id) is not None:
        # Whoever goes on in another center is awaited there.
        raise calling.not_possible(ticket.label, ticket.state)
    after = placed(ticket, state, uow.next_seq, changes)
    _write(uow, ticket, after)
    if ticket.state == "remote":
        # Nobody is awaited any more, and whoever holds it may take another one elsewhere.
        uow.run(_HERE, of_ticket=ticket.id)
    _follow(uow, ticket, after, calling.TOLD_AS[verb], now, by, reason, over_at, private)
    counter = after.in_hand or ticket.in_hand
    if counter is not None and verb in TAKEN_BACK:
        stood = {name: getattr(ticket, name) for name in _MOVED}
        if after.state in OVER:
            # What one clerk wrote to another ends with the ticket, also where the press may still be taken back.
            stood["note"] = stood["ground"] = None
        made = any(fact.kind == "ticket.issued" and fact.ticket == ticket.ref for fact in uow.facts)
        move = KeptMove(ticket.id, ticket.label, verb, uow.head.seq, stood, made, after.services)
        remember(uow, counter, move, uow.head.told_at)
    return after


def take_back(
    uow: UnitOfWork, counter: str, move: KeptMove, now: int, by: Actor, *, bound: str | None = None
) -> TicketRow:
    """Undo `move`, which `counter` made, at `now` (ms); return the ticket, which stands as it stood before.

    Whoever was called by mistake has waited all the time, whoever was finished too early was in service: the interval
    that the move ended goes on. Who was bound to a counter is so again if that is `bound`, and else stands in the line.
    Raises `Refusal` undo_overtaken when anybody has moved the ticket since, service_unknown when its service is gone.
    """
    ticket = ticket_of(uow, move.ticket)
    stood = {**move.before, "services": tuple(move.before["services"])}
    after: TicketRow = msgspec.structs.replace(ticket, **stood)
    if move.verb != "class_down":
        _keep_class(uow, ticket, after)
    if after.bound is not None and bound is None:
        after.bound, after.line = None, after.service
    moved_since = int(uow.value(_NEWEST, of_ticket=ticket.id)) > move.seq
    # Who left a step out meanwhile was not moved, but does not want it back.
    moved_since = moved_since or (move.services is not None and ticket.services != move.services)
    # Whoever was given priority anew has it on a ground that this press knows nothing of.
    moved_since = moved_since or (move.verb == "class_down" and ticket.priority == "priority")
    if moved_since or ticket.state != calling.after(after.state, move.verb, ticket.label):
        raise Refusal("undo_overtaken", number=ticket.label, state=both(calling.STATE_NAMES[ticket.state]))
    hall = uow.own_hall()
    if after.service not in hall.services:
        raise Refusal("service_unknown", service=after.service)
    _write(uow, ticket, after)
    counted(uow, ticket, after)
    uow.run(_NEVER_BEGAN, of_ticket=ticket.id, of_seq=move.seq)
    if after.state not in OVER:
        uow.run(_GOES_ON, of_ticket=ticket.id)
    uow.tell(
        now,
        "ticket.undone",
        by.device,
        ticket=ticket.ref,
        # Whoever was called stays so while what comes afterwards is changed: to the hall that is about no call.
        counter=None if move.verb == "reroute" else hall.counter(counter),
        service=hall.service(after.service),
        calls=after.calls,
        came_from=Place(ticket.state, ticket.service, ticket.bound),
        went_to=Place(after.state, after.service, after.bound),
        undone=calling.TOLD_AS[move.verb],
        person=by.person,
        visit=ticket.visit,
    )
    return after


def _keep_class(uow: UnitOfWork, ticket: TicketRow, after: TicketRow) -> None:
    """Let `after` have the class that `ticket` has now: it was given or taken since, and that is a word of its own."""
    after.key += _worth(uow, ticket) - _worth(uow, after)
    for name in _CLASS:
        setattr(after, name, getattr(ticket, name))
    if after.state in OVER:
        after.ground = None


def _worth(uow: UnitOfWork, ticket: TicketRow) -> int:
    return gain(uow.own_hall().rules, ticket.class_before or "normal") if ticket.priority == "priority" else 0


def placed(ticket: TicketRow, state: State, seq: int, changes: Changes) -> TicketRow:
    """Return `ticket` in `state`, with what follows from that for line and counter; `seq` tells of it."""
    after: TicketRow = msgspec.structs.replace(ticket, state=state, **changes)
    stays = (ticket.state, ticket.service, ticket.bound) == (state, after.service, after.bound)
    if state in IN_LINE and not stays:
        after.place = seq
    if state not in IN_LINE:
        after.bound = None
    after.line = after.service if state in IN_LINE and after.bound is None else None
    after.in_hand = after.counter if state in IN_HAND else None
    after.open_day = None if state in OVER else after.day
    if state != "postponed":
        after.back_at = None
    if state in OVER:
        after.note = after.return_to = after.ground = None
    return after


def _write(uow: UnitOfWork, ticket: TicketRow, after: TicketRow) -> None:
    values = {f"to_{name}": getattr(after, name) for name in _MOVED}
    values["to_services"] = services_text(after.services)
    if uow.change(_MOVE, of_ticket=ticket.id, from_state=ticket.state, **values) != 1:
        raise calling.not_possible(ticket.label, ticket.state)


def _follow(
    uow: UnitOfWork,
    before: TicketRow | None,
    after: TicketRow,
    kind: Kind,
    now: int,
    by: Actor,
    reason: Reason | None = None,
    over_at: int | None = None,
    private: str | None = None,
) -> int:
    """Do what follows from a changed row; return how many are called before a ticket that joined a line."""
    at = uow.moment(now)
    ahead = counted(uow, before, after)
    if before is None or (before.state, before.service) != (after.state, after.service):
        if before is not None:
            uow.run(_END, of_ticket=after.id, now=at if over_at is None else min(at, over_at))
        if after.state not in OVER:
            _begin(uow, after, at)
        else:
            forget_holder(uow, after.id)
    # Who comes to wait again is seen where the step before was done, or where they waited.
    seen = before if before is not None and after.state in IN_LINE else after
    seen_at = seen.counter or seen.bound
    hall = uow.own_hall()
    uow.tell(
        at,
        kind,
        by.device,
        ticket=after.ref,
        counter=hall.counter(seen_at) if seen_at and kind != "ticket.rerouted" else None,
        service=hall.service(seen.service),
        calls=seen.calls,
        came_from=None if before is None else Place(before.state, before.service, before.bound),
        went_to=Place(after.state, after.service, after.bound),
        reason=reason,
        person=by.person,
        visit=after.visit,
        private=private,
    )
    return ahead


def _begin(uow: UnitOfWork, ticket: TicketRow, at: int) -> None:
    uow.run(
        _BEGIN,
        ticket=ticket.id,
        seq=uow.next_seq,
        state=ticket.state,
        service=ticket.service,
        counter=ticket.counter,
        began_at=at,
        ended_at=None,
    )
