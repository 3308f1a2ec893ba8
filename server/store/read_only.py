"""A store that is only looked at: for a server in safe mode, while somebody mends what is below it."""

from collections.abc import Callable
from typing import TypeVar

from server.rules.errors import Refusal
from server.store.compiled import Database
from server.store.ordered import Ordered
from server.store.store import Store
from server.store.tail import Tail
from server.store.unit_of_work import Reading, UnitOfWork

Result = TypeVar("Result")


class ReadOnlyStore:
    """Reads of another store; whoever wants something kept is refused, and it is never ready."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def dialect(self) -> Database:
        """Which database holds it."""
        return self._store.dialect

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Refuse."""
        raise Refusal("safe_mode")

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Refuse."""
        raise Refusal("safe_mode")

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._store.read(work)

    def pulse(self) -> None:
        """Refuse: nothing that is given is kept."""
        raise Refusal("safe_mode")

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return self._store.tail()

    def close(self) -> None:
        """Close every connection."""
        self._store.close()
