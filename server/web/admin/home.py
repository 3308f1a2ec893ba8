"""The first page after signing in: what there is to do for whoever is there."""

from typing import Final

from server.rules.people.roles import may, may_anywhere
from server.web.admin import releases, todo_pages
from server.web.admin.editors import EDITING
from server.web.admin.names import center_names
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.release_words import Waits

HOME: Final = "/admin/"
SECTION: Final = Section(HOME, "Overview")


def _show(visit: Visit) -> Shown:
    return visit.show(
        "home",
        centers=visit.store.read(center_names),
        desk=_desk(visit),
        writes=may_anywhere(visit.who.grants, "write_guidance"),
        editing=EDITING,
        may_set_up=may(visit.who.grants, "configure", None, visit.tree),
    )


def _desk(visit: Visit) -> tuple[Waits, ...]:
    """Return what waits at the guidance desk for whoever is there."""
    if not any(may_anywhere(visit.who.grants, duty) for duty in releases.SECTION.duties):
        return ()
    return (*releases.waiting(visit), *todo_pages.waiting(visit))


PAGES: Final = (Page(method="GET", path=HOME, act=_show),)
