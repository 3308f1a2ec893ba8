"""The release in force, as it was signed: asked for again and again, so it answers with an ETag, and packed."""

import gzip

import msgspec
from flask import Response, request

from server.office.releases.publish import as_sent
from server.office.releases.record import Publication, in_force
from server.rules.errors import Refusal
from server.web.address import ANYBODY
from server.web.route import Asked, Route
from server.wire.signed_release import tag
from server.wire.written_once import GuidanceWritten

PACKED = 6
"""A release is written once and fetched by every kiosk, some over a thin line: packed it is a fifth as large."""
_encode = msgspec.json.Encoder().encode


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """The release in force: Ed25519 `signature` of the text `statement`; its `release` is the SHA-256 of `guidance`.

    What is signed is `banshi release statement`, a line feed, and the statement; `signature` and `key` are base64.
    """

    id: str
    statement: str
    signature: str
    key: str
    guidance: GuidanceWritten


def _release(asked: Asked) -> Response:
    current = asked.store.read(lambda reading: in_force(reading, asked.now))
    if current is None:
        raise Refusal("release_missing")
    etag = tag(current.statement)
    bearer = asked.admitted.bearer
    if bearer is not None and bearer.scope == "kiosk":
        asked.house.held.note(bearer.id, next(iter(request.if_none_match.as_set()), ""), asked.now)
    response = Response(content_type="application/json")
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    if etag in request.if_none_match:
        response.status_code = 304
        return response
    packed = asked.house.release.of(etag, lambda: gzip.compress(_body(asked, current), PACKED, mtime=0))
    response.headers["Vary"] = "Accept-Encoding"
    if request.accept_encodings.find("gzip") >= 0:
        response.headers["Content-Encoding"] = "gzip"
        response.data = packed
    else:
        response.data = gzip.decompress(packed)
    return response


def _body(asked: Asked, current: Publication) -> bytes:
    # Of the one whose ETag it is, not of the one in force by now: it is kept under that ETag.
    return _encode(asked.store.read(lambda reading: as_sent(reading, current)))


ROUTES = (
    Route(
        method="GET",
        path="/release",
        summary="The published guidance, signed, with ETag",
        permission="token",
        scopes=ANYBODY,
        target="city",
        answer=ReleaseAnswer,
        refuses=("release_missing", "release_unknown"),
        act=_release,
        tagged=True,
    ),
)
