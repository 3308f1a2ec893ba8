"""`banshi restored`: said once, before the server starts on a database that came from a backup."""

import sys

from commands.at_console import at_console
from commands.failing import language
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.office.audit.chain import Changed, record
from server.store.epoch import renew_epochs
from server.store.opening import open_store
from server.store.store import Store
from server.store.unit_of_work import CITY


def restored(settings: Settings) -> None:
    """Give every center's journal a new epoch, so that screens and kiosks ask for everything anew."""
    store = open_store(settings.data, settings.database)
    try:
        at = now()
        centers = renew_epochs(store, at)
        _record(store, at)
    finally:
        store.close()
    sys.stdout.write(say(language(), "Screens and kiosks of {count} centers will ask anew.", count=centers) + "\n")


def record_restored(settings: Settings) -> None:
    """Record in the database that it came from a backup, and who brought it back."""
    store = open_store(settings.data, settings.database)
    try:
        _record(store, now())
    finally:
        store.close()


def _record(store: Store, at: int) -> None:
    by = at_console()
    store.write(CITY, lambda uow: record(uow, Changed(at, by.person, by.name, "restored", place=by.place)))
