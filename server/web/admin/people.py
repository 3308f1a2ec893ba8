"""People and their roles: kept by who keeps accounts, clerks and guides also by who keeps the staff of a hall."""

from collections.abc import Callable
from typing import Final, get_args

from flask import request

from server.office.people import accounts, keys
from server.office.people.accounts import NewPerson, first_password, reaches, read_role
from server.office.people.record import PersonRow, everybody, person_of
from server.office.people.sign_ins import open_sign_ins
from server.office.people.wrong import locked_names
from server.rules.errors import Refusal
from server.rules.people.roles import STAFF, WHOLE_CITY, Grant, Role, may
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.admin.names import center_names
from server.web.admin.page import Page, Section, Shown, Visit

PEOPLE: Final = "/admin/people"
SECTION: Final = Section(PEOPLE, "People", ("accounts", "staff"), "Who may sign in, and what they may do.")
LONGEST_SEARCH: Final = 40


def _list(visit: Visit, trouble: Refusal | None = None) -> Shown:
    tree = visit.tree
    seen = [row for row in visit.store.read(everybody) if row.id == visit.who.person or reaches(tree, row, visit.by)]
    sought = request.args.get("q", "").strip().casefold()[:LONGEST_SEARCH]
    return visit.show(
        "people",
        rows=[row for row in seen if sought in row.login or sought in row.name.casefold()],
        sought=sought,
        every=len(seen),
        locked=visit.store.read(lambda reading: locked_names(reading, visit.now)),
        centers=visit.store.read(center_names),
        roles=_roles(visit),
        typed=request.form,
        trouble=trouble,
    )


def _add(visit: Visit) -> Shown:
    first = first_password()
    grants = (_grant(visit),) if visit.field("role") else ()
    new = NewPerson(visit.field("login"), visit.field("name"), grants)
    law = visit.house.law
    id_ = visit.store.write(CITY, lambda uow: accounts.add_person(uow, new, first, visit.by, law, visit.now))
    return _told_password(visit, id_, first.password)


def _person(visit: Visit, trouble: Refusal | None = None) -> Shown:
    row = _reached(visit)
    return visit.show(
        "person",
        row=row,
        open=visit.store.read(lambda reading: open_sign_ins(reading, row.id)),
        locked=visit.store.read(lambda reading: locked_names(reading, visit.now)).get(row.login),
        centers=visit.store.read(center_names),
        roles=_roles(visit),
        own=row.id == visit.who.person,
        keys=visit.store.read(lambda reading: keys.keys_of(reading, row.id)),
        chosen=visit.store.read(lambda reading: keys.staff_of(reading, row.id)),
        staff={
            center: _listed(visit, center)
            for role, center in ((each.role, each.center) for each in row.grants)
            if role == "clerk"
        },
        trouble=trouble,
    )


def _again(visit: Visit, refusal: Refusal) -> Shown:
    return _person(visit, refusal)


def _rename(visit: Visit) -> Shown:
    return _do(
        visit, "person_renamed", lambda uow, id_: accounts.rename(uow, id_, visit.field("name"), visit.by, visit.now)
    )


def _disable(visit: Visit) -> Shown:
    return _do(visit, "person_disabled", lambda uow, id_: accounts.disable(uow, id_, visit.by, visit.now))


def _enable(visit: Visit) -> Shown:
    return _do(visit, "person_enabled", lambda uow, id_: accounts.enable(uow, id_, visit.by, visit.now))


def _unlock(visit: Visit) -> Shown:
    return _do(visit, "person_unlocked", lambda uow, id_: accounts.unlock(uow, id_, visit.by, visit.now))


def _give(visit: Visit) -> Shown:
    grant, law = _grant(visit), visit.house.law
    return _do(visit, "role_given", lambda uow, id_: accounts.give_role(uow, id_, grant, visit.by, law, visit.now))


def _take(visit: Visit) -> Shown:
    grant = _grant(visit)
    return _do(visit, "role_taken", lambda uow, id_: accounts.take_role(uow, id_, grant, visit.by, visit.now))


