"""The figures of a day, a service or a month: what can be added up, and nothing else. Pure.

Two of them together are one of the same kind, in any order and any grouping: a year of a city is the sum of the days of
its centers.
"""

from typing import Final

import msgspec

from server.rules.hall.histogram import Histogram

WHOLE: Final = ""
"""The service under which the figures of a whole center stand."""


class Desk(msgspec.Struct, omit_defaults=True):
    """A counter: how long it was open and paused (ms), how many it served and for how long (ms)."""

    open_ms: int = 0
    paused_ms: int = 0
    served: int = 0
    serve_ms: int = 0


class Figures(msgspec.Struct, omit_defaults=True):
    """What happened to people who took numbers, and how long it took.

    `issued` are numbers; one for several matters `joined` several lines. Of those who joined, `served` were; `moved`
    went to another line or another center; `no_shows` were called and did not come; `gone` left, or were still there in
    the evening, without having been called; of the others (`unclear`) nobody said what became of them. Of the issued,
    `finished` are done. `not_arrived` took one elsewhere and never came; `returns` were refused for a missing paper.

    The others are of a whole center alone: `hours` by the hour in which people joined, waits by `classes`, who `took`
    the number where, `desks`, those who were overtaken, `beyond` the bound, the worst case (ms), and checklists:
    `consulted` by checklist, how many `went_on` to a number, and which question was the last one for those who did not
    (`stopped`).
    """

    issued: int = 0
    joined: int = 0
    called: int = 0
    served: int = 0
    finished: int = 0
    moved: int = 0
    no_shows: int = 0
    gone: int = 0
    unclear: int = 0
    not_arrived: int = 0
    returns: int = 0
    wait_ms: int = 0
    serve_ms: int = 0
    waits: Histogram = {}
    serves: Histogram = {}
    hours: dict[int, "Figures"] = {}
    classes: dict[str, Histogram] = {}
    took: dict[str, int] = {}
    desks: dict[str, Desk] = {}
    overtaken: int = 0
    beyond: int = 0
    worst_ms: int = 0
    with_plan: int = 0
    consultations: int = 0
    went_on: int = 0
    consulted: dict[str, int] = {}
    stopped: dict[str, int] = {}

    @property
    def open_ms(self) -> int:
        """How long counters were open, all together."""
        return sum(each.open_ms for each in self.desks.values())


_HIGHEST: Final = "worst_ms"


def add(into: Figures | Desk, other: Figures | Desk) -> None:
    """Add `other`, of the same kind, to `into`."""
    for name in into.__struct_fields__:
        more = getattr(other, name)
        if not more:
            continue
        if isinstance(more, dict):
            _add_each(getattr(into, name), more)
        elif name == _HIGHEST:
            setattr(into, name, max(getattr(into, name), more))
        else:
            setattr(into, name, getattr(into, name) + more)


def together(some: "list[Figures]") -> Figures:
    """Return the sum of `some`, which stay as they are."""
    total = Figures()
    for each in some:
        add(total, each)
    return total


def _add_each(into: dict, more: dict) -> None:  # type: ignore[type-arg]
    """Add counts by key; what is more than a count is added as such. All values of one are of the same kind."""
    if type(next(iter(more.values()))) is int:
        # Nearly all that there is to do for a long report.
        known = into.get
        for key, value in more.items():
            into[key] = known(key, 0) + value
        return
    for key, value in more.items():
        if isinstance(value, dict):
            own = into.setdefault(key, {})
            if value:
                _add_each(own, value)
        else:
            if key not in into:
                into[key] = type(value)()
            add(into[key], value)
