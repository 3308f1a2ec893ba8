"""A release is believed only whole, unchanged, signed by the trusted key, and not older than the one held."""

import base64
import json
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from config.edition import Guidance
from server.rules.errors import Refusal
from server.wire.signed_release import (
    SignedRelease,
    Statement,
    canonical,
    open_release,
    public_key,
    release_body,
    release_id,
    sign,
    tag,
)
from tests.server.rules.guidance.small_pack import SMALL

KEY, FOREIGN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
BODY = release_body(Guidance(SMALL))


def written(number: int = 3, at: int = 1000, key: Ed25519PrivateKey = KEY, body: bytes = BODY, **fields: Any) -> bytes:
    text, signature = sign(key, Statement(release_id(body), "small", number, at))
    made = SignedRelease(release_id(body), text, signature, public_key(key), msgspec.Raw(body))
    return msgspec.json.encode(msgspec.structs.replace(made, **fields))


def refused(code: str, data: bytes, *trust: Any) -> None:
    with pytest.raises(Refusal) as caught:
        open_release(data, *trust)
    assert caught.value.code == code


def test_a_release_is_opened() -> None:
    data = written()
    opened = open_release(data, public_key(KEY), (1000, 3))
    assert (opened.guidance, opened.statement.position) == (Guidance(SMALL), (1000, 3))
    assert opened.id == release_id(BODY)
    assert opened.tag == tag(json.loads(data)["statement"])


def test_a_changed_body_is_refused() -> None:
    changed = release_body(Guidance(msgspec.structs.replace(SMALL, revision=2)))
    refused("release_hash", written(guidance=msgspec.Raw(changed)))
    refused("release_hash", written(guidance=msgspec.Raw(changed), id=release_id(changed)))
    refused("release_hash", written(guidance=msgspec.Raw(BODY.replace(b'"revision":1', b'"revision": 1'))))
    refused("release_hash", written(id="0" * 64))


def test_a_changed_statement_or_signature_is_refused() -> None:
    data = json.loads(written())
    for statement in (data["statement"].replace('"number":3', '"number":9'), data["statement"] + " "):
        refused("release_signature", written(statement=statement))
    signature = base64.b64decode(data["signature"])
    flipped = base64.b64encode(bytes([signature[0] ^ 1]) + signature[1:]).decode()
    for wrong in (flipped, "", "no base64!", base64.b64encode(b"short").decode(), data["signature"][:-4]):
        refused("release_signature", written(signature=wrong))


def test_a_signature_under_something_else_is_refused() -> None:
    text = json.loads(written())["statement"]
    refused("release_signature", written(signature=base64.b64encode(KEY.sign(text.encode())).decode()))


def test_a_foreign_key_is_refused() -> None:
    refused("release_key", written(key=FOREIGN), public_key(KEY))
    for key in ("", "AAAA", "!", public_key(FOREIGN)):
        data = json.loads(written())
        data["key"] = key
        refused("release_signature", json.dumps(data).encode())


def test_an_old_release_played_back_is_refused_and_a_rollback_is_not() -> None:
    older = written(number=1, at=500)
    refused("release_old", older, public_key(KEY), (1000, 3))
    refused("release_old", written(number=2, at=1000), public_key(KEY), (1000, 3))
    rollback = written(number=4, at=1500)
    assert open_release(rollback, public_key(KEY), (1000, 3)).id == open_release(older).id
    scheduled_before_and_in_force_later = written(number=2, at=1200)
    assert open_release(scheduled_before_and_in_force_later, public_key(KEY), (1000, 3)).statement.number == 2


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_cut_release_is_refused(share: float) -> None:
    data = written()
    refused("release_unreadable", data[: int(len(data) * share)])


@pytest.mark.parametrize(
    "data",
    [
        b"null",
        b"[]",
        b"\xff",
        b'{"id":1}',
        b"[" * 5000,
        b'{"id":"","statement":"x","signature":"","key":"","guidance":{}}',
    ],
)
def test_what_is_no_release_is_refused(data: bytes) -> None:
    refused("release_unreadable", data)


def test_a_signed_thing_that_is_no_guidance_is_refused() -> None:
    refused("release_unreadable", written(body=b'{"pack":{}}'))
    refused("release_unreadable", written(body=b"[]"))


@given(st.integers(0, len(written()) - 1), st.integers(1, 255))
def test_no_changed_byte_is_believed(place: int, change: int) -> None:
    """Whatever byte is changed, the release is refused, or says the very same as before."""
    data = bytearray(written())
    data[place] ^= change
    try:
        opened = open_release(bytes(data), public_key(KEY))
    except Refusal:
        return
    assert release_body(opened.guidance) == BODY


def test_the_same_guidance_has_the_same_id_however_it_was_written() -> None:
    again = msgspec.json.decode(json.dumps(json.loads(canonical(Guidance(SMALL))), indent=3), type=Guidance)
    assert release_body(again) == BODY


def test_a_release_from_before_anything_was_left_out_is_opened() -> None:
    whole = canonical(Guidance(SMALL))
    assert b'"shared"' not in whole
    assert open_release(written(body=whole)).guidance == Guidance(SMALL)


@pytest.mark.parametrize(
    "shared",
    [
        b'[{"=":0}]',
        b'[{"=":1},"x"]',
        b'[["%b"]%b]' % (b"x" * 99, b"".join(b',[{"=":%d},{"=":%d}]' % (n, n) for n in range(40))),
    ],
    ids=["itself", "a later one", "twice as long each time"],
)
def test_a_signed_thing_that_stands_for_no_guidance_is_refused(shared: bytes) -> None:
    last = shared.count(b",[") if b",[" in shared else 0
    refused("release_unreadable", written(body=b'{"pack":{"=":%d},"shared":%b}' % (last, shared)))
