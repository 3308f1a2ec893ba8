"""Which public key releases are signed with; a new one takes the place of the old one, which stays known."""

from sqlalchemy import bindparam, insert, select, update

from server.store import guidance_tables
from server.store.unit_of_work import Reading, UnitOfWork

_k = guidance_tables.release_keys.c
_CURRENT = select(_k.key).where(_k.retired_at.is_(None))
_ALL = select(_k.key)
_NEW = insert(guidance_tables.release_keys)
_RETIRE = update(guidance_tables.release_keys).where(_k.retired_at.is_(None)).values(retired_at=bindparam("now"))


def key_in_use(reading: Reading) -> str | None:
    """Return the public key (base64) in use, or None before the first."""
    found = reading.value(_CURRENT)
    return None if found is None else str(found)


def keys_ever(reading: Reading) -> frozenset[str]:
    """Return every public key that was ever used."""
    return frozenset(row[0] for row in reading.rows(_ALL))


def use_key(uow: UnitOfWork, key: str, now: int) -> None:
    """Take public `key` into use at `now` (ms) and retire the one before."""
    uow.run(_RETIRE, now=now)
    uow.run(_NEW, key=key, made_at=now, retired_at=None)
