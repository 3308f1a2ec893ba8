"""What a refused request is told: RFC 9457 problem details with a stable code, in the reader's language."""

from collections.abc import Iterable
from typing import Final

import msgspec
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from config.centers import Language, Text
from config.words import both, say
from server.rules.errors import Code, Refusal
from server.web.http.answering import short
from server.web.language import preferred
from server.wire.messages import Problem

EVERY_METHOD: Final = "GET, HEAD, POST, PUT"
PROBLEM: Final = "application/problem+json"
_log = structlog.get_logger("web")
_encode = msgspec.json.Encoder().encode
_BY_STATUS: Final[dict[int, Code]] = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_AT_ONCE: Final[dict[Code, str]] = {"key_in_flight": "1", "busy": "1"}
_AWAY: Final = "5"
"""Seconds after which the same request may succeed, told as Retry-After; `_AWAY` with every other 503."""
CHALLENGE: Final = 'Bearer realm="banshi"'


def language() -> Language:
    """Return the reader's language by Accept-Language; Chinese unless English is preferred."""
    return preferred(request.headers.get("Accept-Language", ""))


def said(refusal: Refusal, words: Language) -> str:
    """Return the sentence of `refusal` in the language `words`."""
    values = {name: value.say(words) if isinstance(value, Text) else value for name, value in refusal.values.items()}
    return say(words, refusal.message, **values)


def document(refusal: Refusal, words: Language) -> bytes:
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


def retry_after(refusal: Refusal) -> str | None:
    """Return the seconds after which the same request may succeed, None when it never will."""
    if refusal.status == 429:
        return str(refusal.values["seconds"])
    return _AT_ONCE.get(refusal.code, _AWAY if refusal.status == 503 else None)


def headers(refusal: Refusal) -> list[tuple[str, str]]:
    """Return what a refusal says in headers, whatever form the rest of it has."""
    wait = retry_after(refusal)
    told = [("Retry-After", wait)] if wait is not None else []
    return [*told, ("WWW-Authenticate", CHALLENGE)] if refusal.status == 401 else told


def problem(refusal: Refusal, allowed: Iterable[str] = ()) -> Response:
    """Return the answer that says why the request was refused; `allowed` are the methods that are not."""
    response = Response(document(refusal, language()), refusal.status, content_type=PROBLEM)
    response.headers.extend(headers(refusal))
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def unasked(refusal: Refusal, accepted: str) -> bytes:
    """Return the whole answer to a request that no application was asked for, by its Accept-Language."""
    told = [("Content-Type", PROBLEM), ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
    told += headers(refusal)
    # Of a method that HTTP does not know, no address is asked what it takes.
    told += [("Allow", EVERY_METHOD)] if refusal.status == 405 else []
    status = f"{refusal.status} {HTTP_STATUS_CODES[refusal.status]}"
    return short(status, told, document(refusal, preferred(accepted)))


def explain_errors(app: Flask) -> None:
    """Let every error of `app` leave as problem details, never as a trace."""
    app.register_error_handler(Refusal, problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    code = _BY_STATUS.get(error.code or 500)
    if code == "body_too_large":
        return problem(Refusal(code, limit=request.max_content_length))
    if code is not None:
        return problem(Refusal(code), getattr(error, "valid_methods", None) or ())
    if error.code is not None and error.code < 400:
        return Response(status=error.code, headers=error.get_headers())
    return problem(Refusal("bad_request", why=both("it is no HTTP")))


def _unexpected(error: Exception) -> Response:
    _log.error("request failed", path=request.path, method=request.method, exc_info=error)
    return problem(Refusal("internal"))
