"""What mutants share so that each needs a second and not ten: one migrated SQLite file.

A mutant of the modules that open and migrate gets no ready file: they are what it is about.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests import new_file

OPENING = ("opening.py", "migrating.py", "sqlite_file.py", "compiled.py")
TABLES = "tables.py"
"""How the names of all modules of tables end."""


class Template:
    """A migrated SQLite file in `place` that children copy instead of migrating their own."""

    def __init__(self, place: Path) -> None:
        self.file = place / "template.sqlite3"

    def __enter__(self) -> Self:
        self.file.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.unlink(missing_ok=True)


class _Plugin:
    """Leaves out the tests that need PostgreSQL: they are the same tests on another database."""

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if "postgres" not in _names(item)]


def _names(item: pytest.Item) -> str:
    return f"{item.nodeid} {' '.join(getattr(item, 'fixturenames', ()))}" if not _on_sqlite(item) else ""


def _on_sqlite(item: pytest.Item) -> bool:
    return "[sqlite" in item.nodeid


@contextlib.contextmanager
def sharing(template: Template, changed: Path | None) -> Iterator[_Plugin]:
    """Let this child use what is shared; `changed` is the module that is another here."""
    if changed is None or not (changed.name in OPENING or changed.name.endswith(TABLES)):
        new_file.shared.append(template.file)
    yield _Plugin()
