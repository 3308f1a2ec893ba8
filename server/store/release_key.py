"""The private key that releases are signed with: a file of its owner's in the data directory, never in the database.

Whoever can read the database, or a backup of it, can therefore not sign a release.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from config.system_words import system_says
from config.words import both
from server.store.errors import StoreError

FILE: Final = "release.key"


def read_key(data: Path) -> Ed25519PrivateKey | None:
    """Return the key in directory `data`, or None when there is none; raises `StoreError` key_unreadable."""
    try:
        key = load_pem_private_key((data / FILE).read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError("key_unreadable", place=data / FILE, why=system_says(error)) from error
    except (ValueError, TypeError) as error:
        raise StoreError("key_unreadable", place=data / FILE, why=both("it is no key, or has a password")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError("key_unreadable", place=data / FILE, why=both("it is of another kind"))
    return key


def make_key(data: Path) -> Ed25519PrivateKey:
    """Make a new key in directory `data`, in place of an older one; raises `StoreError` data_unwritable."""
    key = Ed25519PrivateKey.generate()
    fresh = data / f"{FILE}.new"
    try:
        _write(fresh, key)
        fresh.replace(data / FILE)
    except OSError as error:
        raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
    return key


def first_key(data: Path) -> Ed25519PrivateKey:
    """Return the key in directory `data`, made where there is none; all who make the first one at once get the same.

    Raises `StoreError` key_unreadable, data_unwritable.
    """
    found = read_key(data)
    if found is not None:
        return found
    made = Ed25519PrivateKey.generate()
    fresh = data / f"{FILE}.{secrets.token_hex(8)}"
    try:
        try:
            _write(fresh, made)
            # Unlike a rename, this never takes the place of what another program has put there meanwhile.
            os.link(fresh, data / FILE)
        except FileExistsError:
            return read_key(data) or made
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
    return made


def _write(fresh: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
