"""Publishing guidance: an immutable release, and which one is in force."""

import msgspec
from sqlalchemy import bindparam, desc, insert, select

from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

_r = tables.releases.c
_CURRENT = select(_r.id, _r.body, _r.published_at).order_by(desc(_r.published_at), desc(_r.id)).limit(1)
_CURRENT_ID = select(_r.id).order_by(desc(_r.published_at), desc(_r.id)).limit(1)
_BY_ID = select(_r.id, _r.body, _r.published_at).where(_r.id == bindparam("release"))
_HAS = select(_r.id).where(_r.id == bindparam("release"))
_NEW = insert(tables.releases)


class Release(msgspec.Struct, frozen=True):
    """A published pack: `id` is the SHA-256 of `body`, which is its JSON; `published_at` in ms."""

    id: str
    body: str
    published_at: int


def publish_release(uow: UnitOfWork, release: str, body: str, now: int) -> bool:
    """Publish `body` under its id at `now` (ms); return False, and change nothing, when it was published before."""
    if uow.row(_HAS, release=release) is not None:
        return False
    uow.run(_NEW, id=release, body=body, published_at=now)
    return True


def current_release(reading: Reading) -> Release:
    """Return the release in force; raises `Refusal` release_missing."""
    found = reading.row(_CURRENT)
    if found is None:
        raise Refusal("release_missing")
    return Release(*found)


def current_release_id(reading: Reading) -> str:
    """Return the id of the release in force without its body; raises `Refusal` release_missing."""
    found = reading.value(_CURRENT_ID)
    if found is None:
        raise Refusal("release_missing")
    return str(found)


def release_of(reading: Reading, release: str) -> Release:
    """Return a release by id; raises `Refusal` release_missing."""
    found = reading.row(_BY_ID, release=release)
    if found is None:
        raise Refusal("release_missing")
    return Release(*found)
