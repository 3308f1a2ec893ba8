"""Several halls of a city in one answer: for the wall that shows them, and for whoever keeps an eye on a city."""

from dataclasses import replace
from typing import Final

from server.office.overview import HallSeen, overview
from server.rules.hall.overview import SILENT_MINUTES
from server.web.address import ANYBODY, id_of, ids, whole
from server.web.route import Asked, Route
from server.wire.messages import Wait, moment
from server.wire.overview import HALLS, HallOverview, LastCall, OverviewAnswer

NAMED: Final = 64
"""The most halls that somebody may name one by one."""


def _overview(asked: Asked) -> OverviewAnswer:
    only, top, most = (asked.query[name] for name in ("center", "under", "limit"))
    estimates, now = asked.house.estimates, asked.now
    found, more = asked.store.read(
        lambda reading: overview(reading, estimates, now, top=top, only=only or (), most=most)
    )
    return OverviewAnswer(tuple(_told(each, now) for each in found), more, SILENT_MINUTES)


def _told(seen: HallSeen, now: int) -> HallOverview:
    hall, waits, called = seen.hall, seen.range, seen.called
    return HallOverview(
        center=hall.id,
        name=hall.name,
        level=hall.level,
        parent=hall.parent,
        timezone=hall.timezone.key,
        state=seen.state,
        opens_at=_moment(seen.opens_at),
        closes_at=_moment(seen.closes_at),
        waiting=seen.waiting,
        wait=None if waits is None else Wait(waits.low, waits.high),
        longest=None if waits is None else hall.service(waits.longest),
        said_seconds=None if waits is None or seen.said_at is None else max(0, now - seen.said_at) // 1000,
        counters_open=seen.counters.open,
        counters=seen.counters.all,
        called=None if called is None else LastCall(called.ticket.number, called.counter, moment(called.at)),
        heard_at=_moment(seen.heard_at),
    )


def _moment(at: int | None) -> str | None:
    return None if at is None else moment(at)


ROUTES = (
    Route(
        method="GET",
        path="/overview",
        summary="Several halls of the city at once: what each does, who waits and how long, and whom it called last",
        permission="token",
        scopes=ANYBODY,
        target="city",
        rate="effort",
        query=(replace(ids("center", NAMED), required=False), id_of("under"), whole("limit", 60, 1, HALLS)),
        answer=OverviewAnswer,
        refuses=("center_unknown",),
        act=_overview,
    ),
)
