"""The key that releases are signed with, as this machine keeps it: made when the city never had one."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.office.releases.keys import key_in_use, use_key
from server.rules.errors import Refusal
from server.store.release_key import first_key, read_key
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork
from server.wire.signed_release import public_key


def signing_key(store: Store, data: Path, now: int) -> Ed25519PrivateKey:
    """Return the key in directory `data`, made at `now` (ms) for a city without one; raises release_key_missing."""
    known = store.read(key_in_use)
    if known is None:
        made = first_key(data)
        known = store.write(CITY, lambda uow: _in_use(uow, public_key(made), now))
    key = read_key(data)
    if key is None or public_key(key) != known:
        raise Refusal("release_key_missing", place=data)
    return key


def _in_use(uow: UnitOfWork, key: str, now: int) -> str:
    """Take the first `key` into use, unless another program has done so meanwhile; return which is."""
    known = key_in_use(uow)
    if known is None:
        use_key(uow, key, now)
    return known or key
