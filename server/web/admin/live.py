"""All halls in reach as they are now: open or not, who waits, how long, which counters work."""

from typing import Final

from server.office.overview import HallSeen, overview
from server.rules.people.roles import reach
from server.web.admin.page import Page, Section, Shown, Visit

LIVE: Final = "/admin/live"
SECTION: Final = Section(LIVE, "Now", ("look",), "Who waits where, and how long.")
MOST: Final = 200
STATES: Final[dict[str, tuple[str, str]]] = {
    "open": ("good", "serves"),
    "lunch": ("", "lunch break"),
    "break": ("wait", "all counters pause"),
    "unstaffed": ("stop", "open, and no counter is"),
    "silent": ("stop", "nothing is heard of it"),
    "closed": ("", "closed now"),
}
"""State of a hall -> the look of its word, and the word."""


def _show(visit: Visit) -> Shown:
    mine = reach(visit.who.grants, "look", visit.tree)
    seen: list[HallSeen] = []
    if mine:
        seen, _ = visit.store.read(
            lambda reading: overview(reading, visit.house.estimates, visit.now, top=None, only=mine[:MOST], most=MOST)
        )
    return visit.show(
        "live",
        seen=seen,
        states=STATES,
        waiting=sum(each.waiting for each in seen),
        serving=sum(each.state == "open" for each in seen),
        troubled=sum(each.state in ("unstaffed", "silent") for each in seen),
    )


PAGES: Final = (Page(method="GET", path=LIVE, duties=SECTION.duties, rate="effort", act=_show),)
