"""The port that web, live, office and the command line know a store by."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from server.store.compiled import Database
from server.store.ordered import Ordered
from server.store.tail import Tail
from server.store.unit_of_work import Reading, UnitOfWork

Result = TypeVar("Result")


class Store(Protocol):
    """One truth, safe to use from any thread."""

    @property
    def dialect(self) -> Database:
        """Which database holds it."""

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` inside the lock of `center` (or `CITY`) and return its result once it is durable.

        An exception of `work` undoes that work alone and is raised here. Raises `Refusal` center_unknown, disk_full
        or store_unavailable. `work` may run in another thread and, when a connection is lost or a work beside it
        fails, twice; it must have no effect beyond the unit of work.
        """

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Have `work` done as `write` does, and go on meanwhile where that is possible; raises at once or later.

        A store whose works run in the thread of their asker returns when the work is done.
        """

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment; raises `Refusal` store_unavailable."""

    def pulse(self) -> None:
        """Keep something tiny durably, as a sign that this store can; raises `Refusal` with the reason when not."""

    def tail(self) -> Tail:
        """Return the journal's tail."""

    def close(self) -> None:
        """Finish what was asked for, then let go of everything."""
