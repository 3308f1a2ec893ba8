"""A database that another test used is as a new one, or it is not used again."""

import psycopg
import pytest

from server.store.opening import open_store
from server.store.seeding import seed
from tests import postgresql as ground
from tests.postgresql import Emptied, Postgresql
from tests.server.conftest import CITY, MORNING

pytestmark = pytest.mark.postgres


@pytest.fixture
def own(postgresql: Postgresql) -> Emptied:
    name = postgresql.create()
    open_store(None, postgresql.url(name), create=True).close()
    return Emptied(postgresql, name)


def rows(server: Postgresql, name: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(server.url(name)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {table: connection.execute(f"TABLE {table}".encode()).fetchall() for (table,) in tables}


def test_rows_that_a_test_wrote_changed_or_deleted_are_as_before(postgresql: Postgresql, own: Emptied) -> None:
    name = own.take()
    before = rows(postgresql, name)
    store = open_store(None, postgresql.url(name), create=True)
    seed(store, CITY, MORNING)
    store.close()
    assert rows(postgresql, name) != before
    with psycopg.connect(postgresql.url(name)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'other'")
    own.give_back(name)
    assert own.take() == name
    assert rows(postgresql, name) == before


def test_nobody_has_a_database_that_another_still_has(own: Emptied) -> None:
    assert own.take() != own.take()


def test_who_is_still_connected_holds_nothing_up(postgresql: Postgresql, own: Emptied) -> None:
    name = own.take()
    with psycopg.connect(postgresql.url(name)) as left:
        left.execute("LOCK TABLE alembic_version")
        own.give_back(name)
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")
    assert own.take() == name


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE more (a int)",
        "ALTER TABLE alembic_version ADD more int",
        "DROP INDEX {index}",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_a_database_whose_tables_were_changed_is_not_used_again(
    postgresql: Postgresql, own: Emptied, change: str
) -> None:
    name = own.take()
    with psycopg.connect(postgresql.url(name)) as connection:
        index = connection.execute(
            "SELECT indexname FROM pg_indexes LEFT JOIN pg_constraint ON conname = indexname"
            " WHERE schemaname = 'public' AND conname IS NULL"
        ).fetchone()
        assert index is not None
        connection.execute(change.format(index=index[0]).encode())
    own.give_back(name)
    assert own.take() != name


def test_nor_is_one_that_grew_large(postgresql: Postgresql, own: Emptied, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "LARGE", 0)
    name = own.take()
    own.give_back(name)
    assert own.take() != name
