"""The devices of the centers that somebody looks after: which there are, what they may do, and sending one away."""

from collections.abc import Callable
from typing import Final

from flask import Response, current_app

from server.office.access import orders
from server.office.access.devices import KINDS, device_of, devices_in, dismiss_clone, rename_device, revoke_device
from server.rules.errors import Refusal
from server.rules.people.roles import reach
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.address import Address
from server.web.admin.names import DEVICE_KINDS
from server.web.admin.order_words import CAME, TRIES
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.pairing import DEVICES, DUTIES
from server.web.route import Route

SECTION: Final = Section(DEVICES, "Devices", DUTIES, "Kiosks, screens and counters: let in, looked after, sent away.")


def _list(visit: Visit) -> Shown:
    within = set(reach(visit.who.grants, "devices", visit.tree))
    rows = visit.store.read(lambda reading: devices_in(reading, within, visit.now))
    return visit.show("devices", rows=rows, halls=_halls(visit), kinds=DEVICE_KINDS)


def _device(visit: Visit, trouble: Refusal | None = None) -> Shown:
    id_ = visit.places["device"]
    row, told = visit.store.read(lambda reading: (device_of(reading, id_, visit.by), orders.orders_of(reading, id_)))
    return visit.show(
        "device",
        row=row,
        halls=_halls(visit),
        kinds=DEVICE_KINDS,
        trouble=trouble,
        told=told,
        can=orders.CAN[row.scope],
        tries=TRIES,
        came=CAME,
    )


def _rename(visit: Visit) -> Shown:
    name = visit.field("name")
    _change(visit, lambda uow, id_: rename_device(uow, id_, name, visit.by, visit.now))
    return visit.go(f"{DEVICES}/{visit.places['device']}", "device_renamed")


def _dismiss(visit: Visit) -> Shown:
    _change(visit, lambda uow, id_: dismiss_clone(uow, id_, visit.by, visit.now))
    return visit.go(f"{DEVICES}/{visit.places['device']}", "clone_dismissed")


def _order(visit: Visit) -> Shown:
    _change(visit, lambda uow, id_: orders.order(uow, id_, visit.field("order"), visit.by, visit.now))
    return visit.go(f"{DEVICES}/{visit.places['device']}", "device_ordered")


def _picture(visit: Visit) -> Shown:
    png = visit.store.read(lambda reading: orders.picture_of(reading, visit.places["device"], visit.by))
    return Response(png, content_type="image/png")


def _revoke(visit: Visit) -> Shown:
    _change(visit, lambda uow, id_: revoke_device(uow, id_, visit.by, visit.now))
    return visit.go(DEVICES, "device_revoked")


def _change(visit: Visit, work: Callable[[UnitOfWork, str], None]) -> None:
    visit.store.write(CITY, lambda uow: work(uow, visit.places["device"]))


def _profiles(visit: Visit) -> Shown:
    """Show what the tokens of each kind may ask for, as the route table says it."""
    addresses: list[Address] = list(current_app.extensions["addresses"].values())
    routes = sorted(
        {route.path + route.method: route for route in addresses if isinstance(route, Route) and route.scopes}.values(),
        key=lambda route: (route.path, route.method),
    )
    return visit.show("profiles", routes=routes, kinds=DEVICE_KINDS, scopes=KINDS)


def _halls(visit: Visit) -> dict[str, object]:
    return {hall.id: hall for hall, _, _ in visit.store.read(lambda reading: reading.halls())}


def _post(path: str, act: Callable[[Visit], Shown]) -> Page:
    path = f"{DEVICES}/{{device}}/{path}"
    return Page(method="POST", path=path, duties=SECTION.duties, act=act, again=_device)


PAGES: Final = (
    Page(method="GET", path=DEVICES, duties=SECTION.duties, act=_list),
    Page(method="GET", path=f"{DEVICES}/profiles", duties=SECTION.duties, act=_profiles),
    Page(method="GET", path=f"{DEVICES}/{{device}}", duties=SECTION.duties, act=_device),
    Page(method="GET", path=f"{DEVICES}/{{device}}/picture.png", duties=SECTION.duties, act=_picture),
    _post("order", _order),
    _post("name", _rename),
    _post("clone", _dismiss),
    _post("revoke", _revoke),
)
