"""Tokens, codes and ticket secrets are kept as hashes only.

Each carries at least 128 random bits, so one round of SHA-256 is enough; a slow hash is for passwords.
"""

from hashlib import sha256


def secret_hash(text: str) -> str:
    """Return the SHA-256 of a secret, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
