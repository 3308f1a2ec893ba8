"""The web half on a real socket over a small city, with a clock that tests can turn."""

import http.client
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from werkzeug.routing import Rule

from caller.blueprint import page as caller_page
from config.edition import Guidance
from displays.blueprint import page as display_page
from server.office.access.grant import grant_access
from server.office.care.care_desk import CareDesk
from server.office.releases.proving import Proving
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.search.pinyin import searchable
from server.store.seeding import SeedReport, seed
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.web.app import create_app
from server.web.openapi import document
from server.web.serving import WebServer, bind
from server.web.table import ROUTES
from server.wire.problem import PROBLEM
from tests.dongjiang import city_guidance
from tests.server.conftest import MORNING
from tests.server.office.bookings.conftest import booked_city
from tests.server.web.conformance import Conformance

ROOTS = (
    "/api",
    "/favicon.ico",
    "/m",
    "/h",
    "/r",
    "/x",
    "/b/",
    "/booking/",
    "/c/",
    "/t/",
    "/w/",
    "/where",
    "/find",
    "/caller/",
    "/display/",
    "/phone/",
    "/admin/",
    "/problems/",
    "/front/",
)
CONFORMANCE = Conformance(document(ROUTES, "test"))
"""Every answer that any test gets is held against the document."""
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
"""What no Chinese sentence holds: two words of English, one after the other."""
KEY = Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        """The stable code of a refusal; it must be problem details."""
        assert self.headers["content-type"] == "application/problem+json", self.data
        assert set(self.json) == {"type", "title", "status", "detail", "code"}
        assert self.json["status"] == self.status
        return str(self.json["code"])


@dataclass
class Web:
    store: Store
    report: SeedReport
    port: int
    moment: list[int] = field(default_factory=lambda: [MORNING])
    keys: int = 0

    @property
    def kiosk(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.kiosk["hall"]

    @property
    def village_kiosk(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.kiosk["village"]

    @property
    def display(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.display["hall"]

    @property
    def channel(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.channel

    def counter(self, name: str = "hall-1") -> str:
        return next(each.token for center in self.report.centers for each in center.counters if each.id == name)

    def ask(
        self,
        method: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        key: str | None = "new",
        **headers: str,
    ) -> Answer:
        """Ask over a connection of its own; `body` bytes go as they are, anything else as JSON."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if method == "POST" and key is not None:
            self.keys += 1
            sent["Idempotency-Key"] = f"test-key-{self.keys}" if key == "new" else key
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(
                method,
                _whole(path),
                data,
                sent,
            )
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, names, response.read())
            if method != "HEAD" and names.get("content-type") == PROBLEM and "Accept-Language" not in sent:
                assert not ENGLISH.search(answer.json["detail"]), answer.json["detail"]
            assert CONFORMANCE.wrong(method, _whole(path), answer.status, names, answer.data) == []
            return answer
        finally:
            connection.close()

    def take(self, service: str = "social", key: str = "new", **body: Any) -> Answer:
        return self.ask("POST", "/api/v1/centers/hall/tickets", self.kiosk, {"services": [service], **body}, key)

    def at(self, verb: str, counter: str = "hall-1") -> Answer:
        self.moment[0] += 1000
        return self.ask("POST", f"/api/v1/counters/{counter}/{verb}", self.counter(counter), {})

    def publish(self) -> Guidance:
        """Publish the fictional city's guidance, its village's edition for this city's village."""
        guidance = guidance_of_the_city()
        self.store.write(WHOLE_CITY, lambda uow: publish_shipped(uow, guidance, KEY, self.moment[0]))
        return guidance

    def code(self, scope: str = "display") -> str:
        counter = "hall-1" if scope == "counter" else None
        return self.store.write(
            "hall",
            lambda uow: grant_access(uow, scope, self.moment[0], center="hall", counter=counter),  # type: ignore[arg-type]
        )


def _whole(path: str) -> str:
    return path if path.startswith(ROOTS) or path.partition("?")[0] in ("/", "/c") else f"/api/v1{path}"


@cache
def guidance_of_the_city() -> Guidance:
    """Return the fictional city's guidance as it is handed in, made once for all tests."""
    guidance = city_guidance()
    editions = (replace(each, centers=("village",)) if each.level == "village" else each for each in guidance.editions)
    return searchable(replace(guidance, editions=tuple(editions)))


@pytest.fixture(scope="session", autouse=True)
def addresses_are_compiled_once() -> Iterator[None]:
    """Werkzeug compiles how each address is written, a fifth of a second for every app that a test makes."""
    compile_really, made = Rule._compile_builder, dict[object, Callable[..., tuple[str, str]]]()

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in made:
            made[key] = compile_really(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled)
        yield


@contextmanager
def web_over(
    store: Store,
    proving: Callable[[Callable[[], int]], Proving] | None = None,
    care_desk: CareDesk | None = None,
) -> Iterator[Web]:
    """Give the web half over the small city in `store`; `proving` makes what proves releases there, given the clock.

    `care_desk` looks after its machine.
    """
    report = seed(store, booked_city(), MORNING)
    listening = bind("127.0.0.1", 0)
    made = Web(store, report, int(listening.getsockname()[1]))
    server = WebServer(
        create_app(
            store,
            clock=lambda: made.moment[0],
            live_port=9,
            blueprints=(caller_page(), display_page()),
            metrics_token="figures",
            people_key=bytes(32),
            proving=proving and proving(lambda: made.moment[0]),
            care_desk=care_desk,
        ),
        listening,
    )
    server.start()
    try:
        yield made
    finally:
        server.stop()


@contextmanager
def held(web: Web) -> Iterator[threading.Thread]:
    """Keep whoever writes at the hall busy for a while; the thread ends with it."""
    has_it, free = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        has_it.set()
        free.wait(20)

    thread = threading.Thread(target=web.store.write, args=("hall", hold))
    thread.start()
    assert has_it.wait(20)
    try:
        yield thread
    finally:
        free.set()
        thread.join()


@pytest.fixture
def web(store: Store) -> Iterator[Web]:
    """Return the web half over the small city, on each database."""
    with web_over(store) as made:
        yield made
