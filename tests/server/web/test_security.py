"""What every answer tells the browser, over http, over https and behind a proxy."""

from typing import Any

import pytest

from server.store.seeding import seed
from server.store.store import Store
from server.web.app import create_app
from server.web.http.environ import PROXIED
from server.web.security import LiveAddress
from tests.server.conftest import CITY, MORNING
from tests.server.web.conftest import Web


def asked(host: str, scheme: str = "http", **more: Any) -> dict[str, Any]:
    return {"HTTP_HOST": host, "wsgi.url_scheme": scheme, **more}


@pytest.mark.parametrize(
    ("environ", "public", "live"),
    [
        (asked("hall:8080"), "", "ws://hall:8081/live"),
        (asked("hall"), "", "ws://hall:8081/live"),
        (asked("[::1]:8080"), "", "ws://[::1]:8081/live"),
        (asked("[::1]"), "", "ws://[::1]:8081/live"),
        (asked("hall.example", "https", **{PROXIED: True}), "", "wss://hall.example/live"),
        (asked("hall.example:8443", "https", **{PROXIED: True}), "", "wss://hall.example:8443/live"),
        (asked("hall.example", "http", **{PROXIED: True}), "", "ws://hall.example/live"),
        (asked("hall:8080"), "wss://live.example/x", "wss://live.example/x"),
    ],
)
def test_pages_find_the_live_socket(environ: dict[str, Any], public: str, live: str) -> None:
    assert LiveAddress(8081, public).of(environ) == live


def test_every_answer_has_its_headers_once(web: Web) -> None:
    for path in ("/healthz", "/api/v1/centers", "/c", "/caller/", "/nowhere"):
        headers = web.ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
    assert "ws://127.0.0.1:9" in web.ask("GET", "/caller/").headers["content-security-policy"]
    assert web.ask("GET", "/api/v1/centers").headers["cache-control"] == "no-store"


def test_over_https_browsers_are_told_to_stay_there(store: Store) -> None:
    seed(store, CITY, MORNING)
    client = create_app(store, clock=lambda: MORNING, live_port=9).test_client()
    for base, secure in (("http://hall.example", False), ("https://hall.example", True)):
        answer = client.get("/c?language=en", base_url=base)
        assert ("Strict-Transport-Security" in answer.headers) == secure
        assert ("Secure" in answer.headers["Set-Cookie"]) == secure
