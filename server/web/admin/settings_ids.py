"""Names for programs of what people add: they type none, so each gets the next that is free."""

from collections.abc import Collection
from itertools import count
from typing import Any, Final

from sqlalchemy import select

from config.documents import Scope
from server.store import tables
from server.store.unit_of_work import Reading

_COUNTERS = select(tables.counters.c.id, tables.counters.c.center)
_STAFF = select(tables.staff.c.id, tables.staff.c.center)
STARTS: Final = {"counters": "", "staff": "p", "services": "service-", "elastic": "rule-"}
"""Table of a document -> what its ids begin with before their number."""


def name_new(reading: Reading, scope: Scope, document: dict[str, Any]) -> None:
    """Give every new entry of `document` an id that nobody has in the city."""
    taken = {str(each) for each in (*reading.pairs(_COUNTERS), *reading.pairs(_STAFF))}
    for table, start in STARTS.items():
        if scope.kind == "town" or (scope.kind == "center" and table == "services"):
            continue
        entries = document.get(table) or []
        own = f"{scope.id}-" if table in ("counters", "staff") else ""
        known = taken | {str(each.get("id")) for each in entries}
        for entry in entries:
            if not entry.get("id"):
                entry["id"] = _free(f"{own}{start}", known)
                known.add(entry["id"])


def _free(start: str, known: Collection[str]) -> str:
    return next(each for each in (f"{start}{number}" for number in count(1)) if each not in known)
