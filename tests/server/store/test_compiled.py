"""Statements as a driver takes them: what they carry themselves goes along, what is no statement is refused."""

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.schema import CreateTable

from server.store import tables
from server.store.compiled import Database, compiled

_t = tables.tickets
OF_STATE = select(_t.c.id).where(_t.c.center == bindparam("center"), _t.c.state == "waiting")


@pytest.mark.parametrize(("database", "place"), [("sqlite", ":center"), ("postgresql", "%(center)s")])
def test_a_statement_says_what_it_asks_and_brings_its_own_values(database: Database, place: str) -> None:
    made = compiled(OF_STATE, database)
    assert place in made.sql
    assert made.values == {"state_1": "waiting"}
    assert compiled(OF_STATE, database) is made


def test_what_is_no_statement_on_rows_is_refused() -> None:
    assert compiled(text("SELECT 1"), "sqlite") == ("SELECT 1", {})
    for other in ("SELECT 1", tables.tickets.c.id.type):
        with pytest.raises(TypeError, match="compiled"):
            compiled(other, "sqlite")
    for database in ("sqlite", "postgresql"):
        with pytest.raises(TypeError, match="no statement on rows"):
            compiled(CreateTable(tables.tickets), database)
