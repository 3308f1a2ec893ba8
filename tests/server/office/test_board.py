"""The board from the tables is the fold of the journal, and the line in SQL is the line of the rules."""

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.office.board import board_of, newest_call
from server.office.lines import before
from server.office.ticket import COLUMNS, row_of, ticket_of
from server.rules.errors import Refusal
from server.rules.hall import line
from server.rules.hall.board import RECENT_CALLS, Board, fold
from server.store import tables
from server.store.opening import open_store
from server.store.remote_tables import remote_tickets
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import Reading
from tests.server.conftest import CITY, COUNTER_VERBS, MORNING, Office, city_with
from tests.tries import tries

COUNTERS = ("hall-1", "hall-2", "hall-3")
SERVICES = (("social",), ("idcard",), ("school",), ("social", "school"), ("idcard", "social", "school"))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(SERVICES), st.sampled_from(("normal", "appointment", "priority"))),
        st.tuples(st.sampled_from(sorted(COUNTER_VERBS)), st.sampled_from(COUNTERS), st.none()),
        st.tuples(st.just("call_next"), st.sampled_from(COUNTERS), st.none()),
        st.tuples(st.just("cancel"), st.integers(0, 20), st.none()),
        st.tuples(st.just("later"), st.one_of(st.integers(0, 900), st.just(24 * 3600)), st.none()),
    ),
    max_size=60,
)


def ahead_of(reading: Reading, ticket: str) -> int:
    return before(reading, ticket_of(reading, ticket))


def play(office: Office, moves: list[tuple[Any, ...]]) -> list[str]:
    """Do what is allowed of `moves`; return the tickets issued."""
    issued: list[str] = []
    for verb, what, priority in moves:
        try:
            if verb == "take":
                issued.append(office.take(*what, priority=priority).id)
            elif verb == "cancel" and issued:
                office.cancel(issued[what % len(issued)])
            elif verb == "later":
                office.now += what * 1000
            elif verb in COUNTER_VERBS:
                office.at(what, verb)
        except Refusal:
            continue
    return issued


def essence(board: Board) -> Board:
    """Return what the two ways to a board must agree on: an unopened counter is as a closed one."""
    return msgspec.structs.replace(
        board,
        counters={counter: state for counter, state in board.counters.items() if state != "closed"},
    )


def folded(office: Office) -> Board:
    board = Board(office.center, 0, epoch=MORNING)
    while facts := office.journal(board.seq):
        for fact in facts:
            board = fold(board, fact)
    return board


