"""Sitting down at a desk, taking one over, and leaving it: one person a desk, one desk a person."""

import msgspec
from sqlalchemy import bindparam, or_, select

from server.office.at_counter import answer, must_be_free, name_of, set_state, state_in, state_of
from server.office.bound import hand_over
from server.office.requests import Actor, CounterCommand, SitDownCommand
from server.office.seat import counter_of, seat, seat_at, stand_up, unable_at
from server.office.ticket import in_hand_of
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer

_s = tables.staff.c
_PERSON = select(_s.id, _s.name).where(
    _s.center == bindparam("center"), or_(_s.id == bindparam("who"), _s.number == bindparam("who"))
)


class Sitter(msgspec.Struct, frozen=True):
    """Whoever sits down: their id on the staff list, or else that of their account, and their name."""

    id: str
    name: str


def sit_down(uow: UnitOfWork, command: SitDownCommand, now: int) -> CounterAnswer:
    """Let somebody of the center's staff sit at a counter at `now` (ms); who sits there already stays, untold.

    To `take_over` ends whatever stands in the way: somebody else at this desk, or themselves at another one, which
    closes. A ticket in hand stays with its clerk. Whoever is bound here for what this person cannot do goes into line.
    Raises `Refusal` counter_unknown, person_unknown, desk_taken, person_elsewhere, counter_busy, desk_sign_in_needed.
    """
    state_of(uow, command.counter, now)
    if uow.own_hall().rules.desks_signed_in:
        raise Refusal("desk_sign_in_needed")
    person, name = _person(uow, command.who)
    return sit(uow, command.counter, Sitter(person, name), command.take_over, now, command.by)


def sit(uow: UnitOfWork, counter: str, who: Sitter, take_over: bool, now: int, by: Actor) -> CounterAnswer:
    """Let `who` sit at a counter at `now` (ms), as `sit_down` does with somebody of the staff.

    Raises `Refusal` counter_unknown, desk_taken, person_elsewhere, counter_busy.
    """
    state = state_of(uow, counter, now)
    here, other = seat_at(uow, counter), counter_of(uow, who.id)
    if other != counter:
        if here is not None and not take_over:
            raise Refusal("desk_taken", counter=name_of(uow, counter), name=here.name)
        if other is not None and not take_over:
            raise Refusal("person_elsewhere", counter=name_of(uow, other), name=who.name)
        if here is not None:
            must_be_free(uow, counter)
            stand_up(uow, (counter,), "taken_over", now, by)
        if other is not None:
            must_be_free(uow, other)
            stand_up(uow, (other,), "moved", now, by)
            close_desk(uow, other, now, by)
        seat(uow, counter, who.id, now, by)
        hand_over(uow, counter, now, by, "counter_changed", unable_at(uow, counter))
    return answer(uow, uow.center, counter, in_hand_of(uow, counter), state)


def leave(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Let whoever sits at a counter leave it at `now` (ms): it closes, and hands over those bound to it.

    Raises `Refusal` counter_unknown, counter_busy.
    """
    state_of(uow, command.counter, now)
    must_be_free(uow, command.counter)
    close_desk(uow, command.counter, now, command.by)
    stand_up(uow, (command.counter,), "left", now, command.by)
    return answer(uow, uow.center, command.counter, None, "closed")


def close_desk(uow: UnitOfWork, counter: str, now: int, by: Actor) -> None:
    """Close a counter that somebody leaves, and hand over those bound to it."""
    if state_in(uow, uow.center, counter) != "closed":
        set_state(uow, counter, "closed", now, by)
        hand_over(uow, counter, now, by, "counter_closed")


def _person(uow: UnitOfWork, who: str) -> tuple[str, str]:
    """Return id and name of somebody by their staff number or id; a number goes first, as it is what people type."""
    found = uow.rows(_PERSON, center=uow.center, who=who)
    if not found:
        raise Refusal("person_unknown", person=who)
    id_, name = next((row for row in found if row[0] != who), found[0])
    return str(id_), str(name)
