"""A hall to make histories in: a city seeded into a database, and servers over it that can be killed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from commands.seeding import now
from server.store.opening import open_store
from server.store.seeding import SeedReport, seed
from tests.journeys.linear.forked import Edit, Forked
from tests.journeys.linear.hall import Halls, halls
from tests.journeys.linear.history import Made, Rush, Tokens

EACH: Final = 8
"""What each of the sixteen clients does in a history that is searched."""


class Scene:
    """Servers over one city, each of whose centers has one history."""

    def __init__(self, servers: Forked, day: Halls, report: SeedReport) -> None:
        self.servers = servers
        self._day, self._report = day, report

    def history(self, number: int, disturb: Sequence[Callable[[], None]] = (), each: int = EACH) -> Made:
        """Return the history of the center `number`, in which each client does `each` things."""
        center = f"hall{number}"
        assert self._report.tokens is not None
        (told,) = (each for each in self._report.centers if each.id == center)
        counters = {counter.id: counter.token for counter in told.counters}
        tokens = Tokens(self._report.tokens.kiosk[center], self._report.tokens.channel, counters)
        rush = Rush(self.servers.urls, center, self._day, tokens, number, each)
        return rush.made(disturb)

    def killed(self, place: int = 0) -> None:
        """Kill a server and begin it again."""
        self.servers.kill(place)
        self.servers.begin(place)


@contextmanager
def scene(place: Path, url: str | None, centers: int, many: int = 1, edits: Sequence[Edit] = ()) -> Iterator[Scene]:
    """Give a city of so many centers, served by so many processes."""
    data = None if url else place / "data"
    at = now()
    day = halls(at, centers)
    store = open_store(data, url, create=True)
    report = seed(store, day.city, at)
    store.close()
    with Forked(place / "logs", data, url, many, edits) as servers:
        yield Scene(servers, day, report)


@contextmanager
def kept_when_told(url: str) -> Iterator[None]:
    """Let a database of the tests' server keep what it said it would, as one of a hall does."""
    for on in ("on", "off"):
        with psycopg.connect(url, autocommit=True) as connection:
            name = connection.info.dbname
            connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = {on}".encode())
        if on == "on":
            yield
