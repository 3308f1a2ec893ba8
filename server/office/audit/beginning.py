"""Where the record of changes begins: what is older than the city keeps it is thrown away, and the rest still proved.

The last row that went leaves its hash, to which the first that stays is chained; a row of the record says so as well.
"""

from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select

from server.office.audit.chain import BEGINNING, Changed, Head, beginning, lock_record, record
from server.rules.errors import Refusal
from server.store.audit_tables import record_beginning
from server.store.people_tables import audit
from server.store.unit_of_work import UnitOfWork

LEAST_DAYS: Final = 180
"""No row goes sooner, whatever is asked for (Cybersecurity Law, article 21)."""
PORTION: Final = 5000
A_DAY: Final = 24 * 3600 * 1000
_a = audit.c
_FIRST_YOUNG = select(func.min(_a.seq)).where(_a.at >= bindparam("before"))
_NEWEST = select(func.max(_a.seq))
_ROW = select(_a.hash, _a.at).where(_a.seq == bindparam("seq"))
_CUT = delete(audit).where(_a.seq <= bindparam("upto"))
_FORGET = delete(record_beginning)
_BEGIN = insert(record_beginning)


def throw_old_away(uow: UnitOfWork, before: int, now: int) -> int:
    """Throw away rows from before the moment `before` (ms), a portion at most, and record it; return how many went.

    A row that is older than `before` stays while one in front of it is not. Raises `Refusal` record_too_young.
    """
    if now - before < LEAST_DAYS * A_DAY:
        raise Refusal("record_too_young", days=LEAST_DAYS)
    lock_record(uow)
    start = beginning(uow).seq
    young, newest = uow.value(_FIRST_YOUNG, before=before), uow.value(_NEWEST)
    last = min((int(young) if young is not None else int(newest or 0) + 1) - 1, start + PORTION)
    found = uow.row(_ROW, seq=last) if last > start else None
    if found is None:
        return 0
    link, until = str(found[0]), int(found[1])
    gone = uow.change(_CUT, upto=last)
    uow.run(_FORGET)
    uow.run(_BEGIN, id=1, seq=last, hash=link, until=until)
    told = msgspec.json.encode(Head(last, link)).decode()
    record(uow, Changed(now, "", "", BEGINNING, after=told))
    return gone
