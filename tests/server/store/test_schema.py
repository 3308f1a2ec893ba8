"""The migrations and the tables say the same, on both databases, there and back."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pysqlite3
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from server.store import migrating
from server.store.postgresql_store import engine_of
from server.store.schema import metadata

pytestmark = pytest.mark.usefixtures("made_not_copied")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path}/x.sqlite3", module=pysqlite3)
    else:
        server = request.getfixturevalue("postgresql")
        made = engine_of(server.url(server.create()))
    yield made
    made.dispose()


def test_migrations_stand_in_one_row() -> None:
    """Two that follow the same one would leave a database that cannot be brought to this release."""
    row = list(ScriptDirectory.from_config(migrating.config()).walk_revisions())
    assert [each.revision for each in row] == sorted((each.revision for each in row), reverse=True)
    assert [each.down_revision for each in row] == [each.revision for each in row[1:]] + [None]


def test_migrated_schema_is_what_the_tables_say(engine: Engine) -> None:
    with engine.begin() as connection:
        migrating.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_constraints_are_what_the_tables_say(engine: Engine) -> None:
    with engine.begin() as connection:
        migrating.upgrade(connection)
        migrated = constraints(inspect(connection))
        command.downgrade(migrating.config(connection), "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        metadata.create_all(connection)
        assert constraints(inspect(connection)) == migrated


def constraints(schema: Inspector) -> dict[str, object]:
    """Return all that `compare_metadata` does not look at."""
    return {
        table: (
            sorted((str(check["name"]), check["sqltext"]) for check in schema.get_check_constraints(table)),
            sorted(str(foreign["name"]) for foreign in schema.get_foreign_keys(table)),
            sorted(map(index_text, schema.get_indexes(table))),
            schema.get_pk_constraint(table)["constrained_columns"],
        )
        for table in schema.get_table_names()
        if table != "alembic_version"
    }


def index_text(index: ReflectedIndex) -> str:
    where = {name: str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("where")}
    return f"{index['name']} {index['column_names']} {index['unique']} {where}"


def test_consultations_from_before_publishing_are_carried_over(engine: Engine) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA foreign_keys = ON"))
        command.upgrade(migrating.config(connection), "0001")
        connection.execute(text("INSERT INTO releases VALUES ('old', '{\"id\": 1}', 7)"))
        connection.execute(text("INSERT INTO consultations VALUES ('CODE', 'old', '[]', '{}', 5, 6)"))
    with engine.begin() as connection:
        migrating.upgrade(connection)
        ((release, body, at),) = connection.execute(text("SELECT id, body, submitted_at FROM releases")).all()
        assert (body, at) == ('{"editions":[],"pack":{"id": 1}}', 7)
        assert release == sha256(body.encode()).hexdigest()
        kept = connection.execute(text("SELECT release, wish, edition, expires_at FROM consultations")).all()
        assert kept == [(release, "{}", None, 5 + 30 * 24 * 3600 * 1000)]


def test_kept_answers_from_before_they_were_sealed_lose_their_secrets(engine: Engine) -> None:
    ticket = '{"id":"a","secret":"tell-nobody","calls":0}'
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0003")
        for row in (("t1", "k1", ticket), ("t1", "k2", '{"id":"b"}'), ("holder", "k1", '{"id":"c"}')):
            values = dict(zip(("token", "key", "answer"), row, strict=True))
            connection.execute(text("INSERT INTO idempotency VALUES (:token, :key, 'digest', 201, :answer, 5)"), values)
    with engine.begin() as connection:
        migrating.upgrade(connection)
        kept = connection.execute(text("SELECT who, key, digest, status, answer, at FROM idempotency ORDER BY key"))
        assert kept.all() == [
            ("t1", "k1", "digest", 201, '{"id":"a","secret":null,"calls":0}', 5),
            ("t1", "k2", "digest", 201, '{"id":"b"}', 5),
        ]


def test_who_is_bound_stands_in_line_again_for_the_release_before(engine: Engine) -> None:
    center = "('hall', 'c', NULL, 0, 'city', '{}', '{}', 'Asia/Shanghai', '[]', '{}', 1, 9, 77, '2025-11-25', 0, 1)"
    columns = (
        "id, center, prefix, day, number, label, state, services, step, service, priority, ready_at, key, place, line,"
        " open_day, calls, visit, secret_hash, issued_at"
    )

    def ticket(number: int, line: str) -> str:
        return (
            f"INSERT INTO tickets ({columns}) VALUES ('t{number}', 'hall', 'A', '2025-11-25', {number}, 'A00{number}',"
            f" 'waiting', '[\"a\"]', 0, 'a', 'normal', {number}, {number}, {number}, {line},"
            " '2025-11-25', 0, 'v', '', 1)"
        )

    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0010")
        for statement in (
            "INSERT INTO cities VALUES ('c', '{}', '')",
            "INSERT INTO services VALUES ('a', '{}', '{}', 0)",
            f"INSERT INTO centers VALUES {center}",
            "INSERT INTO counters (id, center, position, name, state)"
            " VALUES ('hall-1', 'hall', 0, '{}', 'paused'), ('hall-2', 'hall', 1, '{}', 'open')",
            "INSERT INTO lines VALUES ('hall', 'a', 1)",
            ticket(1, "'a'"),
        ):
            connection.exec_driver_sql(statement)
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0011")
        paused = connection.execute(text("SELECT id, paused_at, chooses FROM counters ORDER BY id")).all()
        assert paused == [("hall-1", 77, 0), ("hall-2", None, 0)]
        connection.exec_driver_sql(ticket(2, "NULL"))
        connection.exec_driver_sql("UPDATE tickets SET bound = 'hall-2', note = 'x' WHERE id = 't2'")
        command.downgrade(migrating.config(connection), "0010")
        assert connection.execute(text("SELECT line FROM tickets ORDER BY id")).all() == [("a",), ("a",)]
        assert connection.execute(text("SELECT waiting FROM lines")).all() == [(2,)]
