"""`banshi purge`: throws away what nobody needs any more, as a running server does each night."""

import sys

from commands.at_console import at_console
from commands.failing import language
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.office.purging import purge
from server.store.opening import open_store
from server.store.scrubbing import rewrite_whole


def purging(settings: Settings) -> None:
    """Purge the database and say what went; beside a running server it is done by that, at night.

    The embedded database is then written anew as a whole, so that no page holds what was thrown away.
    """
    store = open_store(settings.data, settings.database)
    try:
        gone = purge(store, now(), at_console())
    finally:
        store.close()
    if settings.database is None:
        rewrite_whole(settings.data)
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
