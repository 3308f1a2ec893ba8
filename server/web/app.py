"""The Flask application: every route of the table is answered, every request goes through the gate."""

import secrets
import time
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from flask import Blueprint, Flask, Request, Response, after_this_request, g, request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from prometheus_client import CollectorRegistry, Counter, generate_latest
from werkzeug.routing import MapAdapter

from config.reporting import Reports
from server.office.access.tries import Tries
from server.office.care.box_health import Health
from server.office.care.care_desk import CareDesk
from server.office.estimates import Estimates
from server.office.guidance.consultations import KEPT_DAYS
from server.office.noticing import Noticing
from server.office.releases.proving import Proving
from server.rules.people.passwords import LAWS, Law
from server.store.ordered import Ordered
from server.store.readiness import Readiness
from server.store.store import Store
from server.web import asyncapi
from server.web.admin.page import House as AdminHouse
from server.web.admin.pages import pages as admin_pages
from server.web.api.search import search_of
from server.web.carrying_out import CarryingOut
from server.web.consulting import consulting
from server.web.figures import figures_of
from server.web.finding import Finding
from server.web.front.pages import pages as front_pages
from server.web.gate import Gate, check_body
from server.web.held_releases import HeldReleases
from server.web.last_body import LastBody
from server.web.later import Later
from server.web.openapi import document
from server.web.phone.pages import pages as phone_pages
from server.web.printed_bodies import PrintedBodies
from server.web.problems import explain_errors, problem
from server.web.rates import TICKETS, Rates
from server.web.reports.making import book_in_force
from server.web.route import Asked, House, Inquiry, Route, TooDeep, Write, decode
from server.web.security import ROUTE, LiveAddress, dressed
from server.web.table import PREFIX, ROUTES, TABLE, addresses_of, rule
from server.wire.notice import Notice
from server.wire.peer import limited_as

NOWHERE: Final = Path("/nonexistent")
"""Where no key lies."""
_encode = msgspec.json.Encoder().encode
AS_SHIPPED: Final = Reports()


class _NoSession(SessionInterface):
    _none: Final = NullSession()

    def open_session(self, app: Flask, asked: Request) -> NullSession:
        return self._none

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        pass


class _Application(Flask):
    """Flask without what no address of ours uses: sessions of its own, hosts in rules."""

    session_interface = _NoSession()

    def create_url_adapter(self, asked: Request | None) -> MapAdapter | None:
        """Return what finds the route: by path and method alone."""
        return super().create_url_adapter(asked) if asked is None else Finding(self.url_map, asked)


