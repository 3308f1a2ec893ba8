"""What a refused request is told: RFC 9457 problem details with a stable code, in the reader's language."""

from typing import Final

import msgspec
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from config.centers import Language, Text
from config.words import say
from server.rules.errors import Code, Refusal
from server.web.http.answering import short
from server.web.language import preferred
from server.wire.messages import Problem

PROBLEM: Final = "application/problem+json"
_log = structlog.get_logger("web")
_encode = msgspec.json.Encoder().encode
_BY_STATUS: Final[dict[int, Code]] = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_AT_ONCE: Final[dict[Code, str]] = {"key_in_flight": "1", "busy": "1", "store_unavailable": "5"}
"""Seconds after which the same request may succeed, told as Retry-After."""


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
    return _AT_ONCE.get(refusal.code)


def problem(refusal: Refusal) -> Response:
    """Return the answer that says why the request was refused."""
    response = Response(document(refusal, language()), refusal.status, content_type=PROBLEM)
    wait = retry_after(refusal)
    if wait is not None:
        response.headers["Retry-After"] = wait
    return response


def unasked(refusal: Refusal, accepted: str) -> bytes:
    """Return the whole answer to a request that no application was asked for, by its Accept-Language."""
    wait = retry_after(refusal)
    headers = [("Content-Type", PROBLEM), ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
    headers += [("Retry-After", wait)] if wait is not None else []
    status = f"{refusal.status} {HTTP_STATUS_CODES[refusal.status]}"
    return short(status, headers, document(refusal, preferred(accepted)))


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
        return problem(Refusal(code))
    if error.code is not None and error.code < 400:
        return Response(status=error.code, headers=error.get_headers())
    return problem(Refusal("bad_request", why=error.description or error.name))


def _unexpected(error: Exception) -> Response:
    _log.error("request failed", path=request.path, method=request.method, exc_info=error)
    return problem(Refusal("internal"))
