"""The same request twice: done once, answered twice, byte for byte.

The answer is kept in the transaction of the work, so there is no moment at which one exists without the other. It is
sealed (`server.office.sealed`), because a ticket's answer carries its secret, and thrown away after 72 hours.
"""

import threading
from collections.abc import Callable
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql

from server.office.sealed import seal, unseal
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import UnitOfWork

KEPT_MS: Final = 72 * 3600 * 1000
FORGET_EVERY_MS: Final = 3600 * 1000

_k = tables.idempotency.c
_KNOWN = select(_k.digest, _k.status, _k.answer, _k.at).where(_k.who == bindparam("who"), _k.key == bindparam("key"))
_KEEP = {
    "sqlite": insert(tables.idempotency),
    # Another process may keep the same key in this moment, for another center: only one of the two may stay.
    "postgresql": postgresql.insert(tables.idempotency).on_conflict_do_nothing(),
}
_FORGET_OLD = delete(tables.idempotency).where(_k.at < bindparam("before"))
_FORGET_ONE = delete(tables.idempotency).where(_k.who == bindparam("of_who"), _k.key == bindparam("of_key"))


class KeyedRequest(msgspec.Struct, frozen=True):
    """A request under a key.

    `who` asks: a token's id, or `ticket` and the id of the ticket whose holder asks. `digest` stands for the whole
    request (method, path, body). `credential` is what `who` showed; it is never kept.
    """

    who: str
    key: str
    digest: str
    credential: str


class _Kept(msgspec.Struct, frozen=True):
    digest: str
    status: int
    answer: str
    at: int


def once(uow: UnitOfWork, request: KeyedRequest, now: int, work: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Return (status, answer as JSON) of `work`, or what it answered when the same was asked under this key before.

    A work that raises is not kept: nothing happened, and it may be asked again. Raises `Refusal` key_conflict when the
    key came with another request (another path too), key_in_flight when another process is working on one.
    """
    known = _known(uow, request)
    if known is not None and known.at >= now - KEPT_MS:
        if known.digest != request.digest:
            raise Refusal("key_conflict")
        return known.status, _opened(known.answer, request)
    if known is not None:
        uow.run(_FORGET_ONE, of_who=request.who, of_key=request.key)
    status, answer = work()
    kept = uow.change(
        _KEEP[uow.database],
        who=request.who,
        key=request.key,
        digest=request.digest,
        status=status,
        answer=seal(answer, request.credential, request.key, request.digest),
        at=now,
    )
    if kept != 1:
        raise Refusal("key_in_flight")
    return status, answer


class Forgetting:
    """When this process threw old answers away last; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: int | None = None

    def due(self, now: int) -> bool:
        """Tell once an hour, at `now` (ms), that `forget` shall be called; also after a clock that was set back."""
        with self._lock:
            if self._last is not None and 0 <= now - self._last < FORGET_EVERY_MS:
                return False
            self._last = now
            return True


def forget(uow: UnitOfWork, now: int) -> int:
    """Throw away what was kept longer than 72 hours at `now` (ms); return how many answers that were."""
    return uow.change(_FORGET_OLD, before=now - KEPT_MS)


def _known(uow: UnitOfWork, request: KeyedRequest) -> _Kept | None:
    found = uow.row(_KNOWN, who=request.who, key=request.key)
    if found is None:
        return None
    digest, status, answer, at = found
    return _Kept(digest=digest, status=status, answer=answer, at=at)


def _opened(answer: str, request: KeyedRequest) -> str:
    # What an older release kept is open, with secrets taken out by the migration.
    return answer if answer.startswith("{") else unseal(answer, request.credential, request.key, request.digest)
