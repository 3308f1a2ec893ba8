"""Several halls of a city at once: what each does, who waits, how long, and whom it called last.

All of it is read, nothing is locked: a hall whose lock is held, that is closed or says nothing is shown as it was last
known, and holds up no other. Only what is said of the waits costs something: for one answer it is found out anew where
that was longest ago, for as many halls as there is time for.
"""

from collections.abc import Collection, Iterable
from time import thread_time
from typing import Final

import msgspec
from sqlalchemy import func, or_, select

from server.office.board import newest_call
from server.office.estimates import FRESH_MS, Estimates, LastSaid
from server.rules.errors import Refusal
from server.rules.hall.board import Call
from server.rules.hall.overview import Counters, HallState, Range, below, range_of, state_of
from server.store import access_tables, tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading

LOOK_SECONDS: Final = 0.03
"""Waits are found out for one answer until so much of the processor's time is used."""
_k, _l, _t = tables.counters.c, tables.lines.c, access_tables.tokens.c
_STATES = (
    select(_k.center, _k.state, _k.pause_reason, func.count())
    .where(_k.taken_away_at.is_(None))
    .group_by(_k.center, _k.state, _k.pause_reason)
)
_WAITING = select(_l.center, func.sum(_l.waiting)).group_by(_l.center)
_HEARD = (
    select(_t.center, func.max(_t.last_used_at))
    .where(_t.center.is_not(None), or_(_t.scope == "kiosk", _t.scope == "counter", _t.scope == "display"))
    .group_by(_t.center)
)


class HallSeen(msgspec.Struct, frozen=True):
    """One hall as it is now; moments are ms.

    `range` is over what was said of its lines, the oldest of it at `said_at`; `heard_at` is when one of its kiosks,
    consoles or screens was heard last.
    """

    hall: Hall
    state: HallState
    opens_at: int | None
    closes_at: int | None
    waiting: int
    range: Range | None
    said_at: int | None
    counters: Counters
    called: Call | None
    heard_at: int | None
    told_at: int


def overview(
    reading: Reading, estimates: Estimates, now: int, *, top: str | None, only: Collection[str], most: int
) -> tuple[list[HallSeen], int]:
    """Return the halls `only`, or `top` and those below it, or all, `most` of them, and how many were left out.

    Parents come before children. Raises `Refusal` center_unknown.
    """
    halls = {hall.id: (hall, told_at, seq) for hall, told_at, seq in reading.halls()}
    chosen = list(_chosen({id_: hall.parent for id_, (hall, _, _) in halls.items()}, top, only))
    shown = [halls[id_] for id_ in chosen[:most]]
    counters, waiting, heard = _counters(reading), reading.pairs(_WAITING), reading.pairs(_HEARD)
    _find_out(reading, estimates, [(hall, seq) for hall, _, seq in shown], now)
    seen = []
    for hall, told_at, _ in shown:
        shut, own = hall.shut(now), counters.get(hall.id, Counters())
        state = state_of(shut, own, heard.get(hall.id), now)
        last = _last(estimates, hall) if state == "open" else []
        seen.append(
            HallSeen(
                hall,
                state,
                None if shut is None else hall.opens_at(now),
                hall.closes_at(now),
                int(waiting.get(hall.id) or 0),
                range_of({each.said.service: each.said.outcome for each in last}),
                min((each.at for each in last), default=None),
                own,
                newest_call(reading, hall.id),
                heard.get(hall.id),
                told_at,
            )
        )
    return seen, len(chosen) - len(shown)


def _chosen(parents: dict[str, str | None], top: str | None, only: Collection[str]) -> Iterable[str]:
    for named in (*only, *([top] if top is not None else ())):
        if named not in parents:
            raise Refusal("center_unknown", center=named)
    if only:
        return only
    return parents if top is None else below(parents, top)


def _counters(reading: Reading) -> dict[str, Counters]:
    found: dict[str, Counters] = {}
    for center, state, reason, count in reading.rows(_STATES):
        own = found.get(center, Counters())
        lunch = state == "paused" and reason == "lunch"
        found[center] = Counters(
            own.open + count * (state == "open"),
            own.at_lunch + count * lunch,
            own.paused + count * (state == "paused" and not lunch),
            own.all + count,
        )
    return found


def _find_out(reading: Reading, estimates: Estimates, halls: list[tuple[Hall, int]], now: int) -> None:
    """Find out what is said of the waits of `halls` with their seq, of whom that was longest ago first."""

    def known(hall: Hall, seq: int) -> int:
        last = _last(estimates, hall)
        if len(last) < len(hall.served):
            return 0
        oldest = min((each.at for each in last), default=now)
        return now if now - oldest < FRESH_MS and all(each.seq == seq for each in last) else oldest

    old = [(since, place) for place, each in enumerate(halls) if (since := known(*each)) < now]
    until = thread_time() + LOOK_SECONDS
    for _, place in sorted(old):
        hall = halls[place][0]
        if hall.is_open(now):
            estimates.lines_now(reading, hall, now)
        if thread_time() >= until:
            return


def _last(estimates: Estimates, hall: Hall) -> list[LastSaid]:
    found = (estimates.last(hall.id, service) for service in sorted(hall.served))
    return [each for each in found if each is not None]
