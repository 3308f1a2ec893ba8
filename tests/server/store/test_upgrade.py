"""A database of the release before is brought to this one: nobody loses a place, and its journal says from and to."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from alembic import command
from sqlalchemy import ColumnClause, Connection, Engine, create_engine, insert, inspect, make_url, select, table, text
from sqlalchemy import column as sql_column

from server.office.board import board_of
from server.office.day import begin_day
from server.office.next_in_line import next_in_line
from server.rules.hall.board import Board, fold
from server.store import before_upgrade, migrating, tables
from server.store.errors import StoreError
from server.store.opening import open_store
from server.store.postgresql_store import engine_of
from server.store.sqlite_file import FILE
from server.store.store import Store
from server.store.unit_of_work import facts_after
from tests.server.conftest import MORNING

pytestmark = pytest.mark.usefixtures("made_not_copied")

TICKETS = int(os.environ.get("BANSHI_UPGRADE_TICKETS", "300"))
DAY = 24 * 3_600_000
TEXT = '{"zh":"名","en":"name"}'
NAME = '{"id":"%s","name":{"zh":"名","en":"name"}}'
WAYS: tuple[tuple[str, ...], ...] = (
    ("issued", "called", "started", "finished"),
    ("issued", "called", "recalled", "missed", "cancelled"),
    ("issued", "cancelled"),
    ("issued", "called", "started", "finished", "issued", "called", "started", "finished"),
    ("issued", "called", "missed"),
    ("issued",),
)
"""What tickets of the release before went through; the last two are left over."""
STATES = {
    "issued": "waiting",
    "called": "called",
    "recalled": "called",
    "started": "serving",
    "finished": "finished",
    "missed": "missed",
    "cancelled": "cancelled",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """Return what opens an empty database."""
    if request.param == "sqlite":
        return {"data": tmp_path}
    server = request.getfixturevalue("postgresql")
    return {"data": None, "database": server.url(server.create())}


@pytest.fixture
def before(made: dict[str, Any]) -> Iterator[tuple[Engine, dict[str, Any]]]:
    """Return a database with the schema of the release before, and what opens it."""
    data: Path | None = made["data"]
    file = data and create_engine(f"sqlite:///{data / FILE}", module=pysqlite3)
    # Without the time-outs of commands: to fill it takes long.
    engine = file or create_engine(make_url(made["database"]).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0002")
        fill(connection)
    engine.dispose()
    yield engine, made
    engine.dispose()


def fill(connection: Connection) -> None:
    """Write a hall as the release before left it, with `TICKETS` tickets over some days."""
    for row in (
        "INSERT INTO cities VALUES ('c', '{0}', 'dongjiang')",
        "INSERT INTO services VALUES ('a', 'A', '{0}', '{0}', 0), ('b', 'B', '{0}', '{0}', 1)",
        "INSERT INTO centers VALUES ('hall', 'c', NULL, 0, 'city', '{0}', '{0}', 'Asia/Shanghai',"
        ' \'[{{"days":[1,2,3,4,5,6,7],"opens":"00:00","closes":"24:00"}}]\', \'{{}}\', 1, 0)',
        "INSERT INTO center_services VALUES ('hall', 'a', 0), ('hall', 'b', 1)",
        "INSERT INTO counters VALUES ('hall-1', 'hall', 0, '{0}', 'open')",
        "INSERT INTO counter_services VALUES ('hall-1', 'a', 0), ('hall-1', 'b', 1)",
    ):
        connection.exec_driver_sql(row.format(TEXT))
    rows: dict[str, list[dict[str, Any]]] = {"tickets": [], "journal": [], "intervals": []}
    seq = 0
    for number in range(TICKETS):
        seq = live(rows, number, seq)
    for name, values in rows.items():
        columns: list[ColumnClause[Any]] = [sql_column(each) for each in values[0]]
        into = insert(table(name, *columns))
        for start in range(0, len(values), 20_000):
            connection.execute(into, values[start : start + 20_000])
    left = [row["service"] for row in rows["tickets"] if row["state"] == "waiting"]
    waiting = {service: left.count(service) for service in "ab"}
    connection.exec_driver_sql(f"INSERT INTO lines VALUES ('hall', 'a', {waiting['a']}), ('hall', 'b', {waiting['b']})")
    connection.exec_driver_sql(f"UPDATE centers SET seq = {seq}")


def live(rows: dict[str, list[dict[str, Any]]], number: int, seq: int) -> int:
    """Let one ticket go its way; return the journal's last seq."""
    day, in_day = divmod(number, max(TICKETS // 5, 1))
    way = WAYS[number % 4] if day < 4 or in_day % 6 < 4 else WAYS[in_day % 6]
    began = MORNING + (day - 4) * DAY + in_day * 100
    ticket = {"id": f"t{number}", "label": f"A{in_day + 1:03}"}
    service, calls, counter, at = "a", 0, None, began
    for step, verb in enumerate(way):
        seq, at = seq + 1, began + step
        if verb == "issued":
            service, calls, counter = ("b" if step else "a"), 0, None
        if verb in ("called", "recalled"):
            calls, counter = calls + 1, "hall-1"
        payload = f'{{"number":"{ticket["label"]}","service":{NAME % service}'
        payload += f',"counter":{NAME % counter}' if counter else ""
        payload += f',"calls":{calls}}}' if calls else "}"
        rows["journal"].append(
            {
                "center": "hall",
                "seq": seq,
                "at": at,
                "kind": f"ticket.{verb}",
                "actor": "x",
                "ticket": ticket["id"],
                "counter": counter,
                "payload": payload,
            }
        )
        if verb in ("finished", "cancelled") or (step and verb != "recalled"):
            rows["intervals"][-1]["ended_at"] = at
        if verb not in ("recalled", "finished", "cancelled"):
            interval = {"ticket": ticket["id"], "seq": seq, "state": STATES[verb], "service": service}
            rows["intervals"].append({**interval, "counter": counter, "began_at": at, "ended_at": None})
    rows["tickets"].append(
        {
            "id": ticket["id"],
            "center": "hall",
            "prefix": "A",
            "day": f"2025-11-{21 + day:02}",
            "number": in_day + 1,
            "label": ticket["label"],
            "state": STATES[way[-1]],
            "services": '["a","b"]' if way.count("issued") == 2 else '["a"]',
            "step": way.count("issued") - 1,
            "service": service,
            "priority": "normal",
            "ready_at": began,
            "key": began,
            "counter": counter,
            "calls": calls,
            "called_at": at if calls else None,
            "secret_hash": "h",
            "issued_at": began,
        }
    )
    return seq


def opened(opening: dict[str, Any]) -> Store:
    return open_store(**opening)


def test_everybody_keeps_their_place_and_the_journal_says_from_and_to(before: tuple[Engine, dict[str, Any]]) -> None:
    store = opened(before[1])
    try:
        board = store.read(lambda reading: board_of(reading, "hall"))
        folded = Board("hall", 0)
        while facts := store.read(partial(facts_after, center="hall", after=folded.seq)):
            for fact in facts:
                folded = fold(folded, fact)
        assert (folded.waiting, folded.calls) == (board.waiting, board.calls)
        assert board.waiting["a"] == sum(number % 6 == 5 for number in range(TICKETS // 5))
        first = store.read(lambda reading: next_in_line(reading, "hall", "hall-1"))
        assert first is not None
        assert (first.label, first.line, first.visit) == ("A006", "a", first.id)
    finally:
        store.close()


def test_a_further_step_comes_from_the_step_before(before: tuple[Engine, dict[str, Any]]) -> None:
    store = opened(before[1])
    j = tables.journal.c
    query = select(j.kind, j.state_from, j.service_from, j.state_to, j.service_to, j.visit)
    try:
        moves = store.read(lambda reading: reading.rows(query.where(j.ticket == "t3").order_by(j.seq)))
        assert [tuple(move) for move in moves[2:5]] == [
            ("ticket.started", "called", "a", "serving", "a", "t3"),
            ("ticket.finished", "serving", "a", "finished", "a", "t3"),
            ("ticket.issued", "finished", "b", "waiting", "b", "t3"),
        ]
        assert tuple(moves[0][1:5]) == (None, None, "waiting", "a")
    finally:
        store.close()


def test_the_day_that_was_open_is_closed_the_next_morning(before: tuple[Engine, dict[str, Any]]) -> None:
    store = opened(before[1])
    left = "SELECT count(*) FROM tickets WHERE open_day IS NOT NULL"
    try:
        assert store.write("hall", lambda uow: begin_day(uow, MORNING)) == "2025-11-25"
        assert store.read(lambda reading: reading.value(text(left)))
        store.write("hall", lambda uow: begin_day(uow, MORNING + DAY))
        assert not store.read(lambda reading: reading.value(text(left)))
        assert store.read(lambda reading: board_of(reading, "hall").waiting) == {}
    finally:
        store.close()


def everything(engine: Engine, schema: str = "") -> dict[str, list[str]]:
    """Return what every table holds, in the database's own schema or in another."""
    place = f"{schema}." if schema else ""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names(schema=schema or None)
        # Names out of the database's own catalogue.
        query = "SELECT * FROM {place}{name}"
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(text(query.format(place=place, name=name))))
            for name in names
        }


def test_a_copy_of_what_was_there_is_made_first(before: tuple[Engine, dict[str, Any]], tmp_path: Path) -> None:
    engine, opening = before
    was = everything(engine)
    opened(opening).close()
    assert everything(engine) != was
    if opening["data"] is None:
        assert everything(engine, before_upgrade.SCHEMA) == was
        return
    copy = tmp_path / "banshi-before-upgrade-from-0002.sqlite3"
    assert [each.name for each in tmp_path.glob("*before*")] == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600
    kept = create_engine(f"sqlite:///{copy}", module=pysqlite3)
    assert everything(kept) == was
    kept.dispose()


def test_a_new_or_a_present_database_needs_no_copy(made: dict[str, Any], tmp_path: Path) -> None:
    for _ in range(2):
        open_store(**made, create=True).close()
    if made["data"] is None:
        engine = engine_of(made["database"])
        assert before_upgrade.SCHEMA not in inspect(engine).get_schema_names()
        engine.dispose()
    assert list(tmp_path.glob("*before*")) == []


def test_an_upgrade_that_fails_half_way_changes_nothing(
    before: tuple[Engine, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, opening = before
    was = everything(engine)

    def half(connection: Connection) -> None:
        command.upgrade(migrating.config(connection), "head")
        connection.execute(text("UPDATE tickets SET label = 'lost'"))
        connection.execute(text("SELECT nothing FROM nowhere"))

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", half)
        with pytest.raises(StoreError) as refused:
            opened(opening)
        assert refused.value.code == "upgrade_failed"
        assert refused.value.values["found"] == "0002"
    assert everything(engine) == was
    # What the next try begins with is as whole as it was.
    store = opened(opening)
    try:
        assert store.read(lambda reading: board_of(reading, "hall")).waiting
    finally:
        store.close()


def test_without_a_copy_nothing_is_upgraded(
    before: tuple[Engine, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, opening = before
    was = everything(engine)
    if opening["data"] is None:
        # As a user of the database who may change tables and make no schema.
        with engine.begin() as connection:
            name = connection.engine.url.database
            connection.execute(text("CREATE ROLE mere LOGIN"))
            connection.execute(text("GRANT ALL ON ALL TABLES IN SCHEMA public TO mere"))
            connection.execute(text("GRANT ALL ON SCHEMA public TO mere"))
            connection.execute(text(f'REVOKE CREATE ON DATABASE "{name}" FROM mere'))
        engine.dispose()
        mere = engine.url.set(username="mere").render_as_string(hide_password=False)
        opening = {"data": None, "database": mere}
    else:
        (tmp_path / "banshi-before-upgrade-from-0002.sqlite3.new").mkdir()
    try:
        with pytest.raises(StoreError) as refused:
            opened(opening)
        assert refused.value.code == "backup_failed"
        assert everything(engine) == was
    finally:
        if opening["data"] is None:
            with engine.begin() as connection:
                connection.execute(text("DROP OWNED BY mere"))
                connection.execute(text("DROP ROLE mere"))
