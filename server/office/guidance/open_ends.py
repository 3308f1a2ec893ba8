"""Where people stop and what they cannot answer, counted over the consultations that are kept: nobody is named."""

from collections import Counter
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from server.rules.guidance.judge.verdict import Wish
from server.store import guidance_tables, tables
from server.store.unit_of_work import Reading
from server.wire.editing import OpenEnd

LOOKED_AT: Final = 5000
"""The newest consultations that are counted."""
_c, _t = guidance_tables.consultations.c, tables.tickets.c
_NEWEST: Final = (
    select(_c.code, _c.answers, _c.wish)
    .where(_c.created_at >= bindparam("since"))
    .order_by(_c.created_at.desc())
    .limit(bindparam("most"))
)
_NEWEST_AT: Final = _NEWEST.where(_c.center == bindparam("of_center"))
_TAKEN: Final = select(_t.plan).where(tables.PLANNED).distinct()
_answers = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_wish = msgspec.json.Decoder(Wish).decode


def open_ends_of(reading: Reading, since: int, center: str | None = None) -> tuple[int, tuple[OpenEnd, ...]]:
    """Return how many consultations begun at `since` (ms) or later were counted, and the questions left open there.

    Only those that began in the hall `center` are counted, where one is named.
    """
    taken = {plan for (plan,) in reading.rows(_TAKEN)}
    unsure: Counter[str] = Counter()
    last: Counter[str] = Counter()
    if center is None:
        kept = reading.rows(_NEWEST, since=since, most=LOOKED_AT)
    else:
        kept = reading.rows(_NEWEST_AT, since=since, most=LOOKED_AT, of_center=center)
    for code, answers, wish in kept:
        said = _answers(answers)
        unsure.update(each for each in _wish(wish).unsure if each not in said)
        if said and code not in taken:
            last[next(reversed(said))] += 1
    questions = sorted({*unsure, *last}, key=lambda each: (-unsure[each] - last[each], each))
    return len(kept), tuple(OpenEnd(each, unsure[each], last[each]) for each in questions)
