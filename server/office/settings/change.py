"""A new document: read, weighed against all that holds, written down, and in force at once or when its moment comes."""

import msgspec

from config.centers import Text
from config.documents import CITY, DOCUMENTS, CenterDocument, CityDocument, Document, Scope
from server.office.settings.findings import findings, obstacles
from server.office.settings.force import lock_concerned, lock_settings, take_force
from server.office.settings.reach import admit_to
from server.rules.errors import Refusal
from server.rules.hall.elastic_words import meant
from server.rules.hall.settings import read_document
from server.store.projection import tree_of
from server.store.settings import Revision, document_at, keep, newest_revision
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import moment


class Change(msgspec.Struct, frozen=True):
    """What somebody wants to decide: `given` as it was decoded, `seen` the newest revision they knew of.

    `at` (ms) is when it is to take force, None for at once; `by` is a token's id, `reach` the center that this token
    is bound to (None for the whole city).
    """

    scope: Scope
    given: object
    seen: int
    by: str
    reach: str | None = None
    at: int | None = None


def try_settings(reading: Reading, change: Change, now: int) -> list[Refusal]:
    """Return all that `put_settings` would refuse `change` for at `now` (ms), and change nothing."""
    try:
        document = _read(reading, change)
    except Refusal as refusal:
        return [refusal]
    found = _meanwhile(reading, change, now)
    found += findings(reading, change.scope, document, change.at or now)
    return found if change.at is not None else found + obstacles(reading, change.scope, document)


def what_it_means(reading: Reading, change: Change, now: int) -> list[Text]:
    """Return in plain words what the rules of `change` mean, which `try_settings` found nothing against."""
    document = _read(reading, change)
    if not isinstance(document, CenterDocument):
        return []
    city = document_at(reading, CITY, CityDocument, change.at or now)
    services = {service.id: service.name for service in city.services} if city else {}
    counters = {counter.id: counter.name for counter in document.counters}
    return [meant(rule, services, counters) for rule in document.elastic]


def put_settings(uow: UnitOfWork, change: Change, now: int) -> Revision:
    """Write `change` down at `now` (ms) and let it take force, unless its moment is still to come.

    Raises `Refusal` settings_changed_meanwhile, moment_past, token_scope, center_unknown, settings_not_a_town, or the
    first of the findings (see `server.rules.hall.settings`).
    """
    lock_settings(uow)
    document = _read(uow, change)
    concerned = lock_concerned(uow, change.scope, document, now) if change.at is None else ()
    found = _meanwhile(uow, change, now) or findings(uow, change.scope, document, change.at or now)
    if not found and change.at is None:
        found = obstacles(uow, change.scope, document)
    if found:
        raise found[0]
    body = msgspec.json.encode(document).decode()
    revision = Revision(change.scope, change.seen + 1, change.at or now, now, change.by, body)
    keep(uow, revision)
    if change.at is None:
        take_force(uow, revision, concerned, now)
    return revision


def _read(reading: Reading, change: Change) -> Document:
    document = read_document(change.given, DOCUMENTS[change.scope.kind])
    admit_to(tree_of(reading), change.reach, change.scope, document)
    return document


def _meanwhile(reading: Reading, change: Change, now: int) -> list[Refusal]:
    newest = newest_revision(reading, change.scope)
    if change.seen != newest:
        return [Refusal("settings_changed_meanwhile", newest=newest)]
    if change.at is not None and change.at <= now:
        return [Refusal("moment_past", moment=moment(change.at))]
    return []
