"""Who presses at a counter, for the journal: whoever sits there, and where clerks sign in nobody but them."""

from sqlalchemy import bindparam, select

from server.office.people.sign_ins import SEEN_EVERY_MS, note_pressed
from server.office.seat import person_at
from server.rules.errors import Refusal
from server.store import people_tables, tables
from server.store.unit_of_work import UnitOfWork

_k, _s = tables.counters.c, people_tables.sign_ins.c
_STILL = (
    select(_s.seen_at)
    .join(tables.counters, _k.sign_in == _s.id)
    .where(_k.id == bindparam("counter"), _s.id == bindparam("sign_in"), _s.ended_at.is_(None))
)


def who_presses(uow: UnitOfWork, center: str, counter: str, sign_in: str | None, now: int) -> str | None:
    """Return whoever sits at `counter` of `center`, as which the token of `sign_in` presses at `now` (ms).

    Raises `Refusal` desk_sign_in_needed where that sign-in is over, or where clerks sign in and nobody did.
    """
    if sign_in is not None:
        seen = uow.value(_STILL, counter=counter, sign_in=sign_in)
        if seen is None:
            raise Refusal("desk_sign_in_needed")
        if now - int(seen) >= SEEN_EVERY_MS:
            note_pressed(uow, sign_in, now)
    elif uow.hall_of(center).rules.desks_signed_in:
        raise Refusal("desk_sign_in_needed")
    return person_at(uow, counter)
