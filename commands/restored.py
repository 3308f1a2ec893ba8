"""`banshi restored`: said once, before the server starts on a database that came from a backup."""

import sys

from commands.failing import language
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.store.epoch import renew_epochs
from server.store.opening import open_store


def restored(settings: Settings) -> None:
    """Give every center's journal a new epoch, so that screens and kiosks ask for everything anew."""
    store = open_store(settings.data, settings.database)
    try:
        centers = renew_epochs(store, now())
    finally:
        store.close()
    sys.stdout.write(say(language(), "Screens and kiosks of {count} centers will ask anew.", count=centers) + "\n")
