"""Who works now: who sits at which counter since when, how they signed in, and what the counter does."""

from collections.abc import Collection
from typing import Literal

import msgspec
from sqlalchemy import bindparam, select

from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.office.people.sign_ins import end
from server.office.seat import NAME
from server.rules.errors import Refusal
from server.rules.people.roles import may
from server.store import people_tables, tables
from server.store.projection import tree_of
from server.store.unit_of_work import Reading, UnitOfWork

Doing = Literal["serving", "called", "paused", "idle", "closed"]
_k, _i, _t, _p = tables.counters.c, people_tables.sign_ins.c, tables.tickets.c, people_tables.people.c
_WORKING = (
    select(_k.center, _k.id, NAME, _k.seated_at, _k.state, _k.paused_at, _t.state, _t.label, _i.id, _i.how, _i.seen_at)
    .outerjoin(people_tables.sign_ins, _i.id == _k.sign_in)
    .outerjoin(tables.tickets, _t.in_hand == _k.id)
    .where(_k.person.is_not(None), _k.taken_away_at.is_(None))
    .order_by(_k.center, _k.position)
)
_ONE = (
    select(_k.center, _p.login)
    .join(people_tables.sign_ins, _i.id == _k.sign_in)
    .join(people_tables.people, _p.id == _i.person)
    .where(_i.id == bindparam("sign_in"), _i.ended_at.is_(None))
)


class Working(msgspec.Struct, frozen=True):
    """Somebody who sits at a counter `since` a moment (ms), what they do, with which number, or paused since when.

    Who signed in there has a `sign_in`, which names `how` (PIN, card, password) and when they pressed something last.
    """

    center: str
    counter: str
    name: str
    since: int
    doing: Doing
    number: str
    paused_at: int | None
    sign_in: str | None
    how: str
    seen_at: int | None


def working(reading: Reading, centers: Collection[str]) -> list[Working]:
    """Return who sits at the counters of `centers`, by center, in the order of its counters."""
    found: dict[str, Working] = {}
    for center, counter, name, since, state, paused, ticket, number, sign_in, how, seen in reading.rows(_WORKING):
        if center in centers and counter not in found:
            doing = _doing(state, ticket)
            at = paused if doing == "paused" else None
            found[counter] = Working(
                center, counter, name or "", since or 0, doing, number or "", at, sign_in, how or "", seen
            )
    return list(found.values())


def end_working(uow: UnitOfWork, sign_in: str, by: By, now: int) -> None:
    """End a sign-in at a desk; the desk closes within two seconds, and a ticket that is being served stays there.

    Raises `Refusal` desk_left for one that is over, duty_missing where `by` does not manage that center's staff.
    """
    found = uow.row(_ONE, sign_in=sign_in)
    if found is None:
        raise Refusal("desk_left")
    center, login = found
    if not may(by.grants, "staff", center, tree_of(uow)):
        raise Refusal("duty_missing")
    end(uow, sign_in, "ended_by_other", now)
    record(uow, Changed(now, by.person, by.name, "sign_in_ended", login, center, place=by.place))


def _doing(counter: str, ticket: str | None) -> Doing:
    if ticket is not None:
        return "called" if ticket == "called" else "serving"
    states: dict[str, Doing] = {"open": "idle", "paused": "paused"}
    return states.get(counter, "closed")
