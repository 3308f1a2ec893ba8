"""Stores with a past or with a crowd in them, for a bench: made by copying one real day, or one real ticket, in SQL."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from commands.seeding import now
from config.centers import PriorityClass
from server.office.call_next import call_next
from server.office.counter import open_counter, start
from server.office.finish import finish
from server.office.requests import CounterCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store import tables
from server.store.opening import open_store
from server.store.sqlite_file import FILE, Connection, connect
from server.store.unit_of_work import UnitOfWork

VISITS: Final = 200
"""Visits of the day that is copied; of each there are four facts."""
DAY_MS: Final = 24 * 3600 * 1000


def one_day(data: Path, center: str, desk: str, services: tuple[str, ...]) -> None:
    """Let `VISITS` people be served at `desk`, the day before this one."""
    store = open_store(data)
    at = now() - DAY_MS
    try:
        store.write(center, lambda uow: open_counter(uow, CounterCommand(desk, "bench"), at))
        for visit in range(VISITS):
            service = services[visit % len(services)]
            store.write(center, partial(_visit, desk=desk, service=service, at=at))
    finally:
        store.close()


def _visit(uow: UnitOfWork, desk: str, service: str, at: int) -> None:
    take_ticket(uow, TakeTicketCommand((service,), "bench"), at)
    for verb in (call_next, start, finish):
        verb(uow, CounterCommand(desk, "bench"), at)


def copied_days(data: Path, center: str, rows: int) -> int:
    """Copy what is there into the days before, again and again, until the journal of `center` has `rows`; return them.

    What is there now is over.
    """
    connection = connect(data / FILE, writer=True)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        days = 1
        while (there := _count(connection, center)) < rows:
            _double(connection, center, there, days)
            days *= 2
        connection.execute("UPDATE centers SET seq = ?, day_seq = ? WHERE id = ?", (there, there, center))
        connection.execute("COMMIT")
        return there
    finally:
        connection.close()


def _count(connection: Connection, center: str) -> int:
    return int(connection.execute("SELECT max(seq) FROM journal WHERE center = ?", (center,)).fetchone()[0])


def _double(connection: Connection, center: str, there: int, days: int) -> None:
    """Write all facts, tickets and intervals of `center` once more: each ticket another one, some days earlier."""
    again = {
        "tickets": {"id": f"id || '.{days}'", "day": f"date(day, '-{days} days')", "open_day": "NULL", "line": "NULL"},
        "intervals": {"ticket": f"ticket || '.{days}'"},
        "journal": {"seq": f"seq + {there}", "ticket": f"ticket || '.{days}'"},
    }
    for table, changes in again.items():
        columns = tables.metadata.tables[table].columns.keys()
        chosen = ", ".join(changes.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        # Names of our own tables, and numbers.
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table}")  # noqa: S608


def long_line(data: Path, center: str, service: str, waiting: int) -> list[str]:
    """Let `waiting` people stand in the line of `service`, all but the last its copies; return their ids in order."""
    store = open_store(data)
    try:
        last = store.write(center, lambda uow: take_ticket(uow, TakeTicketCommand((service,), "bench"), now()))
    finally:
        store.close()
    connection = connect(data / FILE, writer=True)
    try:
        columns = tables.tickets.columns.keys()
        changes = {
            "id": "id || '.' || n.value",
            "number": "number + 1000 + n.value",
            "key": f'"key" - {waiting} + n.value',
            "ready_at": f"ready_at - {waiting} + n.value",
        }
        chosen = ", ".join(changes.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        connection.execute("BEGIN")
        numbered = "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT ?)"
        # As above.
        copied = f"{numbered} INSERT INTO tickets ({names}) SELECT {chosen} FROM tickets t, n WHERE t.id = ?"  # noqa: S608
        connection.execute(copied, (waiting - 1, last.id))
        connection.execute(
            "INSERT INTO intervals SELECT t.id, i.seq, i.state, i.service, i.counter, i.began_at, NULL"
            " FROM tickets t, intervals i WHERE t.id LIKE ? AND i.ticket = ?",
            (f"{last.id}.%", last.id),
        )
        connection.execute("UPDATE lines SET waiting = ? WHERE center = ? AND service = ?", (waiting, center, service))
        connection.execute("COMMIT")
    finally:
        connection.close()
    return [*(f"{last.id}.{number}" for number in range(1, waiting)), last.id]


def mixed(data: Path, people: Sequence[str]) -> None:
    """Let those who stand in a line be of all classes, and some of them be there for two matters, in SQL.

    Every tenth has priority, every fourteenth a place that was booked, every hundredth comes back with a paper.
    """
    connection = connect(data / FILE, writer=True)
    classes: tuple[tuple[PriorityClass, int, int], ...] = (
        ("priority", 10, 25),
        ("appointment", 14, 20),
        ("returned", 100, 60),
    )
    try:
        connection.execute("BEGIN")
        for priority, every, minutes in classes:
            for ticket in people[::every]:
                connection.execute(
                    'UPDATE tickets SET priority = ?, "key" = ready_at - ? WHERE id = ?',
                    (priority, minutes * 60_000, ticket),
                )
        for ticket in people[::3]:
            connection.execute(
                "UPDATE tickets SET services = json_array(service, 'medical') WHERE id = ? AND service <> 'medical'",
                (ticket,),
            )
        connection.execute("COMMIT")
    finally:
        connection.close()
