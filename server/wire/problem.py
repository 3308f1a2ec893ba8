"""A refusal as HTTP tells it: RFC 9457 problem details in the reader's language, and headers. Pure."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from config.centers import Language, Text
from config.words import say
from server.rules.errors import Code, Refusal

PROBLEM: Final = "application/problem+json"
CHALLENGE: Final = 'Bearer realm="banshi"'
_AT_ONCE: Final[dict[Code, str]] = {"key_in_flight": "1", "busy": "1"}
_AWAY: Final = "5"
"""Seconds after which the same request may succeed, told as Retry-After; `_AWAY` with every other 503."""
_encode = msgspec.json.Encoder().encode


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457 problem details; `code` is stable, `detail` is in the reader's language."""

    type: Annotated[str, Meta(pattern="^/problems/[a-z_]+$")]
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str
    code: Annotated[str, Meta(pattern="^[a-z_]+$")]


def said(refusal: Refusal, words: Language) -> str:
    """Return the sentence of `refusal` in the language `words`."""
    values = {name: value.say(words) if isinstance(value, Text) else value for name, value in refusal.values.items()}
    return say(words, refusal.message, **values)


def details(refusal: Refusal, words: Language) -> bytes:
    """Return the problem details of `refusal` as JSON."""
    return _encode(
        Problem(
            type=f"/problems/{refusal.code}",
            title=refusal.code.replace("_", " "),
            status=refusal.status,
            detail=said(refusal, words),
            code=refusal.code,
        )
    )


def headers(refusal: Refusal) -> list[tuple[str, str]]:
    """Return what a refusal says in headers, whatever form the rest of it has."""
    wait = _retry_after(refusal)
    told = [("Retry-After", wait)] if wait is not None else []
    return [*told, ("WWW-Authenticate", CHALLENGE)] if refusal.status == 401 else told


def _retry_after(refusal: Refusal) -> str | None:
    """Return the seconds after which the same request may succeed, None when it never will."""
    if refusal.status == 429:
        return str(refusal.values["seconds"])
    return _AT_ONCE.get(refusal.code, _AWAY if refusal.status == 503 else None)
