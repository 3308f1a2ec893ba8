"""The tables say what a file of this release has: columns, what may be empty, keys, checks and indexes."""

from collections.abc import Iterator
from pathlib import Path

import pysqlite3
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from server.store.opening import open_store
from server.store.schema import metadata
from server.store.sqlite_file import FILE
from server.store.tables import ABOUT_CALLS
from tests.server.store.test_schema import constraints


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return the database of a store that was just made."""
    open_store(tmp_path, create=True).close()
    made = create_engine(f"sqlite:///{tmp_path / FILE}", module=pysqlite3)
    yield made
    made.dispose()


def test_columns_and_indexes_are_those_of_a_new_file(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_keys_and_checks_are_those_of_a_new_file(engine: Engine) -> None:
    said = create_engine("sqlite://", module=pysqlite3)
    with engine.connect() as there, said.connect() as declared:
        metadata.create_all(declared)
        assert constraints(inspect(declared)) == constraints(inspect(there))
        for table in metadata.tables:
            made, told = (
                sorted((each["name"], each["nullable"]) for each in inspect(one).get_columns(table))
                for one in (there, declared)
            )
            assert made == told
    said.dispose()


def test_what_is_about_a_call_has_a_ticket_and_a_counter() -> None:
    assert str(ABOUT_CALLS) == "ticket IS NOT NULL AND counter IS NOT NULL"


def test_unique_columns_and_tables_that_are_kept_by_their_key_are_those_of_a_new_file(engine: Engine) -> None:
    by_key = text("SELECT name FROM pragma_table_list WHERE wr = 1 AND type = 'table' ORDER BY name")
    said = create_engine("sqlite://", module=pysqlite3)
    with engine.connect() as there, said.connect() as declared:
        metadata.create_all(declared)
        kept = [row[0] for row in there.execute(by_key)]
        assert "idempotency" in kept
        assert [row[0] for row in declared.execute(by_key)] == kept
        for table in metadata.tables:
            made, told = (
                sorted((str(each["name"]), each["column_names"]) for each in inspect(one).get_unique_constraints(table))
                for one in (there, declared)
            )
            assert made == told
    said.dispose()
