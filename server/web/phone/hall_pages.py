"""A phone in the hall that has scanned its code: it checks in with the booking, or the number, that it keeps."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.office.bookings.check_in import check_in
from server.office.bookings.hall_code import check_hall_code
from server.office.remote.checking_in import check_in_remote
from server.office.requests import Actor, HolderCommand
from server.rules.errors import Refusal
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.web.phone.kept_secret import REMOTE, all_on_phone, own_on_phone, remote_on_phone
from server.web.phone.spoken import spoken
from server.wire.bookings import CheckedIn


def add_hall_code(blueprint: Blueprint, store: Store, clock: Callable[[], int]) -> None:
    """Add the page that the code of a hall leads to, over `store`; `clock` tells ms."""

    def show(center: str, code: str, trouble: Refusal | None = None) -> str:
        hall = store.read(lambda reading: reading.hall(center))
        found = all_on_phone(store, center, clock())
        return render_template(
            "phone/here.html",
            hall=hall,
            code=code,
            bookings=[each for each in found if each.state == "booked"],
            remote=remote_on_phone(store, center),
            numbers=[each for each in found if each.state == "checked_in"],
            trouble=trouble,
        )

    def come_remote(center: str, code: str, ticket: str) -> AnyResponse | tuple[str, int]:
        if all(each.id != ticket for each in remote_on_phone(store, center)):
            raise Refusal("ticket_unknown")

        def arrive(uow: UnitOfWork) -> None:
            check_hall_code(uow, code, clock())
            check_in_remote(uow, HolderCommand(ticket, "holder"), clock())

        try:
            store.write(center, arrive)
        except Refusal as refusal:
            return show(center, code, refusal), refusal.status
        return redirect(url_for("phone.ticket", ticket=ticket, _anchor=request.cookies[REMOTE + ticket]), 303)

    @blueprint.get("/h/<center>/<code>")
    def here(center: str, code: str) -> str:
        return show(center, code)

    @blueprint.post("/h/<center>/<code>")
    def come(center: str, code: str) -> AnyResponse | tuple[str, int]:
        if ticket := request.form.get("ticket", ""):
            return come_remote(center, code, ticket)
        own = own_on_phone(store, request.form.get("booking", ""), clock())
        if own.center != center:
            raise Refusal("booking_unknown")

        language = spoken()

        def arrive(uow: UnitOfWork) -> CheckedIn:
            check_hall_code(uow, code, clock())
            return check_in(uow, own.id, Actor("holder"), clock(), language)

        try:
            done = store.write(center, arrive)
        except Refusal as refusal:
            return show(center, code, refusal), refusal.status
        return redirect(url_for("phone.ticket", ticket=done.ticket.id, _anchor=done.ticket.secret), 303)
