"""A release on its way: guidance as canonical JSON, a statement of when it came into force, and its signature.

The id of a release is the SHA-256 of its guidance, so a release can never be changed. The statement ties the id to a
place in the record of publications; whoever holds one statement refuses those that came before it, so an old release
cannot be played back as new, while a rollback (a new statement about an old release) is followed.
"""

import base64
import hashlib
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from config.edition import Guidance
from config.words import both
from server.rules.errors import Refusal
from server.rules.unreadable import unreadable
from server.wire.left_out import without_defaults
from server.wire.written_once import written_once, written_out

PURPOSE: Final = b"banshi release statement\n"
"""Goes before what is signed, so that the signature can never stand for anything else."""

Position = tuple[int, int]
"""Where a statement stands: the moment (ms) from which it is in force, and its number in the record."""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Release `release` of guidance pack `pack` is in force from `in_force_at` (ms), as act `number` of the record.

    `previous` is the release in force before it.
    """

    release: str
    pack: str
    number: int
    in_force_at: int
    previous: str | None = None

    @property
    def position(self) -> Position:
        """Return where it stands among all statements."""
        return self.in_force_at, self.number


class SignedRelease(msgspec.Struct, frozen=True):
    """Answer of `GET /release`: `statement` is the very text that was signed, `guidance` the very bytes of the hash.

    `signature` and public `key` are base64.
    """

    id: str
    statement: str
    signature: str
    key: str
    guidance: msgspec.Raw


class Opened(msgspec.Struct, frozen=True):
    """A release that has been proved; `tag` is the ETag under which the server knows it."""

    id: str
    statement: Statement
    key: str
    guidance: Guidance
    tag: str


def canonical(value: Any) -> bytes:
    """Return `value` as JSON that is the same for the same value: keys sorted, no space, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def release_body(guidance: Guidance) -> bytes:
    """Return the JSON by which `guidance` is kept, hashed, signed and sent: without what is as usual, nothing twice."""
    return written_once(without_defaults(guidance))


def guidance_in(body: bytes) -> Guidance:
    """Return the guidance that `body` is; raises `msgspec.DecodeError`."""
    return msgspec.json.decode(written_out(body), type=Guidance)


def release_id(body: bytes) -> str:
    """Return the id of the release whose guidance is `body`."""
    return hashlib.sha256(body).hexdigest()


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public half of `key` as base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, statement: Statement) -> tuple[str, str]:
    """Return (text of the statement, its signature as base64)."""
    text = canonical(statement).decode()
    return text, base64.b64encode(key.sign(PURPOSE + text.encode())).decode()


def tag(statement: str) -> str:
    """Return the ETag of a statement: another publication of the same release has another one."""
    return hashlib.sha256(statement.encode()).hexdigest()[:32]


def open_release(data: bytes, trusted: str | None = None, newest: Position | None = None) -> Opened:
    """Prove the release written in `data` and return it.

    `trusted` is the only public key (base64) to believe, None believes the release's own; statements before `newest`
    are refused. Raises `Refusal` release_unreadable, release_key, release_signature, release_hash or release_old.
    """
    try:
        signed = msgspec.json.decode(data, type=SignedRelease)
        statement = msgspec.json.decode(signed.statement, type=Statement)
    except msgspec.DecodeError as error:
        raise Refusal("release_unreadable", why=unreadable(error)) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise Refusal("release_unreadable", why=both("the body is no whole JSON")) from error
    if trusted is not None and signed.key != trusted:
        raise Refusal("release_key")
    check_signature(signed.key, signed.statement, signed.signature)
    if not signed.id == statement.release == release_id(bytes(signed.guidance)):
        raise Refusal("release_hash")
    if newest is not None and statement.position < newest:
        raise Refusal("release_old")
    try:
        guidance = guidance_in(bytes(signed.guidance))
    except msgspec.DecodeError as error:
        raise Refusal("release_unreadable", why=unreadable(error)) from error
    return Opened(signed.id, statement, signed.key, guidance, tag(signed.statement))


def check_signature(key: str, statement: str, signature: str) -> None:
    """Raise `Refusal` release_signature unless `signature` is that of `key` under `statement`."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), PURPOSE + statement.encode())
    except (ValueError, InvalidSignature) as error:
        raise Refusal("release_signature") from error
