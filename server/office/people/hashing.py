"""Passwords as hashes (argon2id, t=3, 64 MiB, p=4).

Two at once: a crowd at the door must not cost the hall its memory.
"""

import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

AT_ONCE: Final = 2
_gate: Final = threading.BoundedSemaphore(AT_ONCE)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


@cache
def _nobody() -> str:
    return hashed("the password of nobody")


def hashed(password: str) -> str:
    """Return the hash of `password`, with a salt of its own."""
    with _gate:
        return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Tell whether `password` is what `kept` is the hash of; None takes as long, and is always wrong."""
    against = _nobody() if kept is None else kept
    with _gate:
        try:
            right = _hasher().verify(against, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
    return right and kept is not None


@cache
def common() -> frozenset[str]:
    """Return the 3,000 passwords that are used most, in small letters."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"][:3000])
