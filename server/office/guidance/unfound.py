"""Sentences that found nothing, counted: what only one person ever said is not kept in words."""

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from server.office.guidance.consultations import city_day
from server.rules.guidance.search.entry import asked
from server.store.guidance_tables import unfound_places, unfound_sentences
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.editing import Unfound

KEPT_DAYS: Final = 90
SENTENCES_MOST: Final = 5000
"""Different sentences that are counted at a time; who types nonsense fills no disk."""
LISTED: Final = 100
_NUMBERS: Final = re.compile(r"[0-9]{5}")
"""What may be somebody's telephone or identity number."""

_c, _p = unfound_sentences.c, unfound_places.c
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
_THERE: Final = (
    update(unfound_places)
    .where(_p.hash == bindparam("of_hash"), _p.center == bindparam("of_center"))
    .values(count=_p.count + 1, last_day=bindparam("on"))
)
_FIRST_THERE: Final = insert(unfound_places)
_SAID_THERE: Final = (
    select(_c.words, _p.count, _p.last_day)
    .join(unfound_places, _p.hash == _c.hash)
    .where(_c.words.is_not(None), _p.center == bindparam("of_center"), _p.last_day >= bindparam("since"))
    .order_by(_p.count.desc(), _p.last_day.desc(), _c.words)
    .limit(bindparam("most"))
)
_PLACES_OF_NONE: Final = delete(unfound_places).where(_p.hash.not_in(select(_c.hash)))
_ONCE: Final = delete(unfound_sentences).where(_c.words.is_(None), _c.last_day < bindparam("on"))
_FORGOTTEN: Final = delete(unfound_sentences).where(_c.last_day < bindparam("before"))


def note_unfound(uow: UnitOfWork, sentence: str, now: int, center: str | None = None) -> None:
    """Count that `sentence` found nothing at `now` (ms) in the hall `center`, or at home.

    One with a long number in it may name somebody and is not counted. Where there is no room, what was said once before
    today is forgotten.
    """
    words = asked(sentence)
    if not words or _NUMBERS.search(words.replace(" ", "")):
        return
    day, hashed = city_day(uow, now).isoformat(), sha256(f"unfound {words}".encode()).hexdigest()
    if not uow.change(_AGAIN, of_hash=hashed, said=words, on=day):
        if (uow.value(_KEPT) or 0) >= SENTENCES_MOST:
            if not uow.change(_ONCE, on=day):
                return
            uow.run(_PLACES_OF_NONE)
        uow.run(_FIRST, hash=hashed, words=None, count=1, last_day=day)
    if center is not None and not uow.change(_THERE, of_hash=hashed, of_center=center, on=day):
        uow.run(_FIRST_THERE, hash=hashed, center=center, count=1, last_day=day)


def unfound_since(reading: Reading, since: str, center: str | None = None) -> tuple[Unfound, ...]:
    """Return what was looked for in vain more than once, last on the day `since` or later, the most frequent first.

    Of one `center` it is what was said there, also once, where it was said elsewhere too.
    """
    if center is None:
        rows = reading.rows(_SAID, since=since, most=LISTED)
    else:
        rows = reading.rows(_SAID_THERE, since=since, most=LISTED, of_center=center)
    return tuple(Unfound(words, count, last_day) for words, count, last_day in rows)


def forget_unfound(uow: UnitOfWork, today: date, days: int = KEPT_DAYS) -> int:
    """Forget what nobody has looked for in the last `days`; return how many sentences those were."""
    gone = uow.change(_FORGOTTEN, before=(today - timedelta(days=days)).isoformat())
    uow.run(_PLACES_OF_NONE)
    return gone
