"""The first page after signing in: what there is to do for whoever is there."""

from typing import Final

from server.rules.people.roles import may
from server.web.admin.names import center_names
from server.web.admin.page import Page, Section, Shown, Visit

HOME: Final = "/admin/"
SECTION: Final = Section(HOME, "Overview")


def _show(visit: Visit) -> Shown:
    return visit.show(
        "home",
        centers=visit.store.read(center_names),
        may_set_up=may(visit.who.grants, "configure", None, visit.tree),
    )


PAGES: Final = (Page(method="GET", path=HOME, act=_show),)
