"""Settings that a token decides, or somebody at the console of the server: written, and recorded with it."""

import msgspec
from sqlalchemy import bindparam, select

from config.documents import Scope
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.office.settings.change import Change, put_settings
from server.store.access_tables import tokens
from server.store.settings import Revision
from server.store.unit_of_work import UnitOfWork

_NAME = select(tokens.c.name).where(tokens.c.id == bindparam("id"))


def put_by_token(uow: UnitOfWork, change: Change, place: str, now: int) -> Revision:
    """Write what a token decided at `now` (ms), from the address `place`; raises `Refusal` as `put_settings`."""
    written = put_settings(uow, change, now)
    name = str(uow.value(_NAME, id=change.by) or "")
    record_written(uow, written.scope, change.seen, By(change.by, name, place), now)
    return written


def record_written(uow: UnitOfWork, scope: Scope, seen: int, by: By, now: int) -> None:
    """Record that a document took the place of revision `seen`."""
    revisions = [msgspec.json.encode(each).decode() for each in (seen, seen + 1)]
    center = scope.id if scope.kind != "city" else ""
    record(uow, Changed(now, by.person, by.name, "settings_written", str(scope), center, "done", by.place, *revisions))
