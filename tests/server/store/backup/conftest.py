"""A hall with a past on each database, and places to put its backup."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text

from server.office.board import board_of
from server.store.backup.making import Origin
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.store.tables import metadata
from server.wire.messages import Ticket
from tests.postgresql import Postgresql
from tests.server.conftest import CITY, MORNING, Office


class Place(NamedTuple):
    """Where a database is."""

    data: Path
    database: str | None

    def open(self) -> Store:
        return open_store(self.data, self.database)

    @property
    def origin(self) -> Origin:
        return Origin(self.data, self.database, {"banshi.toml": b"http = '127.0.0.1:80'\n"})

    def rows(self) -> dict[str, list[str]]:
        """Return what every table holds but the epochs of its journals."""
        found = {}
        store = self.open()
        try:
            for name, table in metadata.tables.items():
                columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name != "epoch")
                query = text(f"SELECT {columns} FROM {name}")
                found[name] = sorted(repr(tuple(row)) for row in store.read(lambda reading, q=query: reading.rows(q)))  # type: ignore[misc]
        finally:
            store.close()
        return found

    def epoch(self) -> int:
        store = self.open()
        try:
            return store.read(lambda reading: board_of(reading, "hall").epoch)
        finally:
            store.close()


Make = Callable[[str], Place]


@pytest.fixture
def place_of(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return what makes an empty place on a database: `sqlite` or `postgresql`."""
    made: list[str] = []
    server: list[Postgresql] = []

    def make(kind: str) -> Place:
        data = tmp_path / f"hall-{len(made)}"
        if kind == "sqlite":
            made.append("")
            return Place(data, None)
        server[:] = [request.getfixturevalue("postgresql")]
        made.append(server[0].create())
        return Place(data, server[0].url(made[-1]))

    yield make
    for name in filter(None, made):
        server[0].drop(name)


@pytest.fixture
def hall_of(place_of: Make) -> Make:
    """Return what makes a hall with a past: some served, some waiting, one missed."""

    def make(kind: str) -> Place:
        place = place_of(kind)
        store = open_store(place.data, place.database, create=True)
        try:
            seed(store, CITY, MORNING)
            fill(Office(store))
        finally:
            store.close()
        return place

    return make


def fill(office: Office) -> list[Ticket]:
    office.at("hall-1", "open")
    taken = [office.take("social") for _ in range(5)]
    office.serve("hall-1", until="finish")
    office.miss("hall-1")
    return taken


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, hall_of: Make) -> Place:
    """Return a hall with a past, on each database."""
    return hall_of(str(request.param))
