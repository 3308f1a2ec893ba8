"""One-time codes that let a page in: safe to print or to put into an address."""

import secrets
from typing import Final, Literal

from sqlalchemy import insert

from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork

Scope = Literal["kiosk", "counter", "display", "channel", "admin"]
VALID_MS: Final = 60 * 60 * 1000
_CODE = insert(access_tables.access_codes)


def grant_access(
    uow: UnitOfWork, scope: Scope, now: int, *, center: str | None = None, counter: str | None = None
) -> str:
    """Return a code that can be redeemed once, within 60 minutes of `now` (ms), for a token of this scope."""
    code = secrets.token_urlsafe(18)
    uow.run(
        _CODE,
        hash=secret_hash(code),
        scope=scope,
        center=center,
        counter=counter,
        granted_at=now,
        expires_at=now + VALID_MS,
        used_at=None,
    )
    return code
