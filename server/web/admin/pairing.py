"""Pair a device: the code that it shows, then where it stands and what it is called."""

from typing import Final

from flask import request

from server.office.access.pairing import Choice, Wanting, approve, find
from server.rules.errors import Refusal
from server.rules.people.roles import Duty, reach
from server.rules.people.typed_code import read_code, shown
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.admin.names import DEVICE_KINDS
from server.web.admin.page import Page, Shown, Visit

DEVICES: Final = "/admin/devices"
PAIR: Final = f"{DEVICES}/pair"
DUTIES: Final[tuple[Duty, ...]] = ("devices",)
CODE_LONGEST: Final = 40


def _ask(visit: Visit, trouble: Refusal | None = None) -> Shown:
    typed = visit.field("code") or request.args.get("code", "")
    return visit.show("pair", code=typed[:CODE_LONGEST], trouble=trouble)


def _look(visit: Visit) -> Shown:
    return _chosen(visit, _found(visit), None)


def _pair(visit: Visit) -> Shown:
    where = visit.field("where")
    by_counter = visit.field("scope") == "counter"
    choice = Choice(None if by_counter else where or None, where or None if by_counter else None, visit.field("name"))

    def work(uow: UnitOfWork) -> Wanting | None:
        found = find(uow, visit.field("code"), visit.by, visit.now)
        if found is not None:
            approve(uow, found, choice, visit.by, visit.now)
        return found

    if visit.store.write(CITY, work) is None:
        raise Refusal("pairing_unknown")
    return visit.go(PAIR, "device_paired")


def _pair_again(visit: Visit, refusal: Refusal) -> Shown:
    if refusal.code in ("pairing_unknown", "pairing_tries", "pairing_taken"):
        return _ask(visit, refusal)
    return _chosen(visit, _found(visit), refusal)


def _found(visit: Visit) -> Wanting:
    found = visit.store.write(CITY, lambda uow: find(uow, visit.field("code"), visit.by, visit.now))
    if found is None:
        raise Refusal("pairing_unknown")
    return found


def _chosen(visit: Visit, found: Wanting, trouble: Refusal | None) -> Shown:
    within = set(reach(visit.who.grants, "devices", visit.tree))
    halls = [hall for hall, _, _ in visit.store.read(lambda reading: reading.halls()) if hall.id in within]
    return visit.show(
        "pair_chosen",
        found=found,
        code=shown(read_code(visit.field("code"))),
        halls=halls,
        chosen=visit.field("where"),
        name=visit.field("name"),
        device_said=DEVICE_KINDS,
        trouble=trouble,
    )


PAGES: Final = (
    Page(method="GET", path=PAIR, duties=DUTIES, act=_ask),
    Page(method="POST", path=PAIR, duties=DUTIES, act=_look, again=_ask),
    Page(method="POST", path=f"{PAIR}/yes", duties=DUTIES, act=_pair, again=_pair_again),
)
