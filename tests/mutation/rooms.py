"""Which rooms are mutated, and which tests are asked about each."""

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Room(NamedTuple):
    """A folder with the tests that hold it, folders or files; `leave_out` are parts of paths that are not mutated."""

    folder: str
    tests: tuple[str, ...]
    leave_out: tuple[str, ...] = ()

    def modules(self) -> list[Path]:
        """Return its modules that do something, in the order of their names."""
        found = sorted((ROOT / self.folder).rglob("*.py"))
        return [
            path.relative_to(ROOT)
            for path in found
            if path.name != "__init__.py" and not any(part in str(path) for part in self.leave_out)
        ]


POSTGRESQL = ("doors.py", "notify_bell.py", "postgresql_connection.py", "postgresql_store.py", "presence.py")
"""Only PostgreSQL's tests reach these; mutants do without it, as each would start a server of its own."""

ROOMS = {
    "printer": Room("hardware/printer", ("tests/hardware/printer",)),
    "hall": Room("server/rules/hall", ("tests/server/rules/hall", "tests/server/office/test_board.py")),
    "office": Room("server/office", ("tests/server/office", "tests/server/web")),
    "store": Room("server/store", ("tests/server/store", "tests/server/office"), leave_out=("migrations", *POSTGRESQL)),
}
