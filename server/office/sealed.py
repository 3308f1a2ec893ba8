"""A kept answer that only its asker can open: encrypted with a key made from what the asker shows and we never keep.

The credential (a token, a ticket's secret) carries at least 128 random bits and is kept as a hash only. So whoever
reads the database, a backup or a replica cannot open the answer, and no key of the server's has to be guarded.
"""

import base64
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSE: Final = b"banshi kept answer\n"
NONCE: Final = 12


def seal(text: str, credential: str, key: str, about: str) -> str:
    """Return `text` sealed for whoever shows `credential` with the same `key`; `about` is bound to it."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(credential, key)).encrypt(nonce, text.encode(), about.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, credential: str, key: str, about: str) -> str:
    """Return the text; raises `cryptography.exceptions.InvalidTag` when any of the three is another."""
    data = base64.b64decode(sealed)
    return AESGCM(_key(credential, key)).decrypt(data[:NONCE], data[NONCE:], about.encode()).decode()


def _key(credential: str, key: str) -> bytes:
    return hmac.digest(credential.encode(), PURPOSE + key.encode(), "sha256")
