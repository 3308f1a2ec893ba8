"""A PostgreSQL server of a test run, and databases there that tests use one after the other.

Making a database and dropping it costs a third of a second of the machine's time, emptying one a hundredth of that. A
database whose tables a test changed is not used again.
"""

from itertools import count
from pathlib import Path

import psycopg

from commands.bench.database import Database

QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
LARGE = 1 << 20
"""Bytes of one table from which a database is not used again: what was deleted would slow down who comes next."""
WATCH = """
CREATE SCHEMA watch;
CREATE TABLE watch.changes (what text);
CREATE FUNCTION watch.note() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO watch.changes VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION watch.note();
"""
LEAVE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
CHANGED = """
SELECT 1 FROM watch.changes UNION ALL SELECT 1 FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > {large}
"""
_names = count()


class Postgresql(Database):
    """A PostgreSQL server of this test run: socket only, thrown away at the end."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, QUICK, durable=False)

    def create(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy, and return its name."""
        name = f"hall_{next(_names)}"
        copied = f" TEMPLATE {template} STRATEGY file_copy" if template else ""
        self.execute(f"CREATE DATABASE {name}{copied}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def again(self) -> None:
        """Come to a sudden end, as in a crash of its processes, and begin again."""
        self.stop("immediate")
        self.start()

    def execute(self, sql: str) -> None:
        """Run one statement as the superuser."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.encode())


class Emptied:
    """Copies of the database `template`, each handed to one test after the other with the rows of the template."""

    def __init__(self, server: Postgresql, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[str] = []
        with psycopg.connect(server.url(template), autocommit=True) as connection:
            tables = [
                name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname='public'")
            ]
            kept = [name for name in tables if connection.execute(_sql(f"SELECT 1 FROM {name} LIMIT 1")).fetchone()]
            if connection.execute("SELECT 1 FROM pg_sequences").fetchone():
                raise NotImplementedError("a sequence goes on counting: set it back where rows are deleted")
            connection.execute(_sql("CREATE SCHEMA kept"))
            for name in kept:
                connection.execute(_sql(f"CREATE TABLE kept.{name} AS TABLE {name}"))
            connection.execute(WATCH)
        # Rows go in any order: nothing is checked and no trigger runs where a replica takes rows over.
        self._empty = "; ".join(
            (
                "SET session_replication_role = replica",
                *(f"DELETE FROM {name}" for name in tables),
                *(f"INSERT INTO {name} TABLE kept.{name}" for name in kept),
            )
        )

    def take(self) -> str:
        """Return the name of a database that is as the template is; nobody else has it until it is given back."""
        return self._free.pop() if self._free else self._server.create(self._template)

    def give_back(self, name: str) -> None:
        """Empty a database for who comes next; drop it where its tables are not what they were."""
        if self._emptied(name):
            self._free.append(name)
        else:
            self._server.drop(name)

    def _emptied(self, name: str) -> bool:
        with psycopg.connect(self._server.url(name)) as connection:
            connection.execute(LEAVE)
            changed = connection.execute(_sql(CHANGED.format(large=LARGE))).fetchone()
            if changed is not None:
                return False
            connection.execute(_sql(self._empty))
        return True


def _sql(text: str) -> bytes:
    """Return a statement whose names are those of our own tables."""
    return text.encode()
