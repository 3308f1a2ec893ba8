"""What a console asks after every verb is flat in the line: each statement goes by an index to the row it wants."""

from pathlib import Path

import pysqlite3
import pytest

from server.office.next_in_line import _LONGEST, _NEXT, longest_since
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
