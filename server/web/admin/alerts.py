"""Who is told by mail or webhook that a device is in trouble: addresses of the whole city and of the halls in reach."""

from typing import Final

from server.office.alerts.addresses import Wish, add_address, addresses_within, drop_address, try_address
from server.rules.errors import Refusal
from server.rules.people.roles import may, reach
from server.store.unit_of_work import CITY
from server.web.admin.names import center_names
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.pairing import DUTIES

ALERTS: Final = "/admin/alerts"
WORST: Final = {"red": "What is red", "amber": "What is red or amber"}
KINDS: Final = {"mail": "Mail", "webhook": "Webhook"}


def _show(visit: Visit, trouble: Refusal | None = None) -> Shown:
    within = set(reach(visit.who.grants, "devices", visit.tree))
    city = may(visit.who.grants, "devices", None, visit.tree)
    names, rows = visit.store.read(
        lambda reading: (center_names(reading), addresses_within(reading, within, city)),
    )
    return visit.show(
        "alerts",
        rows=rows,
        city=city,
        centers={id_: name for id_, name in names.items() if id_ in within},
        worst=WORST,
        types=KINDS,
        typed=visit.form,
        trouble=trouble,
    )


def _add(visit: Visit) -> Shown:
    fields = ("center", "kind", "address", "worst", "lasting", "quiet_from", "quiet_to")
    wish = Wish(*(visit.field(each) for each in fields))
    made = visit.store.write(CITY, lambda uow: add_address(uow, wish, visit.by, visit.now))
    if made.secret:
        return visit.show("alert_secret", made=made)
    return visit.go(ALERTS, "alert_added")


def _drop(visit: Visit) -> Shown:
    visit.store.write(CITY, lambda uow: drop_address(uow, visit.places["alert"], visit.by, visit.now))
    return visit.go(ALERTS, "alert_dropped")


def _try(visit: Visit) -> Shown:
    visit.store.write(CITY, lambda uow: try_address(uow, visit.places["alert"], visit.by, visit.now))
    return visit.go(ALERTS, "alert_tried")


PAGES: Final = (
    Page(method="GET", path=ALERTS, duties=DUTIES, act=_show),
    Page(method="POST", path=ALERTS, duties=DUTIES, act=_add, again=_show),
    Page(method="POST", path=f"{ALERTS}/{{alert}}/drop", duties=DUTIES, act=_drop, again=_show),
    Page(method="POST", path=f"{ALERTS}/{{alert}}/try", duties=DUTIES, act=_try, again=_show),
)
