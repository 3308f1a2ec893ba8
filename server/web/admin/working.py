"""Who works now, at the counters of the halls in reach; a sign-in that was forgotten is ended from here."""

from typing import Final

from server.office.people.working import Doing, end_working, working
from server.rules.errors import Refusal
from server.rules.people.roles import reach
from server.store.unit_of_work import CITY
from server.web.admin.page import Page, Section, Shown, Visit

WORKING: Final = "/admin/working"
SECTION: Final = Section(WORKING, "Who works now", ("staff",), "Who sits at which counter, and since when.")
DOING: Final[dict[Doing, tuple[str, str]]] = {
    "serving": ("good", "serves"),
    "called": ("good", "has called"),
    "paused": ("wait", "pauses"),
    "idle": ("", "waits for the next"),
    "closed": ("", "counter closed"),
}
"""What somebody does -> the look of its word, and the word."""
HOW: Final[dict[str, str]] = {"pin": "by PIN", "card": "by card", "password": "by password"}


def _show(visit: Visit, trouble: Refusal | None = None) -> Shown:
    within = set(reach(visit.who.grants, "staff", visit.tree))
    halls, seen = visit.store.read(
        lambda reading: ({hall.id: hall for hall, _, _ in reading.halls()}, working(reading, within))
    )
    seen = [each for each in seen if each.center in halls]
    counts = {name: sum(each.doing == name for each in seen) for name in DOING}
    return visit.show("working", seen=seen, halls=halls, doing=DOING, how=HOW, counts=counts, trouble=trouble)


def _end(visit: Visit) -> Shown:
    visit.store.write(CITY, lambda uow: end_working(uow, visit.places["sign_in"], visit.by, visit.now))
    return visit.go(WORKING, "desk_ended")


PAGES: Final = (
    Page(method="GET", path=WORKING, duties=SECTION.duties, act=_show),
    Page(method="POST", path=f"{WORKING}/{{sign_in}}/end", duties=SECTION.duties, act=_end, again=_show),
)
