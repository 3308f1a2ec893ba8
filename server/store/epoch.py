"""Another epoch for every journal: said once after a database was restored from a backup.

A restored journal counts on from an older seq, so what it tells next has numbers that followers have seen already for
other facts. With another epoch they ask for the whole board instead of believing that nothing is missing.
"""

from sqlalchemy import Connection, bindparam, case, update

from server.store import tables
from server.store.store import Store
from server.store.unit_of_work import CITY

_c = tables.centers.c
_RENEW = update(tables.centers).values(
    epoch=case((_c.epoch >= bindparam("now"), _c.epoch + 1), else_=bindparam("now")),
)


def renew_epochs(store: Store, now: int) -> int:
    """Give every center's journal an epoch that it never had, `now` (ms) or the next; return how many there are."""
    return store.write(CITY, lambda uow: uow.change(_RENEW, now=now))


def renew_all(connection: Connection, now: int) -> None:
    """Do the same to a database that no store has open yet, in the transaction of `connection`."""
    connection.execute(_RENEW, {"now": now})
