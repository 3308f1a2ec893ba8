"""A whole city at once: read as documents in force, and written as documents that are due now.

What is written is kept in one transaction and takes force as every planned document does (`take_due`): the one who
keeps settings in time puts each into force as soon as nothing and nobody stands in its way. So a whole city can also be
written beside the process that holds the database.
"""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import bindparam, select, update

from config.documents import CITY, CenterDocument, CityDocument, Document, Scope, TownDocument, WrittenCity
from server.office.settings.force import lock_settings
from server.rules.errors import Refusal
from server.store import tables
from server.store.projection import tree_of
from server.store.settings import Revision, document_in_force, in_force, keep, newest_revision, scopes
from server.store.unit_of_work import Reading, UnitOfWork

_CITY = select(tables.cities.c.id)
_POSITIONS = select(tables.centers.c.id, tables.centers.c.position)
_NAME = update(tables.cities).values(id=bindparam("to_id"))


def whole_city(reading: Reading) -> WrittenCity:
    """Return all that is in force; raises `Refusal` settings_unknown where there is no city."""
    whole = document_in_force(reading, CITY, CityDocument)
    if whole is None:
        raise Refusal("settings_unknown", scope=CITY, revision=0)
    tree = tree_of(reading)
    order = tree.order({id_: int(position) for id_, position in reading.pairs(_POSITIONS).items()})
    centers = ((id_, document_in_force(reading, Scope("center", id_), CenterDocument)) for id_ in order)
    deciding = (scope for scope in scopes(reading) if scope.kind == "town")
    towns = ((scope.id, document_in_force(reading, scope, TownDocument)) for scope in deciding)
    return WrittenCity(
        str(reading.value(_CITY)),
        whole,
        tuple((id_, town) for id_, town in towns if town is not None),
        tuple((id_, center) for id_, center in centers if center is not None),
    )


def write_due(uow: UnitOfWork, id_: str, documents: Mapping[Scope, Document], by: str, now: int) -> list[Scope]:
    """Write every document that says something else than the newest one, due at `now` (ms); return their scopes.

    A city without centers takes the name `id_`; raises `Refusal` settings_other_city when another one is here.
    """
    lock_settings(uow)
    if uow.value(_CITY) != id_:
        if tree_of(uow).parents:
            raise Refusal("settings_other_city", city=uow.value(_CITY))
        uow.run(_NAME, to_id=id_)
    written = []
    for scope, document in documents.items():
        newest = newest_revision(uow, scope)
        body = msgspec.json.encode(document).decode()
        if newest and _same(uow, scope, newest, document):
            continue
        keep(uow, Revision(scope, newest + 1, now, now, by, body))
        written.append(scope)
    return written


def still_due(reading: Reading, wanted: Sequence[Scope]) -> list[Scope]:
    """Return those of `wanted` whose newest document is not in force yet."""
    due = []
    for scope in wanted:
        holds = in_force(reading, scope)
        if holds is None or holds.what.revision < newest_revision(reading, scope):
            due.append(scope)
    return due


def _same(reading: Reading, scope: Scope, newest: int, document: Document) -> bool:
    holds = in_force(reading, scope)
    return holds is not None and holds.what.revision == newest and holds.what.document == document
