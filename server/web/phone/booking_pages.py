"""Booking on a phone: choose a day and a time, see one's own booking, move it, give it back. Whole without script.

The secret of a booking is made with the form that books, so that the same form sent twice books once; afterwards this
phone alone keeps it, in a cookie.
"""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from config.words import both
from server.office.bookings.booking import BookCommand, book, id_of
from server.office.bookings.changing import cancel, move
from server.office.bookings.looking import calendar_of, free_slots
from server.office.requests import Actor
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.store.halls import Hall
from server.store.store import Store
from server.web.phone.kept_secret import COOKIE, own_on_phone
from server.wire.bookings import Booking
from server.wire.messages import milliseconds

HOLDER: Final = Actor("holder")
KEPT_SECONDS: Final = 400 * 24 * 3600
DAYS: Final = 14
PHONE_LONGEST: Final = 24


def add_bookings(blueprint: Blueprint, store: Store, clock: Callable[[], int]) -> None:
    """Add the pages of bookings over `store`; `clock` tells ms."""

    def hall_of(center: str) -> Hall:
        return store.read(lambda reading: reading.hall(center))

    def choose(center: str, service: str, trouble: Refusal | None = None) -> str:
        first, now = _day(request.values.get("day", "")), clock()
        told = store.read(lambda reading: free_slots(reading, center, service, None, DAYS, now))
        hall = hall_of(center)
        days = [each for each in told.days if each.slots or each.opens_at]
        chosen = next((each for each in days if first and each.day == first.isoformat()), None)
        chosen = chosen or next((each for each in days if any(slot.free for slot in each.slots)), None)
        # Where everything is full somebody can still wait.
        chosen = chosen or next((each for each in days if each.slots), None)
        return render_template(
            "phone/slots.html",
            hall=hall,
            service=hall.services[service],
            days=days,
            chosen=chosen,
            moved=request.values.get("move", ""),
            plan=request.values.get("plan", ""),
            clock=request.args.get("clock", ""),
            secret=secrets.token_urlsafe(24),
            trouble=trouble,
        )

    def own(booking: str) -> Booking:
        return own_on_phone(store, booking, clock())

    def number_of(ticket: str | None) -> str:
        return store.read(lambda reading: ticket_of(reading, ticket)).label if ticket else ""

    def show(booking: Booking, trouble: Refusal | None = None) -> str:
        hall = hall_of(booking.center)
        return render_template(
            "phone/booking.html",
            hall=hall,
            booking=booking,
            service=hall.services.get(booking.service),
            number=number_of(booking.ticket),
            waited=request.args.get("waited") == "1",
            coming=booking.state == "booked" and _comes_in_time(booking, clock()),
            trouble=trouble,
        )

    @blueprint.get("/b/<center>")
    def booked_services(center: str) -> str:
        hall = hall_of(center)
        return render_template("phone/booked.html", hall=hall, services=[hall.services[each] for each in hall.bookings])

    @blueprint.get("/b/<center>/<service>")
    def slots(center: str, service: str) -> str:
        return choose(center, service)

    @blueprint.post("/b/<center>/<service>")
    def take_slot(center: str, service: str) -> AnyResponse | tuple[str, int]:
        form = request.form
        secret, moved = form.get("secret", ""), form.get("move", "")
        on, at = form.get("day", ""), form.get("clock", "")
        try:
            if moved:
                held = own(moved)
                store.write(
                    held.center,
                    lambda uow: move(uow, moved, on, at, HOLDER, clock()),
                )
                return redirect(url_for("phone.booking", booking=moved), 303)
            phone = form.get("phone", "").strip()[:PHONE_LONGEST] or None
            waits = form.get("wait") == "1"
            command = BookCommand(
                service, on, HOLDER, None if waits else at, phone=phone, plan=form.get("plan") or None, secret=secret
            )
            store.write(center, lambda uow: book(uow, command, clock()))
        except Refusal as refusal:
            return choose(center, service, refusal), refusal.status
        made = id_of(secret)
        answer = redirect(url_for("phone.booking", booking=made), 303)
        answer.set_cookie(
            COOKIE + made, secret, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
        )
        return answer

    @blueprint.get("/booking/<booking>")
    def booking(booking: str) -> str:
        return show(own(booking))

    @blueprint.post("/booking/<booking>")
    def give_up(booking: str) -> AnyResponse | tuple[str, int]:
        held = own(booking)
        try:
            store.write(held.center, lambda uow: cancel(uow, booking, HOLDER, clock()))
        except Refusal as refusal:
            return show(own(booking), refusal), refusal.status
        return redirect(url_for("phone.booking", booking=booking), 303)

    @blueprint.get("/booking/<booking>/calendar")
    def calendar(booking: str) -> Response:
        held = own(booking)
        named = hall_of(held.center).services.get(held.service)
        words = both("Check in at a kiosk with the digits of your booking.")
        title = named.name if named else both("Booked time at the hall")
        told = store.read(lambda reading: calendar_of(reading, booking, title, words))
        shown = {"Content-Disposition": f'attachment; filename="{g.language}-booking.ics"'}
        return Response(told, content_type="text/calendar; charset=utf-8", headers=shown)


def _comes_in_time(booking: Booking, now: int) -> bool:
    begins, ends = booking.check_in_from, booking.check_in_until
    return begins is not None and ends is not None and milliseconds(begins) <= now < milliseconds(ends)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
