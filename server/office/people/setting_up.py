"""How far a new hall is: read from its documents, its tokens and its journal, so that nothing of it is kept apart."""

from sqlalchemy import bindparam, select

from config.documents import CITY, CenterDocument, CityDocument, Scope
from server.rules.hall.setting_up import SoFar
from server.store.access_tables import tokens
from server.store.projection import tree_of
from server.store.seeding import SEED
from server.store.settings import document_in_force, in_force
from server.store.tables import centers, journal
from server.store.unit_of_work import Reading

TRIED = ("ticket.issued", "ticket.called")
_SCOPES = select(tokens.c.scope).where(
    tokens.c.center == bindparam("center"), tokens.c.revoked_at.is_(None), tokens.c.last_used_at.is_not(None)
)
_KIND = (
    select(journal.c.seq).where(journal.c.center == bindparam("center"), journal.c.kind == bindparam("kind")).limit(1)
)
_FIRST = select(centers.c.id).order_by(centers.c.position).limit(1)


def first_center(reading: Reading) -> str | None:
    """Return the id of the city's first center, None while there is none."""
    found = reading.value(_FIRST)
    return None if found is None else str(found)


def set_up_so_far(reading: Reading, center: str | None) -> SoFar:
    """Return what is there of the city, and of `center` (None: of a hall that is still to be written)."""
    held = in_force(reading, CITY)
    city = document_in_force(reading, CITY, CityDocument)
    named = held is not None and (held.what.revision > 1 or held.what.by != SEED or bool(tree_of(reading).parents))
    if center is None:
        return SoFar(city, named=named)
    return SoFar(
        city,
        document_in_force(reading, Scope("center", center), CenterDocument),
        frozenset(str(row[0]) for row in reading.rows(_SCOPES, center=center)),
        frozenset(kind for kind in TRIED if reading.row(_KIND, center=center, kind=kind) is not None),
        named,
    )
