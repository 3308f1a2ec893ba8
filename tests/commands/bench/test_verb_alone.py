"""The bench of a ticket compares the same tickets: in process they are issued, and bare they are the same rows."""

from pathlib import Path

from sqlalchemy import func, select

from commands.bench.verb_alone import BareStatements, in_process, seeded
from commands.demo.hall import CENTER
from server.store import tables
from server.store.opening import open_store


def test_tickets_in_process_and_as_bare_statements(tmp_path: Path) -> None:
    data = seeded(tmp_path / "data")
    statements = BareStatements(data, CENTER, ("social", "medical"), 40)
    spent, taken = in_process(data, CENTER, ("social", "medical"), 0.05)
    assert spent > 0
    assert taken >= 16
    assert statements.run() > 0
    assert statements.run() > 0
    assert {path.name for path in tmp_path.iterdir()} == {"data", "fresh.sqlite3"}
    store = open_store(data)
    assert store.read(lambda reading: reading.value(select(func.count()).select_from(tables.tickets))) == taken
    store.close()
