"""The Flask application: every route of the table is answered, every request goes through the gate."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version

import msgspec
from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, generate_latest

from server.office.guidance.consultations import KEPT_DAYS
from server.store.readiness import Readiness
from server.store.store import Store
from server.web.api.search import search_of
from server.web.carrying_out import CarryingOut
from server.web.consulting import consulting
from server.web.gate import Gate
from server.web.last_body import LastBody
from server.web.openapi import document
from server.web.phone.pages import pages as phone_pages
from server.web.problems import explain_errors
from server.web.route import Asked, House, Route, Write
from server.web.table import PREFIX, ROUTES, TABLE, addresses_of, rule

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
    that the paper was asked for at. Raises `Undeclared` when a blueprint has an address that is not in the table.
    """
    app = Flask("server.web", static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    explain_errors(app)
    consultations = consulting(store, consultation_days)
    registry = CollectorRegistry()
    house = House(
        store=store,
        consultations=consultations,
        index_of=search_of(store),
        public=lambda: phone.rstrip("/") or request.host_url.rstrip("/"),
        live=lambda: f"{'wss' if request.is_secure else 'ws'}://{_host()}:{live_port}/live",
        release=LastBody(),
        metrics=lambda: generate_latest(registry),
        document=cache(lambda: _encode(document(ROUTES, version("banshi")))),
        ready=Readiness(store.pulse).look,
    )
    carrying_out = CarryingOut(clock)
    for route in ROUTES:
        name = f"{route.method} {route.path.removeprefix(PREFIX)}"
        app.add_url_rule(rule(route.path), name, _view(route, house, carrying_out), methods=[route.method])
    for blueprint in (phone_pages(consultations, clock), *blueprints):
        app.register_blueprint(blueprint)
    _let_in(app, Gate(store, consultations, clock))
    _finish(app, live_port, registry)
    return app


def _let_in(app: Flask, gate: Gate) -> None:
    addresses = app.extensions["addresses"] = addresses_of(app, TABLE)

    @app.before_request
    def let_in() -> None:
        # Without a rule it ends in not_found or method_not_allowed, which is said to everybody alike.
        if request.url_rule is not None:
            method = "GET" if request.method == "HEAD" else request.method
            g.admitted = gate.admit(addresses[method, request.url_rule.rule], request.view_args or {})


def _view(route: Route, house: House, carrying_out: CarryingOut) -> Callable[..., Response]:
    def view(**places: str) -> Response:
        asked = Asked(house, g.admitted, places)
        if isinstance(route.act, Write):
            status, body = carrying_out.answer(route, route.act, asked)
            return Response(body, status, content_type="application/json")
        told = route.act(asked)
        if isinstance(told, Response):
            return told
        return Response(told if isinstance(told, bytes) else _encode(told), route.status, content_type=route.media)

    return view


def _finish(app: Flask, live_port: int, registry: CollectorRegistry) -> None:
    answered = Counter("banshi_requests", "Requests answered", ["route", "status"], registry=registry)

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        host = _host()
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            f"connect-src 'self' ws://{host}:{live_port} wss://{host}:{live_port}",
        )
        if request.path.startswith(PREFIX):
            response.headers.setdefault("Cache-Control", "no-store")
        answered.labels(request.url_rule.endpoint if request.url_rule else "none", response.status_code).inc()
        return response


def _host() -> str:
    """Return the host that was asked, without its port."""
    return request.host.rpartition(":")[0] or request.host
