"""Documents whose moment has come take force by themselves."""

from functools import partial

from config.documents import Scope
from server.office.settings.findings import findings, obstacles
from server.office.settings.force import lock_concerned, lock_settings, take_force
from server.rules.errors import Refusal
from server.store.settings import due, in_force, revision_of
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork


def take_due(store: Store, now: int) -> dict[Scope, Refusal]:
    """Let every document take force whose moment has come by `now` (ms); return what stayed behind, and why.

    One that would leave people standing, or that does not fit any more to what others decided meanwhile, stays behind:
    what held before goes on, and it is tried again at the next call. Raises `Refusal` store_unavailable.
    """
    waits: dict[Scope, Refusal] = {}
    for scope, number in store.read(lambda reading: due(reading, now)):
        refused = store.write(CITY, partial(_take, scope=scope, number=number, now=now))
        if refused is not None:
            waits[scope] = refused
    return waits


def _take(uow: UnitOfWork, scope: Scope, number: int, now: int) -> Refusal | None:
    lock_settings(uow)
    holds, revision = in_force(uow, scope), revision_of(uow, scope, number)
    if revision is None or (holds is not None and holds.what.revision >= number):
        return None
    document = revision.document
    concerned = lock_concerned(uow, scope, document, now)
    found = findings(uow, scope, document, now) or obstacles(uow, scope, document)
    if found:
        return found[0]
    take_force(uow, revision, concerned, now)
    return None
