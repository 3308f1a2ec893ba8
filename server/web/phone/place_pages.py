"""Where a matter can be done, on a phone: centers with way and wait, and a number of one. Whole without script.

A phone keeps one secret word of its own in a cookie, by which it has one number on its way at a time.
"""

import secrets
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.office.estimates import Estimates
from server.office.places import places_for
from server.office.remote.taking import TakeRemoteCommand, take_remote
from server.office.requests import Actor
from server.rules.errors import Refusal
from server.store.halls import Hall
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.web.api.places import place_told
from server.web.phone.kept_secret import REMOTE
from server.web.phone.spoken import spoken
from server.wire.messages import Ticket

HOLDER: Final = Actor("holder")
COOKIE: Final = "banshi-phone"
A_DAY: Final = 24 * 3600
KEPT_SECONDS: Final = 400 * 24 * 3600
SHOWN: Final = 12
"""The most centers on one page: nobody looks at more."""


def add_places(blueprint: Blueprint, store: Store, estimates: Estimates, clock: Callable[[], int]) -> None:
    """Add the pages of places over `store`; `clock` tells ms."""

    def show(service: str, origin: str, trouble: Refusal | None = None) -> str:
        now = clock()
        halls = store.read(_halls)
        services = {each.id: each for hall in halls.values() for each in hall.services.values()}
        known = origin if origin in halls else None
        found: list[Any] = []
        if service in services:
            told, _ = store.read(lambda reading: places_for(reading, estimates, (service,), known, now, SHOWN))
            found = [place_told(each, now) for each in told if each.center != known]
        return render_template(
            "phone/places.html",
            services=services.values(),
            service=services.get(service),
            origin=halls.get(origin),
            centers=halls.values(),
            halls=halls,
            places=found,
            trouble=trouble,
        )

    @blueprint.get("/where")
    def where() -> str:
        return show(request.args.get("service", ""), request.args.get("from", ""))

    @blueprint.post("/where/<center>")
    def take_there(center: str) -> AnyResponse | tuple[str, int]:
        service, origin = request.form.get("service", ""), request.form.get("from", "")
        own = own_word()
        command = TakeRemoteCommand((service,), HOLDER, origin or None, own, language=spoken())
        try:
            taken: Ticket = store.write(center, lambda uow: take_remote(uow, command, clock()))
        except Refusal as refusal:
            return show(service, origin, refusal), refusal.status
        answer = redirect(f"{url_for('phone.ticket', ticket=taken.id)}#{taken.secret}", 303)
        keep_number(answer, taken, own)
        return answer


def own_word() -> str:
    """Return the secret word by which this phone is known, a new one where it has none."""
    own = request.cookies.get(COOKIE, "")
    return own if len(own) >= 24 else secrets.token_urlsafe(24)


def keep_number(answer: AnyResponse, taken: Ticket, own: str) -> None:
    """Let the phone whose word is `own` keep the secret of a number that it took, with `answer`."""
    kept = {REMOTE + taken.id: (taken.secret or "", A_DAY), COOKIE: (own, KEPT_SECONDS)}
    for name, (value, seconds) in kept.items():
        answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure)


def _halls(reading: Reading) -> dict[str, Hall]:
    return {hall.id: hall for hall, _, _ in reading.halls()}
