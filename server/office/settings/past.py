"""Who wrote settings, and what held on another day."""

from typing import TypeVar

import msgspec
from sqlalchemy import select

from config.documents import CITY, CenterDocument, CityDocument, Document, Scope, Settled, TownDocument, settled
from server.store import access_tables, people_tables
from server.store.projection import tree_of
from server.store.settings import document_at, document_in_force, history, in_force
from server.store.unit_of_work import Reading

Kind = TypeVar("Kind", bound=Document)
_PEOPLE = select(people_tables.people.c.id, people_tables.people.c.name)
_TOKENS = select(access_tables.tokens.c.id, access_tables.tokens.c.name)


def writers(reading: Reading) -> dict[str, str]:
    """Return what people call those who write settings: people, and tokens that have a name."""
    named = {**reading.pairs(_TOKENS), **reading.pairs(_PEOPLE)}
    return {str(id_): str(name) for id_, name in named.items() if name}


def held_at(reading: Reading, scope: Scope, kind: type[Kind], at: int, now: int) -> Kind | None:
    """Return what a document said at `at` (ms), before or after `now`; None when there was none yet."""
    if at >= now:
        return document_at(reading, scope, kind, at)
    holds = in_force(reading, scope)
    if holds is None:
        return None
    if holds.since <= at:
        return document_in_force(reading, scope, kind)
    before = [
        each for each in history(reading, scope) if each.effective_at <= at and each.revision < holds.what.revision
    ]
    return msgspec.json.decode(before[-1].body, type=kind) if before else None


class HallThen(msgspec.Struct, frozen=True):
    """A center as it was or will be at a moment: its document, what holds there, and the catalogue it draws from."""

    center: CenterDocument
    holds: Settled
    city: CityDocument


def hall_at(reading: Reading, center: str, at: int, now: int) -> HallThen | None:
    """Return the center at `at` (ms), seen from `now`; None before it was there."""
    city = held_at(reading, CITY, CityDocument, at, now)
    own = held_at(reading, Scope("center", center), CenterDocument, at, now)
    if city is None or own is None:
        return None
    town = tree_of(reading).town(center)
    says = held_at(reading, Scope("town", town), TownDocument, at, now) if town else None
    return HallThen(own, settled(city, says, own), city)
