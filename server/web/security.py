"""What every answer tells the browser to refuse; made once for each address that the server is known by."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from server.web.http.answering import App
from server.web.http.environ import PROXIED

Headers = list[tuple[str, str]]
ALWAYS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
ENCRYPTED: Final = (("Strict-Transport-Security", "max-age=31536000"),)
"""Said over https only: whoever has come that way comes by no other for a year."""
POLICY: Final = "Content-Security-Policy"
ROUTE: Final = "banshi.route"
"""The variable in which the name of the route is left that answers."""
_PORT: Final = re.compile(r":\d*\Z")


class LiveAddress:
    """Where pages find the live socket: at `public` when that is said, else beside the pages themselves.

    Beside them is port `port` of the same host; behind a trusted proxy `/live` of the pages' own address.
    """

    def __init__(self, port: int, public: str = "") -> None:
        self._port = port
        self._public = public

    def of(self, environ: dict[str, Any]) -> str:
        """Return the address for whoever sent the request `environ`."""
        if self._public:
            return self._public
        scheme = "wss" if environ["wsgi.url_scheme"] == "https" else "ws"
        host = environ.get("HTTP_HOST", "")
        if environ.get(PROXIED):
            return f"{scheme}://{host}/live"
        return f"{scheme}://{_PORT.sub('', host)}:{self._port}/live"


def dressed(app: App, live: LiveAddress, answered: Callable[[str, str], None], private: str) -> App:
    """Return `app` with those headers in each answer that does not bring its own.

    `answered` is told route and status; what is below the path `private` is kept by nobody on the way.
    """

    def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: Headers, error: Any = None) -> Any:
            names = {name.lower() for name, _ in headers}
            encrypted = environ["wsgi.url_scheme"] == "https"
            headers += (ALWAYS + ENCRYPTED) if encrypted else ALWAYS
            if POLICY.lower() not in names:
                headers.append((POLICY, _policy(live.of(environ))))
            if "cache-control" not in names and environ["PATH_INFO"].startswith(private):
                headers.append(("Cache-Control", "no-store"))
            answered(environ.get(ROUTE, "none"), status[:3])
            return start(status, headers, error)

        return app(environ, begin)

    return wsgi


@lru_cache(maxsize=256)
def _policy(live: str) -> str:
    place = urlsplit(live)
    return (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        f"connect-src 'self' {place.scheme}://{place.netloc}"
    )
