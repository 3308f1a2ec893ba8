"""The private key that releases are signed with: a file of its owner's in the data directory, never in the database.

Whoever can read the database, or a backup of it, can therefore not sign a release.
"""

import os
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
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = data / f"{FILE}.new"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(data / FILE)
    except OSError as error:
        raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
    return key
