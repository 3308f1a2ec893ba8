"""A made past and a made line are as real ones: the same answers, told by the same statements."""

from functools import partial
from pathlib import Path

import pytest

from commands.bench import years
from commands.bench.history import VISITS, copied_days, long_line, one_day
from commands.bench.report import Noise
from commands.bench.verb_alone import seeded
from commands.bench.years import DESK, SERVICE, SERVICES
from commands.demo.hall import CENTER
from server.office.board import board_of
from server.office.lines import NEAR
from server.office.views import ticket_view
from server.store.halls import Halls
from server.store.opening import open_store
from server.store.sqlite_file import FILE, connect
from server.store.statements import SqliteStatements
from server.store.unit_of_work import Reading, facts_after

pytestmark = pytest.mark.slow


def steps(data: Path, ticket: str) -> int:
    """Return how many hundred steps SQLite takes for a look at `ticket`."""
    connection = connect(data / FILE, writer=False)
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    try:
        connection.set_progress_handler(count, 100)
        ticket_view(Reading(SqliteStatements(connection.cursor()), "sqlite", Halls()), ticket)
    finally:
        connection.close()
    return counted[0]


def test_a_past_of_many_days_is_told_like_one(tmp_path: Path) -> None:
    data = seeded(tmp_path / "data")
    one_day(data, CENTER, DESK, SERVICES)
    rows = copied_days(data, CENTER, 3 * VISITS * 4)
    assert rows >= 3 * VISITS * 4
    store = open_store(data)
    try:
        facts = store.read(lambda reading: facts_after(reading, CENTER, rows - 900))
        assert [fact.seq for fact in facts] == list(range(rows - 899, rows + 1))
        assert facts[-1].kind == "ticket.finished"
        board = store.read(lambda reading: board_of(reading, CENTER))
        assert (board.seq, board.waiting, board.calls) == (rows, {}, ())
    finally:
        store.close()


def test_people_ahead_are_counted_from_the_nearer_end(tmp_path: Path) -> None:
    short, long = seeded(tmp_path / "short"), seeded(tmp_path / "long")
    waiting = long_line(short, CENTER, SERVICE, 3 * NEAR)
    store = open_store(short)
    try:
        for place in (0, 1, NEAR - 1, NEAR, NEAR + 1, 2 * NEAR - 2, 2 * NEAR - 1, 2 * NEAR, 3 * NEAR - 1):
            seen = store.read(partial(ticket_view, ticket=waiting[place]))
            assert seen.ahead == place
    finally:
        store.close()
    many = long_line(long, CENTER, SERVICE, 40 * NEAR)
    # Nobody at either end pays for those in between.
    assert steps(long, many[-1]) <= steps(short, waiting[-1]) * 1.1
    assert steps(long, many[5]) <= steps(short, waiting[5]) * 1.1


@pytest.mark.long
def test_a_short_run_compares_all_three(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ROWS": 2000, "WAITING": 600, "FEW": 20, "TURNS": 1, "TIMES": 2}.items():
        monkeypatch.setattr(years, name, value)
    figures = {each.name: each.value for each in years.measure(0.1, Noise())}
    assert figures["facts of the past"] >= 2000
    for what in ("issue", "call", "board", "look at a ticket in the middle", "look at the last one's ticket"):
        assert figures[f"{what}: years"] > 0
        assert figures[f"{what}: line"] > 0
