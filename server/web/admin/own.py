"""What is everybody's own: their password, their second factor, where they are signed in."""

from typing import Final

from server.office.audit.chain import Changed, record
from server.office.people import keys, second
from server.office.people.accounts import end_sign_in, past_of, set_password, weigh_password
from server.office.people.record import person_of
from server.office.people.sign_ins import end_all, open_sign_ins
from server.rules.errors import Refusal
from server.rules.people.roles import ADMINISTRATORS
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.qr import qr_svg

OWN: Final = "/admin/own"


def _show(visit: Visit, trouble: Refusal | None = None, about: str = "") -> Shown:
    who = visit.who
    row = visit.store.read(lambda reading: person_of(reading, who.person))
    return visit.show(
        "own",
        row=row,
        open=visit.store.read(lambda reading: open_sign_ins(reading, who.person)),
        left=visit.store.read(lambda reading: second.recovery_left(reading, who.person)),
        pin=visit.store.read(lambda reading: keys.keys_of(reading, who.person)).pin is not None,
        asked=visit.house.law.second and any(grant.role in ADMINISTRATORS for grant in who.grants),
        law=visit.house.law,
        trouble=trouble,
        about=about,
    )


def _password(visit: Visit) -> Shown:
    who, new = visit.who, visit.field("new")
    if new != visit.field("again"):
        raise Refusal("passwords_differ")
    row = visit.store.read(lambda reading: person_of(reading, who.person))
    past = visit.store.read(lambda reading: past_of(reading, who.person))
    chosen = weigh_password(row, visit.field("old"), new, visit.house.law, past, ())
    visit.store.write(CITY, lambda uow: set_password(uow, row, chosen, visit.by, visit.now, who.id))
    return visit.go(OWN, "password_changed")


def _pin(visit: Visit) -> Shown:
    if visit.field("pin") != visit.field("again"):
        raise Refusal("pins_differ")
    kept = keys.weighed_pin(visit.field("pin"))
    visit.store.write(CITY, lambda uow: keys.set_pin(uow, visit.who.person, kept, visit.by, visit.now))
    return visit.go(OWN, "pin_set")


def _begin_second(visit: Visit) -> Shown:
    return _second_page(visit, second.new_secret())


def _second_page(visit: Visit, secret: str, trouble: Refusal | None = None) -> Shown:
    address = second.provisioning(secret, visit.who.login, "Banshi")
    return visit.show("second", secret=secret, picture=qr_svg(address), trouble=trouble)


def _set_second(visit: Visit) -> Shown:
    who = visit.who

    def work(uow: UnitOfWork) -> list[str]:
        codes = second.set_second(
            uow, who.person, visit.field("secret"), visit.field("code"), visit.house.key, visit.now
        )
        end_all(uow, who.person, "second_changed", visit.now, but=who.id)
        _tell(uow, visit, "second_set")
        return codes

    return visit.show("recovery", codes=visit.store.write(CITY, work))


def _second_again(visit: Visit, refusal: Refusal) -> Shown:
    shown = visit.field("secret")
    return _second_page(visit, shown if second.SECRET.fullmatch(shown) else second.new_secret(), refusal)


def _drop_second(visit: Visit) -> Shown:
    who = visit.who

    def work(uow: UnitOfWork) -> None:
        second.drop_second(uow, who.person)
        _tell(uow, visit, "second_dropped")

    visit.store.write(CITY, work)
    return visit.go(OWN, "second_off")


def _new_codes(visit: Visit) -> Shown:
    who = visit.who

    def work(uow: UnitOfWork) -> list[str]:
        _tell(uow, visit, "recovery_made")
        return second.new_recovery(uow, who.person)

    return visit.show("recovery", codes=visit.store.write(CITY, work))


def _end(visit: Visit) -> Shown:
    visit.store.write(
        CITY, lambda uow: end_sign_in(uow, visit.who.person, visit.places["sign_in"], visit.by, visit.now)
    )
    return visit.go(OWN, "sign_in_ended")


def _tell(uow: UnitOfWork, visit: Visit, what: str) -> None:
    by = visit.by
    record(uow, Changed(visit.now, by.person, by.name, what, visit.who.login, place=by.place))


PAGES: Final = (
    Page(method="GET", path=OWN, settling=True, act=_show),
    Page(
        method="POST",
        path="/admin/own/password",
        settling=True,
        rate="sign_ins",
        act=_password,
        again=lambda visit, refusal: _show(visit, refusal, "password"),
    ),
    Page(
        method="POST",
        path="/admin/own/pin",
        afresh=True,
        rate="sign_ins",
        act=_pin,
        again=lambda visit, refusal: _show(visit, refusal, "pin"),
    ),
    Page(method="POST", path="/admin/own/second", settling=True, act=_begin_second),
    Page(
        method="POST", path="/admin/own/second/on", settling=True, rate="sign_ins", act=_set_second, again=_second_again
    ),
    Page(method="POST", path="/admin/own/second/off", afresh=True, act=_drop_second),
    Page(method="POST", path="/admin/own/second/codes", afresh=True, act=_new_codes),
    Page(method="POST", path="/admin/own/sign-ins/{sign_in}/end", act=_end),
)
