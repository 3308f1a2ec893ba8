"""A token for the editors' page, for whoever is signed in and writes checklists."""

from server.office.access.keeping import Place
from server.office.access.recorded import record_made
from server.office.people.accounts import By
from server.office.people.sign_ins import SignedIn
from server.rules.people.lasting import ABSOLUTE_MS
from server.store.tokens import new_token
from server.store.unit_of_work import UnitOfWork


def editors_token(uow: UnitOfWork, who: SignedIn, by: By, now: int) -> str:
    """Return a token that opens the editors' page alone, until the sign-in of `who` ends: twelve hours at most."""
    record_made(uow, Place("admin"), by, now, who.name)
    until = who.began_at + ABSOLUTE_MS
    return new_token(uow, "admin", now, name=who.name, expires_at=until, person=who.person, sign_in=who.id)
