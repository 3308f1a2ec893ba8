"""Consultations kept under a short code, so that phone, kiosk, counter and hotline continue the same one.

What is kept is all that verdicts and plan follow from (release, edition, day, answers, wish) and nothing else: no name,
no number of a person. Computed anew from it, they are the same years later.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import bindparam, insert, select, update

from config.rule import Value
from server.rules.day_time import counted_minute
from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import CODES, code_of, read_code
from server.rules.guidance.judge.verdict import Wish
from server.store import guidance_tables, tables
from server.store.unit_of_work import Reading, UnitOfWork

KEPT_DAYS: Final = 30
DAY_MS: Final = 24 * 3600 * 1000

_c = guidance_tables.consultations.c
_NEW = insert(guidance_tables.consultations)
_BY_CODE = select(guidance_tables.consultations).where(_c.code == bindparam("code"))
_CHANGE = (
    update(guidance_tables.consultations)
    .where(_c.code == bindparam("of_code"))
    .values(
        answers=bindparam("to_answers"), wish=bindparam("to_wish"), day=bindparam("to_day"), changed_at=bindparam("now")
    )
)
_ZONE = select(tables.centers.c.timezone).order_by(tables.centers.c.position).limit(1)
_checklists = msgspec.json.Decoder(tuple[str, ...]).decode
_answers = msgspec.json.Decoder(dict[str, str | int | bool]).decode
_wish = msgspec.json.Decoder(Wish).decode
AS_USUAL: Final = Wish()


class KeptConsultation(msgspec.Struct, frozen=True):
    """A consultation's own data: verdicts and plan are computed from it under `edition` of its `release`.

    `day` is the day (`YYYY-MM-DD`) on which it was changed last; moments are ms, from `expires_at` it is closed.
    """

    code: str
    release: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    created_at: int
    changed_at: int
    expires_at: int
    day: str
    edition: str | None = None
    wish: Wish = AS_USUAL


def start_consultation(
    uow: UnitOfWork,
    release: str,
    checklists: Sequence[str],
    now: int,
    *,
    edition: str | None = None,
    center: str | None = None,
    answers: Mapping[str, Value] | None = None,
    wish: Wish = AS_USUAL,
    days: int = KEPT_DAYS,
) -> KeptConsultation:
    """Keep a new consultation under `release` at `now` (ms) for `days`, with a code that was never given before.

    It begins in the hall `center`, or at home.
    """
    kept = KeptConsultation(
        code=code_of(secrets.randbelow(CODES)),
        release=release,
        checklists=tuple(checklists),
        answers=dict(answers or {}),
        created_at=now,
        changed_at=now,
        expires_at=now + days * DAY_MS,
        day=city_day(uow, now).isoformat(),
        edition=edition,
        wish=wish,
    )
    uow.run(
        _NEW,
        code=kept.code,
        release=release,
        edition=edition,
        center=center,
        checklists=_json(kept.checklists),
        answers=_json(kept.answers),
        wish=_json(kept.wish),
        day=kept.day,
        created_at=now,
        changed_at=now,
        expires_at=kept.expires_at,
    )
    return kept


def consultation_of(reading: Reading, typed: str, now: int | None = None) -> KeptConsultation:
    """Return what is kept under the code `typed`, however it is written.

    Raises `Refusal` consultation_unknown, code_mistyped, and consultation_expired when it is closed at `now` (ms); None
    opens it all the same.
    """
    found = reading.row(_BY_CODE, code=read_code(typed))
    if found is None:
        raise Refusal("consultation_unknown")
    row = dict(zip(_c.keys(), found, strict=True))
    if now is not None and now >= row["expires_at"]:
        raise Refusal("consultation_expired")
    return KeptConsultation(
        code=row["code"],
        release=row["release"],
        checklists=_checklists(row["checklists"]),
        answers=_answers(row["answers"]),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        expires_at=row["expires_at"],
        day=row["day"],
        edition=row["edition"],
        wish=_wish(row["wish"]),
    )


def keep_answers(uow: UnitOfWork, kept: KeptConsultation, answers: Mapping[str, Value], now: int) -> KeptConsultation:
    """Replace all answers of a consultation at `now` (ms)."""
    return _keep(uow, msgspec.structs.replace(kept, answers=dict(answers)), now)


def keep_household(
    uow: UnitOfWork, kept: KeptConsultation, wish: Wish, answers: Mapping[str, Value], now: int
) -> KeptConsultation:
    """Replace whom a consultation is for, and with it how its answers are named, at `now` (ms)."""
    return _keep(uow, msgspec.structs.replace(kept, wish=wish, answers=dict(answers)), now)


def keep_wish(uow: UnitOfWork, kept: KeptConsultation, wish: Wish, now: int) -> KeptConsultation:
    """Replace the wish of a consultation at `now` (ms)."""
    return _keep(uow, msgspec.structs.replace(kept, wish=wish), now)


class CityTime(NamedTuple):
    """A day on the city's calendar, and the minute of it from which plans count; 0 is the whole day."""

    day: date
    minute: int = 0


def city_day(reading: Reading, now: int) -> date:
    """Return the day on the city's calendar at `now` (ms)."""
    return city_time(reading, now).day


def city_time(reading: Reading, now: int) -> CityTime:
    """Return day and minute on the city's clocks at `now` (ms)."""
    there = datetime.fromtimestamp(now / 1000, city_zone(reading))
    return CityTime(there.date(), counted_minute(there))


def changed_at(reading: Reading, kept: KeptConsultation) -> CityTime:
    """Return when `kept` was changed last: on its own day, whatever the city's clocks have become since."""
    return CityTime(date.fromisoformat(kept.day), city_time(reading, kept.changed_at).minute)


def city_zone(reading: Reading) -> tzinfo:
    """Return the zone of the city's clocks: that of its first center."""
    zone = reading.value(_ZONE)
    return ZoneInfo(zone) if zone else UTC


def _keep(uow: UnitOfWork, kept: KeptConsultation, now: int) -> KeptConsultation:
    day = city_day(uow, now).isoformat()
    uow.run(_CHANGE, of_code=kept.code, to_answers=_json(kept.answers), to_wish=_json(kept.wish), to_day=day, now=now)
    return msgspec.structs.replace(kept, changed_at=now, day=day)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