def _end(visit: Visit) -> Shown:
    return _do(
        visit,
        "sign_in_ended",
        lambda uow, id_: accounts.end_sign_in(uow, id_, visit.places["sign_in"], visit.by, visit.now),
    )


def _reset(visit: Visit) -> Shown:
    row, first = _reached(visit), first_password()
    visit.store.write(CITY, lambda uow: accounts.reset_password(uow, row.id, first, visit.by, visit.now))
    return _told_password(visit, row.id, first.password)


def _listed(visit: Visit, center: str) -> tuple[keys.Listed, ...]:
    return visit.store.read(lambda reading: keys.staff_of_center(reading, center))


def _pin(visit: Visit) -> Shown:
    row, (pin, kept) = _reached(visit), keys.made_pin()
    visit.store.write(CITY, lambda uow: keys.set_pin(uow, row.id, kept, visit.by, visit.now))
    return visit.show("first_pin", row=row, pin=pin)


def _drop_pin(visit: Visit) -> Shown:
    return _do(visit, "pin_dropped", lambda uow, id_: keys.set_pin(uow, id_, None, visit.by, visit.now))


def _card(visit: Visit) -> Shown:
    kept = keys.card_hash(visit.field("card"), visit.house.key)
    return _do(visit, "card_set", lambda uow, id_: keys.set_card(uow, id_, kept, visit.by, visit.now))


def _drop_card(visit: Visit) -> Shown:
    return _do(visit, "card_dropped", lambda uow, id_: keys.set_card(uow, id_, None, visit.by, visit.now))


def _staff(visit: Visit) -> Shown:
    center, staff = visit.field("center"), visit.field("staff")
    return _do(visit, "staff_chosen", lambda uow, id_: keys.set_staff(uow, id_, center, staff, visit.by, visit.now))


def _told_password(visit: Visit, person: str, password: str) -> Shown:
    row = visit.store.read(lambda reading: person_of(reading, person))
    return visit.show("first_password", row=row, password=password)


def _do(visit: Visit, done: str, work: Callable[[UnitOfWork, str], None]) -> Shown:
    id_ = visit.places["person"]
    visit.store.write(CITY, lambda uow: work(uow, id_))
    return visit.go(f"{PEOPLE}/{id_}", done)


def _reached(visit: Visit) -> PersonRow:
    row = visit.store.read(lambda reading: person_of(reading, visit.places["person"]))
    if row.id != visit.who.person and not reaches(visit.tree, row, visit.by):
        raise Refusal("duty_missing")
    return row


def _grant(visit: Visit) -> Grant:
    role = read_role(visit.field("role"))
    # A form without script offers centers for every role; what holds for the whole city has none.
    return Grant(role, "" if role in WHOLE_CITY else visit.field("center"))


def _roles(visit: Visit) -> list[Role]:
    """Return the roles that whoever visits may give."""
    whole = may(visit.who.grants, "accounts", None, visit.tree)
    return [role for role in get_args(Role) if whole or role in STAFF]


def _post(path: str, act: Callable[[Visit], Shown], afresh: bool = False) -> Page:
    path = f"{PEOPLE}/{{person}}/{path}"
    return Page(method="POST", path=path, duties=SECTION.duties, act=act, again=_again, afresh=afresh)


PAGES: Final = (
    Page(method="GET", path=PEOPLE, duties=SECTION.duties, act=_list),
    Page(method="POST", path=PEOPLE, duties=SECTION.duties, act=_add, again=_list),
    Page(method="GET", path=f"{PEOPLE}/{{person}}", duties=SECTION.duties, act=_person),
    _post("name", _rename),
    _post("disable", _disable),
    _post("enable", _enable),
    _post("unlock", _unlock),
    _post("roles/give", _give, afresh=True),
    _post("roles/take", _take, afresh=True),
    _post("password", _reset, afresh=True),
    _post("pin", _pin, afresh=True),
    _post("pin/drop", _drop_pin),
    _post("card", _card, afresh=True),
    _post("card/drop", _drop_card),
    _post("staff", _staff),
    _post("sign-ins/{sign_in}/end", _end),
)
