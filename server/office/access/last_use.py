"""When each token was used last: told once a minute at most, so that the busiest costs next to nothing."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from sqlalchemy import bindparam, or_, update

from server.office.access.bearer import Bearer
from server.rules.errors import Refusal
from server.store import access_tables
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

EVERY_MS: Final = 60_000
_k = access_tables.tokens.c
_USED = (
    update(access_tables.tokens)
    .where(_k.id == bindparam("of_id"), or_(_k.last_used_at.is_(None), _k.last_used_at < bindparam("before")))
    .values(last_used_at=bindparam("now"))
)


def note_use(store: Store, bearer: Bearer, now: int) -> None:
    """Write down that `bearer` showed its token at `now` (ms), unless that was told within the last minute."""
    if bearer.last_used_at is not None and bearer.last_used_at > now - EVERY_MS:
        return
    note_uses(store, {bearer.id: now})


def note_uses(store: Store, uses: Mapping[str, int]) -> None:
    """Have written down in one change when (ms) each of some tokens was shown; who shows one does not wait for it."""

    def write(uow: UnitOfWork) -> None:
        for token, at in uses.items():
            uow.run(_USED, of_id=token, before=at - EVERY_MS + 1, now=at)

    # A store that keeps nothing right now (or only reads) must not lock anybody out; the next use is told again.
    with suppress(Refusal):
        store.order(CITY, write)