def create_app(
    store: Store,
    *,
    clock: Callable[[], int],
    live_port: int,
    live_public: str = "",
    blueprints: Sequence[Blueprint] = (),
    consultation_days: int = KEPT_DAYS,
    phone: str = "",
    metrics_token: str = "",
    tickets_per_minute: int = TICKETS,
    care: Callable[[int], tuple[Notice, ...]] = lambda now: (),
    law: Law = LAWS["mlps2"],
    people_key: bytes = b"",
    record_heads: Path | None = None,
    reports: Reports = AS_SHIPPED,
    kept_reports: Path | None = None,
    proving: Proving | None = None,
    care_desk: CareDesk | None = None,
    box: Callable[[], tuple[Health, ...]] = tuple,
) -> Flask:
    """Return the application over `store`; `clock` tells ms, pages find the live socket as `LiveAddress` says.

    A consultation is open for `consultation_days`. Codes on paper lead to pages at `phone`; without it to the address
    that the paper was asked for at. Figures are told to who shows `metrics_token`; without it to nobody. A kiosk takes
    `tickets_per_minute`, 0 is no limit. Passwords are as `law` wants them, second factors sealed with `people_key`:
    without one they are good for this process alone. `care` says what the server itself lacks at a moment (ms),
    `record_heads` is the file of heads that the record of changes is proved against, `proving` proves releases and has
    the key that signs them; without it none can be published here. Reports are as `reports` wants
    them, kept in the folder `kept_reports`; `care_desk` looks after this machine, `box` looks at it. Raises
    `Undeclared` when a blueprint has an address that is not in the table.
    """
    app = _Application("server.web", static_folder=None)
    live = LiveAddress(live_port, live_public)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    # An address with two slashes in a row is none of ours; without this it is sent on by a page in English.
    app.url_map.merge_slashes = False
    explain_errors(app)
    people_key = people_key or secrets.token_bytes(32)
    consultations = consulting(store, consultation_days)
    held = HeldReleases()
    proving = proving or Proving(store, clock, NOWHERE)
    estimates, noticing = Estimates(), Noticing(store, clock, care)
    registry = figures_of(store, lambda: any(notice.code == "backup_overdue" for notice in noticing.found))

    def probe() -> None:
        store.pulse()
        noticing.look()

    house = House(
        store=store,
        consultations=consultations,
        index_of=search_of(store),
        public=lambda: phone.rstrip("/") or request.host_url.rstrip("/"),
        live=lambda: live.of(request.environ),
        release=LastBody(),
        printed=PrintedBodies(),
        slips=Tries(),
        bookings=Tries(),
        metrics=lambda: generate_latest(registry),
        document=cache(lambda: _encode(document(ROUTES, version("banshi")))),
        live_document=cache(lambda: _encode(asyncapi.document(version("banshi")))),
        ready=Readiness(probe).look,
        notices=lambda: noticing.found,
        estimates=estimates,
        held=held,
        key=people_key,
    )
    carrying_out = CarryingOut(clock)
    for route in ROUTES:
        name = f"{route.method} {route.path.removeprefix(PREFIX)}"
        app.add_url_rule(rule(route.path), name, _view(app, route, house, carrying_out), methods=[route.method])
    for blueprint in (
        front_pages(store),
        phone_pages(consultations, house.estimates, clock, house.index_of),
        admin_pages(
            AdminHouse(
                store,
                law,
                people_key,
                clock,
                estimates,
                consultations,
                proving,
                held,
                record_heads,
                book_in_force(store, consultations),
                reports,
                kept_reports,
                care=care_desk,
                box=box,
            )
        ),
        *blueprints,
    ):
        app.register_blueprint(blueprint)
    rates = Rates(tickets_per_minute)
    gate = Gate(store, consultations, clock, rates, metrics_token, law)
    _let_in(app, gate, rates)
    app.wsgi_app = dressed(app.wsgi_app, live, _counting(registry), PREFIX)  # type: ignore[assignment,method-assign]
    return app


def _let_in(app: Flask, gate: Gate, rates: Rates) -> None:
    addresses = app.extensions["addresses"] = addresses_of(app, TABLE)

    @app.before_request
    def let_in() -> None:
        asked = request._get_current_object()  # type: ignore[attr-defined]
        rule = asked.url_rule
        # Without a rule it ends in not_found or method_not_allowed, which is said to everybody alike.
        if rule is not None:
            asked.environ[ROUTE] = rule.endpoint
            method = "GET" if asked.method == "HEAD" else asked.method
            address = addresses[method, rule.rule]
            if address.rate == "effort":
                _measure_effort(asked, rates)
            g.admitted = gate.admit(asked, address, asked.view_args or {})

    @app.errorhandler(TooDeep)
    def nested(refusal: TooDeep) -> Response:
        gate.nested(g.admitted)
        return problem(refusal)


def _measure_effort(asked: Request, rates: Rates) -> None:
    began = time.thread_time()

    @after_this_request
    def spend(response: Response) -> Response:
        admitted = g.get("admitted")
        rates.spend(admitted and admitted.bearer, limited_as(asked.remote_addr or ""), time.thread_time() - began)
        return response


def _view(app: Flask, route: Route, house: House, carrying_out: CarryingOut) -> Callable[..., Response]:
    def view(**places: str) -> Response:
        asked = Asked(house, g.admitted, places)
        if isinstance(route.act, Write):
            answer = carrying_out.answer(route, route.act, asked)
            if isinstance(answer, Ordered):
                return Later(app, answer)
            status, body = answer
            return Response(body, status, content_type="application/json")
        told = _inquired(route, route.act, asked) if isinstance(route.act, Inquiry) else route.act(asked)
        if isinstance(told, Response):
            return told
        return Response(told if isinstance(told, bytes) else _encode(told), route.status, content_type=route.media)

    return view


def _inquired(route: Route, inquiry: Inquiry, asked: Asked) -> object:
    body = decode(inquiry.body)
    check_body(route, asked.admitted, body)
    return inquiry.read(asked, body)


def _counting(registry: CollectorRegistry) -> Callable[[str, str], None]:
    counter = Counter("banshi_requests", "Requests answered", ["route", "status"], registry=registry)

    @lru_cache(maxsize=2048)
    def counted(route: str, status: str) -> Counter:
        return counter.labels(route, status)

    return lambda route, status: counted(route, status).inc()
