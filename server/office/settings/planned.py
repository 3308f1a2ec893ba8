"""Settings that take force later: what a document will say when, changes that leave plans standing, and withdrawing.

Whatever is written counts above all that was written before it. So a change that takes force earlier than a plan writes
the plan once more, with the change in it where the plan left things as they were.
"""

from typing import TypeVar

from config.documents import DOCUMENTS, Document, Scope, TownDocument
from server.office.people.accounts import By
from server.office.settings.by_person import put_as
from server.office.settings.force import lock_settings
from server.rules.errors import Refusal
from server.rules.hall.settings_merged import merged
from server.store.settings import (
    Revision,
    document_at,
    document_in_force,
    history,
    in_force,
    newest_revision,
    revision_of,
)
from server.store.unit_of_work import Reading, UnitOfWork

Kind = TypeVar("Kind", bound=Document)


def planned(reading: Reading, scope: Scope) -> list[Revision]:
    """Return the revisions that are to take force, in the order in which they do; also those that wait for people."""
    holds = in_force(reading, scope)
    above = holds.what.revision if holds else 0
    found: list[Revision] = []
    for revision in reversed(history(reading, scope)):
        if revision.revision > above and (not found or revision.effective_at < found[0].effective_at):
            found.insert(0, revision)
    return found


def decided(reading: Reading, scope: Scope, kind: type[Kind], at: int | None = None) -> Kind | None:
    """Return what holds now, or will at `at` (ms); a town that has decided nothing has an empty document."""
    found = document_in_force(reading, scope, kind) if at is None else document_at(reading, scope, kind, at)
    return kind() if found is None and issubclass(kind, TownDocument) else found


def change_settings(
    uow: UnitOfWork, scope: Scope, document: Document, seen: int, by: By, now: int, at: int | None = None
) -> Revision:
    """Write `document` for `at` (ms; None: at once), and the plans for later once more with what it changes.

    Raises `Refusal` as `put_settings` does.
    """
    lock_settings(uow)
    if newest_revision(uow, scope) != seen:
        raise Refusal("settings_changed_meanwhile", newest=newest_revision(uow, scope))
    before = decided(uow, scope, DOCUMENTS[scope.kind], at)
    later = [each for each in planned(uow, scope) if each.effective_at > (at or now) or each.effective_at <= now]
    written = put_as(uow, scope, document, seen, by, now, at)
    again = [each.document if before is None else merged(before, document, each.document) for each in later]
    _plan_again(uow, written, list(zip(later, again, strict=True)), by, now)
    return written


def withdraw(uow: UnitOfWork, scope: Scope, revision: int, by: By, now: int) -> None:
    """Let a planned `revision` never take force: what holds is written again, and the other plans after it.

    Raises `Refusal` settings_unknown for one that is not planned (any more), or as `put_settings` does.
    """
    lock_settings(uow)
    plans, holds = planned(uow, scope), in_force(uow, scope)
    if holds is None or revision not in [each.revision for each in plans]:
        raise Refusal("settings_unknown", scope=scope, revision=revision)
    written = put_as(uow, scope, holds.what.document, newest_revision(uow, scope), by, now)
    _plan_again(uow, written, [(each, each.document) for each in plans if each.revision != revision], by, now)


def write_again(uow: UnitOfWork, scope: Scope, revision: int, seen: int, by: By, now: int) -> Revision:
    """Let an older `revision` hold again, as a new one; raises `Refusal` settings_unknown, or as `put_settings`."""
    older = revision_of(uow, scope, revision)
    if older is None:
        raise Refusal("settings_unknown", scope=scope, revision=revision)
    return change_settings(uow, scope, older.document, seen, by, now)


def _plan_again(uow: UnitOfWork, written: Revision, plans: list[tuple[Revision, Document]], by: By, now: int) -> None:
    seen = written.revision
    for plan, document in plans:
        # One that waits for people is due since long: it goes on waiting.
        at = max(plan.effective_at, now + 1)
        seen = put_as(uow, written.scope, document, seen, by, now, at).revision
