"""Signing in and out, and the first run, when there is nobody who could."""

from typing import Final
from urllib.parse import urlsplit

from flask import request
from werkzeug.wrappers import Response

from server.office.audit.chain import Changed, record
from server.office.people.accounts import NewPerson, Own, weigh_password
from server.office.people.first_run import check_first_run, found, is_first_run
from server.office.people.record import PersonRow
from server.office.people.sign_ins import SignedIn, end
from server.office.people.signing_in import Entered, Half, show_again, show_second, sign_in
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.admin.editors import EDITING
from server.web.admin.page import Page, Shown, Visit
from server.web.known_people import check_own_page, cookie_name, is_safe

HOME: Final = "/admin/"
SIGN_IN: Final = "/admin/sign-in"
FIRST_RUN: Final = "/admin/first-run"
AFRESH: Final = "/admin/afresh"


def onward(asked: str) -> str:
    """Return where to go after signing in: a page of this house, or the editors' page, never another address."""
    if asked == EDITING:
        return asked
    parts = urlsplit(asked)
    own = asked.startswith(HOME) and not parts.scheme and not parts.netloc and "\\" not in asked and "//" not in asked
    return asked if own and asked.isprintable() and not asked.startswith(SIGN_IN) else HOME


def _keep(response: Response, entered: Entered) -> Response:
    safe = is_safe(request)
    response.set_cookie(cookie_name(request), entered.secret, secure=safe, httponly=True, samesite="Lax", path="/")
    return response


def _show(visit: Visit) -> Shown:
    if visit.store.read(is_first_run):
        return visit.go(FIRST_RUN)
    return visit.show("sign_in", onward=onward(request.args.get("onward", HOME)), login="", half="", trouble=None)


def _sign_in(visit: Visit) -> Shown:
    check_own_page(request)
    if half := visit.field("half"):
        entered: Entered | Half = show_second(
            visit.store, half, visit.field("code"), visit.where, visit.house.key, visit.now
        )
    else:
        entered = sign_in(
            visit.store, visit.field("login"), visit.field("password"), visit.where, visit.house.key, visit.now
        )
    there = onward(visit.field("onward"))
    if isinstance(entered, Half):
        return visit.show("sign_in", onward=there, login="", half=entered.sealed, trouble=None)
    return _keep(visit.go(there), entered)


def _sign_in_again(visit: Visit, refusal: Refusal) -> Shown:
    # Too late for the second step: the first one begins again.
    half = "" if refusal.code == "sign_in_needed" else visit.field("half")
    return visit.show(
        "sign_in", onward=onward(visit.field("onward")), login=visit.field("login")[:64], half=half, trouble=refusal
    )


def _sign_out(visit: Visit) -> Shown:
    who = visit.who

    def work(uow: UnitOfWork) -> None:
        end(uow, who.id, "signed_out", visit.now)
        record(uow, Changed(visit.now, who.person, who.name, "signed_out", who.login, place=visit.where.address))

    visit.store.write(CITY, work)
    response = visit.go(SIGN_IN, "signed_out")
    response.delete_cookie(cookie_name(request), path="/", secure=is_safe(request), httponly=True, samesite="Lax")
    return response


def _afresh(visit: Visit) -> Shown:
    return visit.show("afresh", onward=onward(request.args.get("onward", HOME)), trouble=None)


def _show_afresh(visit: Visit) -> Shown:
    who: SignedIn = visit.who
    show_again(visit.store, who.id, who.person, visit.field("password"), visit.where, visit.now)
    return visit.go(onward(visit.field("onward")))


def _afresh_again(visit: Visit, refusal: Refusal) -> Shown:
    return visit.show("afresh", onward=onward(visit.field("onward")), trouble=refusal)


def _first_run(visit: Visit) -> Shown:
    if not visit.store.read(is_first_run):
        return visit.go(SIGN_IN)
    return visit.show("first_run", typed=request.args.get("code", "")[:40], login="", name="", trouble=None)


def _found(visit: Visit) -> Shown:
    check_own_page(request)
    typed = visit.field("code")
    visit.store.read(lambda reading: check_first_run(reading, typed, visit.now))
    if visit.field("password") != visit.field("again"):
        raise Refusal("passwords_differ")
    new = NewPerson(visit.field("login"), visit.field("name"))
    nobody = PersonRow("", new.login, new.name, None, 0, 0, None, 0, 0, None, None)
    chosen = Own(weigh_password(nobody, None, visit.field("password"), visit.house.law, [], ()))
    entered = visit.store.write(
        CITY, lambda uow: found(uow, typed, new, chosen, visit.house.law, visit.where, visit.now)
    )
    return _keep(visit.go(HOME), entered)


def _found_again(visit: Visit, refusal: Refusal) -> Shown:
    return visit.show(
        "first_run",
        typed=visit.field("code")[:40],
        login=visit.field("login")[:64],
        name=visit.field("name")[:64],
        trouble=refusal,
    )


PAGES: Final = (
    Page(method="GET", path=SIGN_IN, permission="public", act=_show),
    Page(
        method="POST",
        path=SIGN_IN,
        permission="public",
        lane="door",
        rate="sign_ins",
        body_bytes=16384,
        act=_sign_in,
        again=_sign_in_again,
    ),
    Page(method="POST", path="/admin/sign-out", settling=True, act=_sign_out),
    Page(method="GET", path=AFRESH, act=_afresh),
    Page(method="POST", path=AFRESH, rate="sign_ins", act=_show_afresh, again=_afresh_again),
    Page(method="GET", path=FIRST_RUN, permission="public", act=_first_run),
    Page(
        method="POST",
        path=FIRST_RUN,
        permission="public",
        lane="door",
        rate="sign_ins",
        body_bytes=16384,
        act=_found,
        again=_found_again,
    ),
)
