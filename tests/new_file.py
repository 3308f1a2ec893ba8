"""One migrated SQLite file that stores of tests are copied from: migrating each anew costs a third of a second.

Tests that are about making a database ask for the fixture `made_not_copied`. Nothing of the product is imported before
it is needed: a run of mutants loads this before it changes modules.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

shared: list[Path] = []
"""The file of a run of many processes; without it each process has its own."""
really: list[Callable[..., None]] = []
"""How a database is migrated where nothing is copied."""


@contextmanager
def copied_from(template: Path) -> Iterator[None]:
    """Copy `template` wherever a new database is made, inside; the first one made becomes the template."""
    from server.store import opening

    migrate_really = opening._migrate_sqlite

    def migrate(file: Path, *, new: bool = False) -> None:
        if not new:
            migrate_really(file)
            return
        if not template.exists():
            migrate_really(file, new=True)
            made = template.with_suffix(f".{os.getpid()}")
            shutil.copyfile(file, made)
            made.replace(template)
        else:
            shutil.copyfile(template, file)

    really.append(migrate_really)
    opening._migrate_sqlite = migrate
    try:
        yield
    finally:
        opening._migrate_sqlite = really.pop()
