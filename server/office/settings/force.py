"""A document takes force: rows follow it, every center concerned gets a new revision and is told."""

from typing import NoReturn

import msgspec
from sqlalchemy import bindparam, literal_column, select

from config.centers import Text
from config.documents import CITY, CenterDocument, CityDocument, Document, Scope, TownDocument, settled
from server.office.bound import hand_over
from server.office.day import begin_day
from server.office.lending import end_unless
from server.office.requests import Actor
from server.office.room import forget_holders
from server.office.seat import by_account, seats_taken, stand_up
from server.rules.hall.city_tree import CityTree
from server.rules.hall.fact import NameRef
from server.store import tables
from server.store.projection import project_center, project_city, settle, tree_of
from server.store.settings import Revision, document_in_force, put_in_force
from server.store.unit_of_work import UnitOfWork

_LOCK = select(tables.cities.c.id).with_for_update(key_share=True)
"""One change of settings at a time, whatever it is about; tickets and calls are not held up by it."""
_k = tables.counters.c
_WORKING = (
    select(_k.id, _k.name)
    .where(_k.center == bindparam("center"), _k.taken_away_at.is_(None), _k.state != literal_column("'closed'"))
    .order_by(_k.position)
)


class Told(msgspec.Struct, frozen=True):
    """What the office alone keeps of a change: whose settings, and which revision took force."""

    scope: str
    revision: int


def lock_settings(uow: UnitOfWork) -> None:
    """Let nobody else change settings until this work ends."""
    uow.row(_LOCK)


def lock_concerned(uow: UnitOfWork, scope: Scope, document: Document, now: int) -> tuple[str, ...]:
    """Take the lock of every center that `document` concerns; return their ids, without one that is new.

    At `now` (ms) the day before is closed there, so that nobody of yesterday stands in the way of today.
    """
    centers = _concerned(tree_of(uow), scope, document)
    for center in centers:
        begin_day(uow.beside(center), now)
    return centers


def take_force(uow: UnitOfWork, revision: Revision, concerned: tuple[str, ...], now: int) -> None:
    """Let `revision` hold from `now` (ms) on in the centers `concerned`, whose locks are held, and tell them."""
    scope, document = revision.scope, revision.document
    closed = _closing(uow, scope, document)
    _let_go(uow, revision, now)
    put_in_force(uow, scope, revision.revision, now)
    if isinstance(document, CityDocument):
        project_city(uow, document)
    if isinstance(document, CenterDocument):
        project_center(uow, scope.id, document, now)
    tree = tree_of(uow)
    after = {*concerned, *_concerned(tree, scope, document)}
    private = msgspec.json.encode(Told(str(scope), revision.revision)).decode()
    city = document_in_force(uow, CITY, CityDocument) or _missing(CITY)
    for center in sorted(after):
        town = tree.town(center)
        own = Scope("center", center)
        says = document_in_force(uow, Scope("town", town), TownDocument) if town else None
        decided = settled(city, says, document_in_force(uow, own, CenterDocument) or _missing(own))
        settle(uow, center, decided)
        telling = uow.beside(center)
        if not decided.rules.one_per_person:
            # Whose ticket ended meanwhile would else be asked for it once the rule holds again.
            forget_holders(telling)
        for counter in closed if center == scope.id else ():
            telling.tell(now, "counter.closed", revision.by, counter=counter)
        telling.tell(now, "settings.changed", revision.by, private=private)


def _concerned(tree: CityTree, scope: Scope, document: Document) -> tuple[str, ...]:
    if isinstance(document, CityDocument):
        return tuple(sorted(tree.parents))
    if scope.id not in tree.parents:
        return ()
    if isinstance(document, TownDocument):
        return tree.below(scope.id)
    moved = tree.parents[scope.id] != document.parent or tree.levels[scope.id] != document.level
    return tree.below(scope.id) if moved else (scope.id,)


def _closing(uow: UnitOfWork, scope: Scope, document: Document) -> list[NameRef]:
    """Return the counters that are open or paused and that `document` takes away."""
    if not isinstance(document, CenterDocument):
        return []
    named = {counter.id for counter in document.counters}
    rows = uow.rows(_WORKING, center=scope.id)
    return [NameRef(id_, msgspec.json.decode(name, type=Text)) for id_, name in rows if id_ not in named]


def _let_go(uow: UnitOfWork, revision: Revision, now: int) -> None:
    """Put those back into line who are bound to a counter that goes away, or for what it does not serve any more.

    Whoever is not of the staff any more sits nowhere; a counter helps no line that no rule lets it help any more.
    """
    scope, document = revision.scope, revision.document
    before = document_in_force(uow, scope, CenterDocument) if isinstance(document, CenterDocument) else None
    if before is None or not isinstance(document, CenterDocument):
        return
    after = {counter.id: counter for counter in document.counters}
    staff = {person.id: person for person in document.staff}
    hall, by = uow.beside(scope.id), Actor(revision.by)
    for counter in before.counters:
        if counter.id not in after:
            hand_over(hall, counter.id, now, by, "counter_closed")
        elif gone := frozenset(counter.services) - frozenset(after[counter.id].services):
            hand_over(hall, counter.id, now, by, "counter_changed", gone)
    accounts = by_account(hall, scope.id) & after.keys()
    for counter_id, person in seats_taken(hall, scope.id).items():
        known = staff.get(person) if counter_id in after else None
        if known is None and counter_id in accounts:
            continue
        if known is None:
            stand_up(hall, (counter_id,), "settings_changed", now, by)
        elif known.skills is not None:
            unable = frozenset(hall.own_hall().services) - frozenset(known.skills)
            hand_over(hall, counter_id, now, by, "counter_changed", unable)
    end_unless(hall, document, seats_taken(hall, scope.id), now)


def _missing(scope: Scope) -> NoReturn:
    raise LookupError(str(scope))
