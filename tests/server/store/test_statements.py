"""Statements that travel together arrive whole, whatever they carry."""

import pytest

from server.store.postgresql_connection import open_connection
from server.store.statements import PostgresqlStatements

pytestmark = pytest.mark.postgres
LONG = "告" * 4_000_000
"""Much more than a socket takes at once, as the text of a release can be."""


def test_a_long_text_sent_ahead_is_there_for_the_next_answer(postgres_url: str) -> None:
    with open_connection(postgres_url) as connection, connection.pipeline() as pipeline:
        statements = PostgresqlStatements(connection, pipeline)
        statements.change("create temporary table said (text text)", {})
        statements.send("insert into said values (%(text)s)", {"text": LONG})
        assert statements.row("select length(text) from said", {}) == (len(LONG),)


def test_a_long_text_can_be_sent_while_a_long_answer_is_under_way(postgres_url: str) -> None:
    with open_connection(postgres_url) as connection, connection.pipeline() as pipeline:
        statements = PostgresqlStatements(connection, pipeline)
        for _ in range(3):
            statements.send("select %(text)s::text", {"text": LONG})
        assert statements.row("select 1", {}) == (1,)
