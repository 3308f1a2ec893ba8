"""Sentences that found nothing, counted: what only one person ever said is not kept in words."""

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from server.office.guidance.consultations import city_day
from server.rules.guidance.search.entry import asked
from server.store.guidance_tables import unfound_sentences
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.editing import Unfound

KEPT_DAYS: Final = 90
SENTENCES_MOST: Final = 5000
"""Different sentences that are counted at a time; who types nonsense fills no disk."""
LISTED: Final = 100
_NUMBERS: Final = re.compile(r"[0-9]{5}")
"""What may be somebody's telephone or identity number."""

_c = unfound_sentences.c
_AGAIN: Final = (
    update(unfound_sentences)
    .where(_c.hash == bindparam("of_hash"))
    .values(count=_c.count + 1, words=bindparam("said"), last_day=bindparam("on"))
)
_FIRST: Final = insert(unfound_sentences)
_KEPT: Final = select(func.count()).select_from(unfound_sentences)
_SAID: Final = (
    select(_c.words, _c.count, _c.last_day)
    .where(_c.words.is_not(None), _c.last_day >= bindparam("since"))
    .order_by(_c.count.desc(), _c.last_day.desc(), _c.words)
    .limit(bindparam("most"))
)
_ONCE: Final = delete(unfound_sentences).where(_c.words.is_(None), _c.last_day < bindparam("on"))
_FORGOTTEN: Final = delete(unfound_sentences).where(_c.last_day < bindparam("before"))


def note_unfound(uow: UnitOfWork, sentence: str, now: int) -> None:
    """Count that `sentence` found nothing at `now` (ms); one with a long number in it may name somebody and is not.

    Where there is no room, what was said once before today is forgotten.
    """
    words = asked(sentence)
    if not words or _NUMBERS.search(words.replace(" ", "")):
        return
    day, hashed = city_day(uow, now).isoformat(), sha256(f"unfound {words}".encode()).hexdigest()
    if uow.change(_AGAIN, of_hash=hashed, said=words, on=day):
        return
    if (uow.value(_KEPT) or 0) >= SENTENCES_MOST and not uow.change(_ONCE, on=day):
        return
    uow.run(_FIRST, hash=hashed, words=None, count=1, last_day=day)


def unfound_since(reading: Reading, since: str) -> tuple[Unfound, ...]:
    """Return what was looked for in vain more than once, last on the day `since` or later, the most frequent first."""
    rows = reading.rows(_SAID, since=since, most=LISTED)
    return tuple(Unfound(words, count, last_day) for words, count, last_day in rows)


def forget_unfound(uow: UnitOfWork, today: date) -> int:
    """Forget what nobody has looked for in the last 90 days; return how many sentences those were."""
    return uow.change(_FORGOTTEN, before=(today - timedelta(days=KEPT_DAYS)).isoformat())
