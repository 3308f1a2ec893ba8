"""`banshi upgrade`: brings a database to this release, or says what that would be."""

import sys

import msgspec

from commands.failing import CannotRun, language
from config.settings import Settings
from config.words import say
from server.office.care.upgrade_ahead import upgrade_ahead
from server.store.opening import open_store


def upgrade(settings: Settings, *, check: bool, as_json: bool) -> None:
    """Say what an upgrade would do, and do it unless it is only to `check`: a copy is made first.

    Raises `StoreError` and `CannotRun`; nothing was changed then.
    """
    ahead = upgrade_ahead(settings)
    words = language()
    if not ahead.room:
        raise CannotRun(
            "no_room",
            "The copy before the upgrade needs {needed} MB, and {free} MB are free. Free some space first.",
            needed=ahead.needed // 10**6 + 1,
            free=ahead.free // 10**6,
        )
    if ahead.steps and not check:
        open_store(settings.data, settings.database).close()
    if as_json:
        sys.stdout.write(msgspec.json.encode(ahead).decode() + "\n")
        return
    if not ahead.steps:
        said = say(words, "The database is of this release (schema {newest}).", newest=ahead.newest)
    elif check:
        said = say(words, "The database is of schema {found}; {count} steps lead to {newest}, with a copy before them.",
                   found=ahead.found, count=len(ahead.steps), newest=ahead.newest)  # fmt: skip
    else:
        said = say(words, "The database is now of schema {newest}; it was of {found}.", newest=ahead.newest,
                   found=ahead.found)  # fmt: skip
    sys.stdout.write(said + "\n")
