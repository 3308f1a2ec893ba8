"""What a console asks after every verb is flat in the line: each statement goes by an index to the row it wants."""

from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy.sql import Executable

from server.office.aside import _BY_NUMBER, _FINISHED, _STANDING
from server.office.bound import _BOUND
from server.office.lines import _BOUND_BEFORE
from server.office.next_in_line import _LONGEST, _NEXT, longest_since
from server.office.postponing import _DUE
from server.office.standing import _AWAY, _FIRST
from server.store.compiled import compiled
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office


def test_who_waits_longest_need_not_be_the_next(office: Office) -> None:
    office.at("hall-1", "open")
    first = office.take().issued_at
    office.take("idcard")
    office.take("social", priority="priority")
    since = office.store.read(lambda reading: longest_since(reading, "hall", "hall-1"))
    assert since == MORNING + 2000
    assert office.at("hall-1", "call_next").ticket is not None
    assert first.endswith("Z")
    assert office.store.read(lambda reading: longest_since(reading, "hall", "hall-3")) is None


@pytest.mark.parametrize("statement", [_LONGEST, _NEXT], ids=["longest", "next"])
def test_the_oldest_and_the_next_come_from_an_index(tmp_path: Path, statement) -> None:
    store: Store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    store.close()
    opened = pysqlite3.connect(tmp_path / FILE)
    sql, carried = compiled(statement, "sqlite")
    plan = opened.execute(f"EXPLAIN QUERY PLAN {sql}", {**carried, "center": "hall", "counter": "hall-1"}).fetchall()
    opened.close()
    steps = [row[3] for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")], steps
    of_lines = [step for step in steps if "center=? AND line=?" in step]
    assert len(of_lines) == 1, steps
    # What orders the rows within a line is in the index as well: nothing is sorted there.
    before_outer = steps[steps.index(of_lines[0]) : steps.index(of_lines[0]) + 2]
    assert "USE TEMP B-TREE FOR ORDER BY" not in before_outer[:1]


@pytest.mark.parametrize(
    ("statement", "values", "index", "sorts"),
    [
        (_STANDING, {"state": "held"}, "ix_tickets_aside", False),
        (_FINISHED, {"since": 5}, "PRIMARY KEY", False),
        (_BY_NUMBER, {"prefix": "D", "day": "2025-11-25", "number": 7}, "sqlite_autoindex_tickets_2", False),
        (_FIRST, {"service": "social", "many": 3}, "ix_tickets_line", False),
        (_AWAY, {"service": "social", "key": 5}, "ix_tickets_aside", False),
        (_DUE, {"now": 5}, "ix_tickets_back", True),
        (_NEXT, {"counter": "hall-1"}, "ix_tickets_bound", True),
        (_BOUND, {"counter": "hall-1"}, "ix_tickets_bound", False),
        (_BOUND_BEFORE, {"counter": "hall-1", "my_key": 1, "my_ready_at": 1, "my_place": 1}, "ix_tickets_bound", False),
    ],
    ids=["held", "finished", "by number", "first three", "returning", "due", "next", "bound", "bound before"],
)
def test_what_stands_aside_is_found_by_an_index(
    tmp_path: Path, statement: Executable, values: dict[str, object], index: str, sorts: bool
) -> None:
    store: Store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    store.close()
    opened = pysqlite3.connect(tmp_path / FILE)
    sql, carried = compiled(statement, "sqlite")
    plan = opened.execute(f"EXPLAIN QUERY PLAN {sql}", {**carried, "center": "hall", **values}).fetchall()
    opened.close()
    steps = [row[3] for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")], steps
    assert [step for step in steps if f"{index} (" in step], steps
    assert any("TEMP B-TREE" in step for step in steps) is sorts, steps
