"""A request as WSGI (PEP 3333) hands it to an application."""

import sys
from functools import lru_cache
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from server.web.http.reading import Request
from server.wire.peer import Proxies

PROXIED: Final = "banshi.proxied"
"""The variable that says whether a trusted proxy stands between."""
_TOLD: Final = (b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host")


def environ_of(request: Request, peer: str, at: tuple[str, int], proxies: Proxies) -> dict[str, Any]:
    """Return the environment of `request`, which came from address `peer` to the socket `at`."""
    path, _, query = request.target.partition(b"?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1") if b"%" in path else path.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "SERVER_NAME": at[0],
        "SERVER_PORT": str(at[1]),
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    told = []
    for name, value in request.headers:
        key = _key(name)
        if not key:
            continue
        lower = name.lower()
        if lower in _TOLD:
            told.append((lower.decode(), value.decode("latin-1")))
            continue
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    asker = proxies.asker(peer, told)
    environ["REMOTE_ADDR"] = asker.address
    environ[PROXIED] = asker.proxied
    environ["wsgi.url_scheme"] = asker.scheme
    environ["HTTP_HOST"] = asker.host or request.host.decode("latin-1") or f"{at[0]}:{at[1]}"
    # The body is here, whole: that it came in chunks is over.
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if request.body or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ


@lru_cache(maxsize=1024)
def _key(name: bytes) -> str:
    """Return the variable of header `name`; "" for one with an underscore, which would pass for another's."""
    if b"_" in name:
        return ""
    text = name.decode("latin-1").upper().replace("-", "_")
    return text if text in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{text}"
