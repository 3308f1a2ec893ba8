"""`banshi purge`: throws away what nobody needs any more, as a running server does each night."""

import sys

from commands.failing import language
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.office.purging import purge
from server.store.opening import open_store


def purging(settings: Settings) -> None:
    """Purge the database and say what went; beside a running server it is done by that, at night."""
    store = open_store(settings.data, settings.database)
    try:
        gone = purge(store, now())
    finally:
        store.close()
    sys.stdout.write(
        say(
            language(),
            "Thrown away: {consultations} consultations, {answers} kept answers, {codes} one-time codes, the secrets "
            "of {secrets} tickets.",
            consultations=gone.consultations,
            answers=gone.answers,
            codes=gone.codes,
            secrets=gone.secrets,
        )
        + "\n"
    )