def check(office: Office, issued: list[str]) -> None:
    board = office.store.read(lambda reading: board_of(reading, office.center))
    assert essence(board) == essence(folded(office))
    newest = office.store.read(lambda reading: newest_call(reading, office.center))
    assert newest == next(iter(board.calls), None)
    tickets = [
        row_of(row)
        for row in office.store.read(lambda reading: reading.rows(select(*COLUMNS)))
        if row[COLUMNS.index(tables.tickets.c.center)] == office.center
    ]
    assert len(tickets) == len(issued)
    waiting = [ticket for ticket in tickets if ticket.state == "waiting"]
    for ticket in waiting:
        expected = line.ahead(ticket, waiting)
        assert office.store.read(partial(ahead_of, ticket=ticket.id)) == expected
    counted = office.store.read(lambda reading: reading.pairs(select(tables.lines.c.service, tables.lines.c.waiting)))
    for service in ("social", "idcard", "school"):
        assert counted.get(service, 0) == sum(ticket.service == service for ticket in waiting)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return one SQLite store for all examples: every example clears it, which is quicker than a new file."""
    data: Path = tmp_path_factory.mktemp("board")
    store = open_store(data, create=True)
    seed(store, city_with(miss_after_seconds=0, miss_after_calls=1), MORNING)
    yield store
    store.close()


def clear(store: Store) -> None:
    def work(uow):
        for table in (remote_tickets, tables.intervals, tables.tickets, tables.journal, tables.lines, tables.numbers):
            uow.run(table.delete())
        uow.run(tables.centers.update().values(seq=0, told_at=0, day=None, day_seq=0))
        uow.run(tables.counters.update().values(state="closed", undo=None, undo_until=None))

    store.write("", work)


@given(moves=MOVES)
@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_day_gives_the_same_board_both_ways(fresh: Store, moves: list[tuple[Any, ...]]) -> None:
    clear(fresh)
    office = Office(fresh)
    check(office, play(office, moves))


def test_a_long_day_gives_the_same_board_on_both_databases(office: Office) -> None:
    """More calls than the board keeps, some cancelled after they pushed others out."""
    moves: list[tuple[Any, ...]] = [("open", counter, None) for counter in COUNTERS]
    for turn in range(20):
        moves += [("take", SERVICES[turn % 5], ("normal", "priority", "appointment")[turn % 3]), ("later", 20, None)]
    for turn, counter in zip(range(45), itertools.cycle(COUNTERS), strict=False):
        ends = ("finish",) if turn % 3 else ("recall", "miss")
        moves += [("call_next", counter, None), ("later", 40, None)]
        moves += [("start", counter, None)] if turn % 3 else []
        moves += [(end, counter, None) for end in ends]
    moves += [("cancel", turn, None) for turn in range(0, 20, 3)]
    check(office, play(office, moves))
    assert len(office.store.read(lambda reading: board_of(reading, "hall")).calls) >= 5


def test_people_are_called_in_the_order_of_the_rules(office: Office) -> None:
    """Whoever `line.next_of` names is whom the SQL calls, at every call."""
    for turn in range(30):
        office.now += (turn * 7919 % 400) * 1000
        office.take(*SERVICES[turn % 5], priority=("normal", "priority", "appointment")[turn * 5 % 3])
    serves = {counter.id: counter.services for counter in CITY.centers[0].counters}
    for counter in COUNTERS:
        office.at(counter, "open")
    called = 0
    for counter in itertools.islice(itertools.cycle(COUNTERS), 60):
        rows = office.store.read(lambda reading: reading.rows(select(*COLUMNS)))
        waiting = [ticket for ticket in map(row_of, rows) if ticket.state == "waiting"]
        expected = line.next_of(waiting, serves[counter])
        if expected is None:
            with pytest.raises(Refusal, match="Nobody is waiting"):
                office.at(counter, "call_next")
            continue
        answer = office.at(counter, "call_next").ticket
        assert answer is not None
        assert answer.id == expected.id
        called += 1
        office.at(counter, "start")
        office.at(counter, "finish")
    assert called > 30


def test_only_as_many_facts_about_calls_are_read_as_it_takes(embedded: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long day the newest 64 say which twelve were called last, whatever else was told meanwhile."""
    for counter in ("hall-1", "hall-2"):
        embedded.at(counter, "open")
    for _ in range(24):
        embedded.take()
        for verb in ("call_next", "start", "finish"):
            embedded.at("hall-1", verb)
    folded: list[str] = []

    def noting(board: Board, fact: Any) -> Board:
        folded.append(fact.kind)
        return fold(board, fact)

    monkeypatch.setattr("server.office.board.fold", noting)
    board = embedded.store.read(lambda reading: board_of(reading, "hall"))
    assert [call.ticket.number for call in board.calls] == [f"D{number:03}" for number in range(24, 12, -1)]
    assert len(folded) == 64
    assert set(folded) == {"ticket.called", "ticket.started", "ticket.finished"}


def test_a_board_tells_of_its_own_center_alone(office: Office) -> None:
    village = Office(office.store, "village", office.now)
    for _ in range(2):
        village.take("social")
    village.at("village-1", "open")
    village.at("village-1", "call_next")
    office.take("idcard")
    here, there = (office.store.read(partial(board_of, center=center)) for center in ("hall", "village"))
    assert (here.calls, here.waiting) == ((), {"idcard": 1})
    assert ([call.counter.id for call in there.calls], there.waiting) == (["village-1"], {"social": 1})
    assert set(there.counters) == {"village-1"}


def test_a_board_reads_no_further_back_than_its_calls_reach(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of facts that fills the list of calls is enough, whatever lies before it."""
    monkeypatch.setattr("server.office.board.PAGE", 2 * RECENT_CALLS)
    office.at("hall-1", "open")
    for _ in range(3 * RECENT_CALLS):
        office.take("social")
        office.serve("hall-1", until="finish")
    pages: list[int] = []

    def counted(reading: Reading) -> Board:
        rows = reading.rows

        def counting(*asked: Any, **values: Any) -> Any:
            if "most" in values:
                pages.append(values["most"])
            return rows(*asked, **values)

        monkeypatch.setattr(reading, "rows", counting)
        return board_of(reading, "hall")

    board = office.store.read(counted)
    assert len(board.calls) == RECENT_CALLS
    assert pages == [2 * RECENT_CALLS, 8 * RECENT_CALLS]
