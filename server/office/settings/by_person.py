"""Settings that somebody who is signed in decides: written as every document is, and recorded."""

import msgspec

from config.documents import Document, Scope
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.office.settings.change import Change, put_settings
from server.store.settings import Revision
from server.store.unit_of_work import UnitOfWork


def put_as(
    uow: UnitOfWork, scope: Scope, document: Document, seen: int, by: By, now: int, at: int | None = None
) -> Revision:
    """Write `document` for `scope` at `now` (ms), to hold at once or from `at`; `seen` is the newest revision known.

    Whose duty reaches the scope is for the page's declaration to say. Raises `Refusal` as `put_settings`.
    """
    given = msgspec.to_builtins(document)
    written = put_settings(uow, Change(scope, given, seen, by.person, None, at), now)
    revisions = [msgspec.json.encode(each).decode() for each in (seen, written.revision)]
    center = scope.id if scope.kind != "city" else ""
    record(
        uow,
        Changed(now, by.person, by.name, "settings_written", str(scope), center, "done", by.place, *revisions),
    )
    return written
