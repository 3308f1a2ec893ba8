"""A stream of bytes sealed with a passphrase: who does not know it reads nothing, and a changed bit is found.

AES-256-GCM in pieces; each piece is bound to its place and the last one says that it is the last, so nothing can be
left out, moved or cut off. The head carries a check of the key, so that a wrong key and a damaged file are told apart.
"""

import os
import zlib
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"BANSHI-SEALED-1\n"
PIECE: Final = 1 << 18
TAG: Final = 16
_SALT: Final = 16
_PREFIX: Final = 7
_CHECK: Final = 16
_SUM: Final = 4
HEAD: Final = len(MAGIC) + _SALT + _PREFIX + _CHECK + _SUM


class WrongKey(Exception):
    """The passphrase is not the one that the stream was sealed with."""


class Broken(Exception):
    """What was read is not what was written: bits changed, or the end is missing."""


class SealedWriter:
    """Seals what is written to it into `out`; nothing is whole before `close`, which leaves `out` open."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        cipher, check = _keys(passphrase, salt)
        head = MAGIC + salt + self._prefix + check
        self._head = head + zlib.crc32(head).to_bytes(_SUM, "big")
        self._cipher = AESGCM(cipher)
        self._out = out
        self._held = bytearray()
        self._number = 0
        out.write(self._head)

    def write(self, content: bytes) -> int:
        """Seal `content`; the last piece is held back, as only the end makes one the last."""
        self._held += content
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def flush(self) -> None:
        """Do nothing: a piece is written when it is full."""

    def close(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._held), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last=last), piece, self._head))
        self._number += 1


class SealedReader:
    """Reads what a `SealedWriter` has written to `source`."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """Read the head; raises `WrongKey` and `Broken`."""
        self._head = source.read(HEAD)
        own, summed = self._head[:-_SUM], self._head[-_SUM:]
        if len(self._head) < HEAD or not own.startswith(MAGIC) or zlib.crc32(own).to_bytes(_SUM, "big") != summed:
            raise Broken
        salt, rest = own[len(MAGIC) :][:_SALT], own[len(MAGIC) + _SALT :]
        self._prefix, known = rest[:_PREFIX], rest[_PREFIX:]
        cipher, check = _keys(passphrase, salt)
        if not bytes_eq(check, known):
            raise WrongKey
        self._cipher = AESGCM(cipher)
        self._source = source
        self._next = source.read(PIECE + TAG)
        self._number = 0
        self._held = b""
        self._over = False

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, fewer only at the end, all that is left without a size; raises `Broken`."""
        parts = [self._held]
        there = len(self._held)
        while not self._over and (size < 0 or there < size):
            parts.append(self._piece())
            there += len(parts[-1])
        whole = b"".join(parts)
        asked = whole if size < 0 else whole[:size]
        self._held = whole[len(asked) :]
        return asked

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._source.read(PIECE + TAG)
        self._over = not self._next
        try:
            piece = self._cipher.decrypt(_nonce(self._prefix, self._number, last=self._over), sealed, self._head)
        except InvalidTag as error:
            raise Broken from error
        self._number += 1
        return piece


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key of the cipher and what tells that it is the right one; 32 MiB and a tenth of a second."""
    made = Scrypt(salt=salt, length=32 + _CHECK, n=2**15, r=8, p=1).derive(passphrase.encode())
    return made[:32], made[32:]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
