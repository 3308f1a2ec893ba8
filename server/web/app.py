"""The Flask application: every route of the table, the documents and the machine's own addresses."""

from collections.abc import Callable, Sequence
from importlib.metadata import version

import msgspec
from flask import Blueprint, Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from config.look import web_icon
from server.office.guidance.consultations import KEPT_DAYS
from server.office.releases.publish import current_release
from server.office.releases.record import in_force
from server.rules.errors import Refusal
from server.store.store import Store
from server.store.unit_of_work import CITY
from server.web.api.access import redeem
from server.web.api.routes import ROUTES
from server.web.api.search import search_of
from server.web.api.tickets import SECRET
from server.web.carrying_out import InFlight, carry_out
from server.web.consulting import consulting
from server.web.gate import Gate, admit
from server.web.openapi import PREFIX, document
from server.web.phone.pages import pages as phone_pages
from server.web.problems import explain_errors
from server.web.route import Asked, House, Route, Write, decode
from server.web.tries import Tries
from server.wire.access import RedeemCode
from server.wire.signed_release import tag

_encode = msgspec.json.Encoder().encode
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(
    store: Store,
    *,
    clock: Callable[[], int],
    live_port: int,
    blueprints: Sequence[Blueprint] = (),
    consultation_days: int = KEPT_DAYS,
    phone: str = "",
) -> Flask:
    """Return the application over `store`; `clock` tells ms, pages find the live socket at `live_port`.

    A consultation is open for `consultation_days`. Codes on paper lead to pages at `phone`; without it to the address
    that the paper was asked for at.
    """
    app = Flask("server.web", static_folder=None)
    explain_errors(app)
    gate, in_flight, tries = Gate(store), InFlight(), Tries()
    registry = CollectorRegistry()
    answered = Counter("banshi_requests", "Requests answered", ["route", "status"], registry=registry)
    consultations = consulting(store, consultation_days)

    def public() -> str:
        return phone.rstrip("/") or request.host_url.rstrip("/")

    house = House(store, consultations, search_of(store), public)
    for route in ROUTES:
        app.add_url_rule(
            PREFIX + route.path.replace("{", "<").replace("}", ">"),
            f"{route.method} {route.path}",
            _view(route, house, gate, clock, in_flight, tries),
            methods=[route.method],
        )
    _add_release(app, store, gate, clock)
    _add_access(app, store, clock, live_port)
    _add_machine(app, store, registry, msgspec.json.encode(document(ROUTES, version("banshi"))))
    app.register_blueprint(phone_pages(consultations, tries, clock))
    for blueprint in blueprints:
        app.register_blueprint(blueprint)

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        host = request.host.rpartition(":")[0] or request.host
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            f"connect-src 'self' ws://{host}:{live_port} wss://{host}:{live_port}",
        )
        if request.path.startswith(PREFIX):
            response.headers.setdefault("Cache-Control", "no-store")
        answered.labels(request.url_rule.endpoint if request.url_rule else "none", response.status_code).inc()
        return response

    return app


def _view(
    route: Route, house: House, gate: Gate, clock: Callable[[], int], in_flight: InFlight, tries: Tries
) -> Callable[..., Response]:
    def view(**places: str) -> Response:
        # A route without scopes lets the holder of a ticket in by its secret, and staff by a token if there is one.
        bearer = gate.bearer() if route.scopes is not None or "Authorization" in request.headers else None
        if bearer is not None and route.scopes is not None:
            admit(bearer, route.scopes)
        asked = Asked(house, bearer, places, clock(), request.headers.get(SECRET))
        who = bearer.id if bearer else request.remote_addr or ""
        if "code" in places:
            tries.admit(who, asked.now)
        try:
            return answer(asked)
        except Refusal as refusal:
            if refusal.code == "consultation_unknown":
                tries.count(who, asked.now)
            raise

    def answer(asked: Asked) -> Response:
        if not isinstance(route.act, Write):
            told = route.act(asked)
            return Response(told if isinstance(told, bytes) else _encode(told), route.status, content_type=route.media)
        status, body = carry_out(route, route.act, asked, in_flight)
        return Response(body, status, content_type="application/json")

    return view


def _add_release(app: Flask, store: Store, gate: Gate, clock: Callable[[], int]) -> None:
    kept: dict[str, bytes] = {}

    @app.get(f"{PREFIX}/release")
    def release() -> Response:
        gate.bearer()
        now = clock()
        current = store.read(lambda reading: in_force(reading, now))
        if current is None:
            raise Refusal("release_missing")
        etag = tag(current.statement)
        response = Response(content_type="application/json")
        response.set_etag(etag)
        response.headers["Cache-Control"] = "no-cache"
        if etag in request.if_none_match:
            response.status_code = 304
            return response
        body = kept.get(etag)
        if body is None:
            body = _encode(store.read(lambda reading: current_release(reading, now)))
            kept.clear()
            kept[etag] = body
        response.data = body
        return response


def _add_access(app: Flask, store: Store, clock: Callable[[], int], live_port: int) -> None:
    @app.post(f"{PREFIX}/access")
    def access() -> Response:
        body = decode(RedeemCode)
        host = request.host.rpartition(":")[0] or request.host
        scheme = "wss" if request.is_secure else "ws"
        answer = redeem(store, body.code, clock(), f"{scheme}://{host}:{live_port}/live")
        return Response(_encode(answer), content_type="application/json")


def _add_machine(app: Flask, store: Store, registry: CollectorRegistry, openapi: bytes) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response(b'{"ok":true}', content_type="application/json")

    @app.get("/readyz")
    def readyz() -> Response:
        store.write(CITY, lambda _: None)
        return Response(b'{"ok":true}', content_type="application/json")

    @app.get("/metrics")
    def metrics() -> Response:
        if request.remote_addr not in ("127.0.0.1", "::1"):
            raise Refusal("not_found")
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @app.get("/favicon.ico")
    def icon() -> Response:
        # Browsers ask here for every page, whatever the page says; those we serve read SVG.
        return Response(web_icon(), content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})

    @app.get("/api/openapi.json")
    def openapi_document() -> Response:
        return Response(openapi, content_type="application/json")
