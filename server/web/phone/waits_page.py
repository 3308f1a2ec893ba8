"""How long it takes now, for whoever has not left home yet: all lines of a center on one page."""

from collections.abc import Callable

import msgspec
from flask import Blueprint, render_template

from config.centers import Service
from server.office.board import board_of
from server.office.estimates import Estimates
from server.office.hours import hours_now
from server.office.kept_waits import DAYS, kept_waits
from server.store.halls import Hall
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.web.api.waits import told
from server.wire.hours import HoursNow
from server.wire.kept_waits import KeptWaitsAnswer
from server.wire.messages import WaitAnswer

TOLD_ENOUGH = 20
"""Of fewer ranges no share is said."""


class Line(msgspec.Struct, frozen=True):
    """A line as somebody at home sees it."""

    service: Service
    waiting: int
    said: WaitAnswer


class Now(msgspec.Struct, frozen=True):
    """A center at this moment: its lines, how it stands to its hours, and what was said lately was worth."""

    hall: Hall
    clock: str
    hours: HoursNow
    lines: tuple[Line, ...]
    share: int | None
    """How many of a hundred ranges held; None while too few were told."""

    @property
    def rests(self) -> bool:
        """Whether nobody is called by its hours."""
        return self.hours.stands in ("pause", "closed")


def add_waits(blueprint: Blueprint, store: Store, estimates: Estimates, clock: Callable[[], int]) -> None:
    """Add the page over `store`; `clock` tells ms."""

    def now_at(reading: Reading, center: str) -> Now:
        now, hall = clock(), reading.hall(center)
        waiting = board_of(reading, center).waiting
        said = [told(each) for each in estimates.of_center(reading, center, now)]
        return Now(
            hall,
            f"{hall.local(now):%H:%M}",
            hours_now(hall, now),
            tuple(Line(hall.services[each.service], waiting.get(each.service, 0), each) for each in said),
            _share(kept_waits(reading, center, DAYS, now)),
        )

    @blueprint.get("/w/<center>")
    def waits(center: str) -> str:
        return render_template("phone/waits.html", now=store.read(lambda reading: now_at(reading, center)))


def _share(kept: KeptWaitsAnswer) -> int | None:
    ranges = sum(each.told for each in kept.days)
    return None if ranges < TOLD_ENOUGH else round(100 * sum(each.held for each in kept.days) / ranges)
