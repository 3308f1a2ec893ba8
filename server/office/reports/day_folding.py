"""One day of a center folded into its figures: what its journal tells, and what stands beside it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, exists, func, select

from server.office.fairness_day import facts_of, regrades_of
from server.rules.hall.day_figures import WHOLE, Figures
from server.rules.hall.day_fold import Came, Taker, day_figures
from server.rules.hall.fact import Fact
from server.rules.hall.overtaking import Holder, overtakings
from server.store import guidance_tables, return_tables, tables
from server.store.access_tables import tokens
from server.store.halls import Hall
from server.store.unit_of_work import Reading

TAKERS: Final[dict[str, Taker]] = {"kiosk": "kiosk", "holder": "phone", "channel": "phone", "counter": "desk"}
"""Scope of the token that took a number, or who did without one -> where it was taken."""
QUARTER: Final = 900_000
"""No clock of any zone changes its hour within a quarter."""
_t, _j, _r, _c = tables.tickets.c, tables.journal.c, return_tables.return_rights.c, guidance_tables.consultations.c
_CAME = (
    select(_t.id, _t.label, _t.priority, _t.ready_at, _t.language, _t.plan, func.coalesce(tokens.c.scope, _j.actor))
    .select_from(tables.journal)
    .join(tables.tickets, _t.id == _j.ticket)
    .outerjoin(tokens, tokens.c.id == _j.actor)
    .where(
        _j.center == bindparam("center"),
        _j.seq >= bindparam("first"),
        _j.seq <= bindparam("last"),
        _j.kind == "ticket.issued",
    )
)
_RETURNS = (
    select(_r.service, func.count())
    .where(_r.center == bindparam("center"), _r.day == bindparam("day"))
    .group_by(_r.service)
)
_WENT_ON = exists().where(_t.plan == _c.code, tables.PLANNED).correlate(guidance_tables.consultations)
_BEGUN = select(_c.checklists, _c.answers, _WENT_ON).where(
    _c.center == bindparam("center"), _c.created_at >= bindparam("begins"), _c.created_at < bindparam("ends")
)
_checklists = msgspec.json.Decoder(tuple[str, ...]).decode
_answers = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def folded_day(reading: Reading, center: str, day: date) -> dict[str, Figures]:
    """Return the figures of `day` of `center`, by service and under "" of all; raises `Refusal` center_unknown."""
    hall = reading.hall(center)
    facts = facts_of(reading, hall, day)
    noon = round(datetime.combine(day, time(12), hall.timezone).timestamp() * 1000)
    closes = max((closing for _, closing in hall.spans_at(noon)), default=0)
    rows = _came(reading, center, facts)
    came = {row[0]: Came(row[2], TAKERS.get(row[6], "other"), row[5] is not None) for row in rows}
    hour = cache(lambda quarter: hall.hour(quarter * QUARTER))
    found = day_figures(facts, came, lambda at: hour(at // QUARTER), closes)
    whole = found[WHOLE]
    holders = {row[0]: Holder(*row[1:5]) for row in rows}
    fairness = overtakings(facts, holders, hall.rules, regrades_of(reading, center, facts))
    whole.overtaken = sum(each.overtaken for each in fairness.rules)
    whole.beyond = sum(each.beyond for each in fairness.rules)
    whole.worst_ms = fairness.worst.later if fairness.worst else 0
    for service, count in reading.rows(_RETURNS, center=center, day=day.isoformat()):
        for each in (whole, found.setdefault(service, Figures())):
            each.returns += count
    _checklists_of(reading, hall, day, whole)
    return found


def _came(reading: Reading, center: str, facts: Sequence[Fact]) -> list[Any]:
    if not facts:
        return []
    return list(reading.rows(_CAME, center=center, first=facts[0].seq, last=facts[-1].seq))


def _checklists_of(reading: Reading, hall: Hall, day: date, whole: Figures) -> None:
    """Count what was asked for in the hall, and how far people came; what is purged already counts for nothing."""
    midnights = (datetime.combine(each, time.min, hall.timezone) for each in (day, day + timedelta(days=1)))
    begins, ends = (int(each.timestamp() * 1000) for each in midnights)
    consulted: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    for checklists, answers, went_on in reading.rows(_BEGUN, center=hall.id, begins=begins, ends=ends):
        whole.consultations += 1
        whole.went_on += bool(went_on)
        consulted.update(_checklists(checklists))
        said = _answers(answers)
        if said and not went_on:
            stopped[next(reversed(said))] += 1
    whole.consulted, whole.stopped = dict(consulted), dict(stopped)
