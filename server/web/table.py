"""The route table: every address of the web server. What is not in it does not exist, and a page of it does not start.

Routes are answered from here; pages are answered by their own blueprint and declared here all the same, so that one
place says who may ask for what.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from flask import Flask

from server.web.address import KIB, Address, Method, Rate
from server.web.admin.pages import PAGES as ADMIN
from server.web.api import (
    access,
    at_desk,
    bookings,
    bookings_at_desk,
    bookings_at_kiosk,
    centers,
    checklists,
    counters,
    editing,
    failed_cases,
    guidance,
    health,
    machine,
    orders,
    overview,
    pairings,
    places,
    release,
    remote,
    reports,
    returns,
    search,
    settings,
    standby,
    tickets,
    trips,
    visits,
    waits,
)
from server.web.route import Route

PREFIX: Final = "/api/v1"

API: Final[tuple[Route, ...]] = tuple(
    replace(route, path=PREFIX + route.path)
    for module in (
        centers,
        tickets,
        visits,
        bookings,
        bookings_at_kiosk,
        bookings_at_desk,
        waits,
        places,
        overview,
        remote,
        counters,
        at_desk,
        returns,
        failed_cases,
        standby,
        checklists,
        guidance,
        editing,
        trips,
        search,
        access,
        pairings,
        health,
        orders,
        release,
        settings,
        reports,
    )
    for route in module.ROUTES
)
ROUTES: Final[tuple[Route, ...]] = (*API, *machine.ROUTES)


def _page(path: str) -> Address:
    return Address(method="GET", path=path, permission="public")


def _opened(path: str) -> Address:
    return Address(method="GET", path=path, permission="code", target="consultation", rate="effort")


def _form(path: str) -> Address:
    return Address(
        method="POST", path=path, permission="code", target="consultation", body_bytes=16 * KIB, rate="effort"
    )


def _booking(method: Method, path: str) -> Address:
    rate: Rate = "effort" if method == "GET" else "bookings"
    return Address(method=method, path=path, permission="public", body_bytes=16 * KIB, rate=rate)


PAGES: Final[tuple[Address, ...]] = (
    _page("/"),
    _page("/problems/{code}"),
    _page("/front/look.css"),
    _page("/caller/"),
    _page("/caller/editing"),
    _page("/caller/look.css"),
    _page("/caller/assets/{name}"),
    _page("/display/"),
    _page("/display/look.css"),
    _page("/display/assets/{name}"),
    Address(method="GET", path="/display/voice.wav", permission="public", rate="effort"),
    *ADMIN,
    _page("/admin/look.css"),
    _page("/admin/assets/{name}"),
    _page("/phone/look.css"),
    _page("/phone/assets/{name}"),
    _page("/t/{ticket}"),
    Address(method="GET", path="/w/{center}", permission="public", rate="effort"),
    _booking("GET", "/b/{center}"),
    _booking("GET", "/b/{center}/{service}"),
    _booking("POST", "/b/{center}/{service}"),
    _booking("GET", "/booking/{booking}"),
    _booking("POST", "/booking/{booking}"),
    _booking("GET", "/booking/{booking}/calendar"),
    _booking("GET", "/h/{center}/{code}"),
    _booking("POST", "/h/{center}/{code}"),
    Address(method="GET", path="/where", permission="public", rate="effort"),
    _booking("POST", "/where/{center}"),
    Address(method="GET", path="/find", permission="public", rate="searches"),
    Address(method="POST", path="/find", permission="public", rate="searches"),
    Address(method="POST", path="/find/begin", permission="public", body_bytes=16 * KIB, rate="consultations"),
    _page("/c"),
    _form("/c"),
    _opened("/c/{code}"),
    _opened("/c/{code}/q/{question}"),
    _form("/c/{code}/q/{question}"),
    _opened("/c/{code}/on"),
    _opened("/c/{code}/whom/{checklist}"),
    _form("/c/{code}/whom/{checklist}"),
    _opened("/c/{code}/answers"),
    _opened("/c/{code}/why"),
    _opened("/c/{code}/why/{item}"),
    _opened("/c/{code}/plan"),
    _form("/c/{code}/plan"),
    Address(
        method="POST",
        path="/c/{code}/trips/{trip}",
        permission="code",
        target="consultation",
        body_bytes=16 * KIB,
        rate="bookings",
    ),
)
"""A ticket's page shows names that anybody may know; what it tells of the ticket it asks for by the secret. A booking's
page shows it to the phone that keeps its secret in a cookie."""

TABLE: Final[tuple[Address, ...]] = (*ROUTES, *PAGES)
_PLACE: Final = re.compile(r"<(?:\w+:)?(\w+)>")


class Undeclared(Exception):
    """An address that the table does not know, or knows twice."""


def rule(path: str) -> str:
    """Return `path` as Flask writes it."""
    return path.replace("{", "<").replace("}", ">")


def declared(table: Iterable[Address]) -> dict[tuple[str, str], Address]:
    """Return the table by (method, path); raises `Undeclared` when one is there twice."""
    found: dict[tuple[str, str], Address] = {}
    for address in table:
        if found.setdefault((address.method, address.path), address) is not address:
            raise Undeclared(f"{address.method} {address.path} is declared twice")
    return found


def addresses_of(app: Flask, table: Iterable[Address]) -> dict[tuple[str, str], Address]:
    """Return what the table says, by (method, Flask's rule), of every rule of `app`; raises `Undeclared`."""
    known = declared(table)
    found: dict[tuple[str, str], Address] = {}
    for each in app.url_map.iter_rules():
        path = _PLACE.sub(r"{\1}", each.rule)
        for method in (each.methods or set()) - {"HEAD"}:
            if (method, path) not in known:
                raise Undeclared(f"{method} {path} is in no table")
            found[method, each.rule] = known[method, path]
    return found
