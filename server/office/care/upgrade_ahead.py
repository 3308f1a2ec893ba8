"""What the first start of this release would do to a database: looked at before it is done."""

import os
from typing import Final

import msgspec

from config.settings import Settings
from server.store import migrating
from server.store.errors import StoreError
from server.store.looking_in import looked_into
from server.store.sqlite_file import FILE

SPARE: Final = 2
"""So many times the database's size has to be free: for its copy, and for what the steps write anew."""


class UpgradeAhead(msgspec.Struct, frozen=True):
    """The schema that was `found`, the `newest` of this release, the `steps` between them, and whether there is `room`.

    `free` and `needed` are bytes, 0 where the disk of the database is another machine's.
    """

    found: str
    newest: str
    steps: tuple[str, ...]
    free: int
    needed: int

    @property
    def room(self) -> bool:
        """Tell whether the copy and the steps have room enough."""
        return not self.steps or self.free >= self.needed


def upgrade_ahead(settings: Settings) -> UpgradeAhead:
    """Return what an upgrade of this machine's database would be; nothing is changed.

    Raises `StoreError`: schema_missing, schema_newer, and whatever cannot be read says.
    """
    with looked_into(settings.data, settings.database) as connection:
        found, known = migrating.revisions(connection)
        place = connection.engine.url.render_as_string(hide_password=True) if settings.database else settings.data
    if found is None:
        raise StoreError("schema_missing", place=place)
    if found not in known:
        raise StoreError("schema_newer", place=place, found=found)
    steps = tuple(reversed(known[: known.index(found)]))
    if settings.database:
        return UpgradeAhead(found, known[0], steps, 0, 0)
    disk = os.statvfs(settings.data)
    size = (settings.data / FILE).stat().st_size
    return UpgradeAhead(found, known[0], steps, disk.f_bavail * disk.f_frsize, SPARE * size)
