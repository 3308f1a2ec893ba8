"""The same request twice: done once, answered twice, byte for byte.

The answer is kept in the transaction of the work, so there is no moment at which one exists without the other. A
ticket's answer carries its secret, therefore the table is emptied after 72 hours.
"""

from collections.abc import Callable
from typing import Final
from zlib import crc32

from sqlalchemy import bindparam, delete, insert, select

from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import UnitOfWork

KEPT_MS: Final = 72 * 3600 * 1000
TIDY_EVERY: Final = 256

_k = tables.idempotency.c
_KNOWN = select(_k.body_hash, _k.status, _k.answer, _k.at).where(
    _k.token == bindparam("token"), _k.key == bindparam("key")
)
_KEEP = insert(tables.idempotency)
_FORGET = delete(tables.idempotency).where(_k.at < bindparam("before"))


def once(
    uow: UnitOfWork, token: str, key: str, body_hash: str, now: int, work: Callable[[], tuple[int, str]]
) -> tuple[int, str]:
    """Return (status, answer as JSON) of `work`, or what it answered when `token` sent `key` before.

    `body_hash` stands for the whole request (method, address, body). A work that raises is not kept: nothing
    happened, and it may be asked again. Raises `Refusal` key_conflict when the key came with another request.
    """
    known = uow.row(_KNOWN, token=token, key=key)
    if known is not None and known[3] >= now - KEPT_MS:
        if known[0] != body_hash:
            raise Refusal("key_conflict")
        return int(known[1]), str(known[2])
    if known is not None or crc32(key.encode()) % TIDY_EVERY == 0:
        uow.run(_FORGET, before=now - KEPT_MS)
    status, answer = work()
    uow.run(_KEEP, token=token, key=key, body_hash=body_hash, status=status, answer=answer, at=now)
    return status, answer
