"""What a refused request is told: RFC 9457 problem details with a stable code, in the reader's language."""

from collections.abc import Iterable
from typing import Final

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from config.centers import Language
from config.words import both
from server.rules.errors import Code, Refusal
from server.web.http.answering import short
from server.wire.language import preferred
from server.wire.problem import PROBLEM, details, headers

EVERY_METHOD: Final = "GET, HEAD, POST, PUT"
_log = structlog.get_logger("web")
_BY_STATUS: Final[dict[int, Code]] = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def language() -> Language:
    """Return the reader's language by Accept-Language; Chinese unless English is preferred."""
    return preferred(request.headers.get("Accept-Language", ""))


def problem(refusal: Refusal, allowed: Iterable[str] = ()) -> Response:
    """Return the answer that says why the request was refused; `allowed` are the methods that are not."""
    response = Response(details(refusal, language()), refusal.status, content_type=PROBLEM)
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
    return short(status, told, details(refusal, preferred(accepted)))


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
