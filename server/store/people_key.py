"""The key that secrets of people are sealed with: a file of its owner's in the data directory, never in the database.

Whoever reads the database, or a backup of it, can therefore make no one-time code of anybody.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from config.system_words import system_says
from config.words import both
from server.store.errors import StoreError

FILE: Final = "people.key"
BYTES: Final = 32


def first_people_key(data: Path) -> bytes:
    """Return the key in directory `data`, made where there is none; all who make the first one at once get the same.

    Raises `StoreError` key_unreadable, data_unwritable.
    """
    place = data / FILE
    if not place.exists():
        _make(place)
    try:
        key = place.read_bytes()
    except OSError as error:
        raise StoreError("key_unreadable", place=place, why=system_says(error)) from error
    if len(key) != BYTES:
        raise StoreError("key_unreadable", place=place, why=both("it is no key, or has a password"))
    return key


def _make(place: Path) -> None:
    fresh = place.with_name(f"{FILE}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(BYTES))
            out.flush()
            os.fsync(out.fileno())
        # A link is made by one of those who come at once; the others read what it leads to.
        with suppress(FileExistsError):
            os.link(fresh, place)
        fresh.unlink()
    except OSError as error:
        raise StoreError("data_unwritable", place=place.parent, why=system_says(error)) from error
