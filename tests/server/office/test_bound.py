"""Who is bound to a counter goes first there, is called by no other, and is never left standing."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, select, update

from config.centers import Center, City, LineRules
from server.office import advance as mover
from server.office.board import board_of
from server.office.bound import hand_over_due, paused_for_long
from server.office.lines import before
from server.office.requests import Actor
from server.office.ticket import COLUMNS, TicketRow, row_of, ticket_of
from server.office.views import counter_view, ticket_view
from server.rules.errors import Refusal
from server.rules.hall import line
from server.rules.hall.binding import keeps
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Place
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office, refused
from tests.tries import tries

MINUTE = 60_000
COUNTERS = ("hall-1", "hall-2", "hall-3")


def choosing_city(**rules: Any) -> City:
    """Return the small city with a hall whose first counter may choose numbers."""
    hall: Center = CITY.centers[0]
    first = msgspec.structs.replace(hall.counters[0], chooses=True)
    hall = msgspec.structs.replace(hall, counters=(first, *hall.counters[1:]), rules=LineRules(**rules))
    return msgspec.structs.replace(CITY, centers=(hall, *CITY.centers[1:]))


@pytest.fixture
def hall(office: Office) -> Office:
    """Return the hall with all its counters open."""
    for counter in COUNTERS:
        office.at(counter, "open")
    return office


def bind(hall: Office, to: str = "hall-3", by: str = "hall-2", **more: Any) -> str:
    """Let `by` call the next of its line and send them to the counter `to`; return the ticket."""
    ticket = hall.serve(by)
    hall.transfer(by, None, to=to, **more)
    return ticket.id


def test_a_bound_ticket_stands_in_no_line_and_goes_first_at_its_counter(hall: Office) -> None:
    first = hall.take()
    others = [hall.take("school"), hall.take("school")]
    moved = bind(hall)
    assert moved == first.id
    seen = hall.store.read(lambda reading: ticket_view(reading, moved))
    assert (seen.state, seen.bound, seen.ahead, seen.counters_open, seen.number) == (
        "waiting",
        "hall-3",
        0,
        1,
        first.number,
    )
    assert hall.store.read(lambda reading: board_of(reading, "hall")).waiting == {"school": 2}
    at_desk = hall.store.read(lambda reading: counter_view(reading, "hall-3"))
    assert (at_desk.waiting, at_desk.bound) == (3, 1)
    assert at_desk.next is not None
    assert (at_desk.next.number, at_desk.next.bound, at_desk.next.longest_since) == (
        first.number,
        True,
        first.issued_at,
    )
    for other in ("hall-1", "hall-2"):
        refused("line_empty", hall.at, other, "call_next")
    called = [hall.serve("hall-3", until="finish") for _ in range(3)]
    assert [each.id for each in called] == [first.id, *(each.id for each in others)]
    told = [fact for fact in hall.journal() if fact.kind == "ticket.transferred"]
    assert [(each.came_from, each.went_to, each.counter and each.counter.id) for each in told] == [
        (Place("serving", "social"), Place("waiting", "social", "hall-3"), "hall-2")
    ]
    called_from = [fact.came_from for fact in hall.journal() if fact.kind == "ticket.called"]
    assert called_from[1] == Place("waiting", "social", "hall-3")


def test_two_of_one_counter_go_by_their_age_and_know_who_is_before_them(hall: Office) -> None:
    older, younger = hall.take(), hall.take()
    assert bind(hall) == older.id
    hall.serve("hall-2")
    hall.transfer("hall-2", None, to="hall-3")
    ahead = [hall.store.read(partial(ticket_view, ticket=each.id)).ahead for each in (older, younger)]
    assert ahead == [0, 1]
    assert [hall.serve("hall-3", until="finish").id for _ in range(2)] == [older.id, younger.id]


def test_the_age_is_kept_and_the_wait_goes_on(hall: Office) -> None:
    hall.take()
    row = hall.store.read(lambda reading: row_of(reading.rows(select(*COLUMNS))[0]))
    moved = hall.store.read(partial(ticket_of, ticket=bind(hall)))
    assert (moved.key, moved.ready_at, moved.issued_at, moved.label) == (
        row.key,
        row.ready_at,
        row.issued_at,
        row.label,
    )


def test_it_comes_back_to_the_first_counter(hall: Office) -> None:
    ticket = hall.take("social", "idcard")
    bind(hall, back=True)
    hall.take()
    hall.take()
    there = hall.serve("hall-3", until="finish")
    assert (there.state, there.service, there.bound, there.services) == (
        "waiting",
        "social",
        "hall-2",
        ("social", "social", "idcard"),
    )
    back = hall.serve("hall-2", until="finish")
    assert (back.id, back.service, back.bound) == (ticket.id, "idcard", None)


def test_sent_to_a_service_it_comes_back_to_the_counter_that_sent_it(hall: Office) -> None:
    ticket = hall.take()
    hall.serve("hall-2")
    hall.transfer("hall-2", "school", back=True)
    hall.take()
    assert hall.serve("hall-3", until="finish").bound == "hall-2"
    assert hall.serve("hall-2", until="finish").id == ticket.id


@pytest.mark.parametrize("verb", ["close", "pause"])
def test_who_is_to_return_to_nobody_stands_in_the_line(hall: Office, verb: str) -> None:
    hall.take()
    bind(hall, back=True)
    hall.at("hall-2", verb)
    hall.now += 11 * MINUTE
    there = hall.serve("hall-3", until="finish")
    assert (there.state, there.service, there.bound) == ("waiting", "social", None)


def test_it_may_be_sent_to_a_counter_for_another_matter(hall: Office) -> None:
    ticket = hall.take("social", "school")
    hall.serve("hall-2")
    moved = hall.transfer("hall-2", "school", to="hall-3").ticket
    assert moved is not None
    assert (moved.id, moved.services, moved.service, moved.bound) == (ticket.id, ("school",), "school", "hall-3")


@pytest.mark.parametrize(
    ("code", "service", "to"),
    [
        ("transfer_nowhere", None, None),
        ("counter_unknown", None, "hall-9"),
        ("counter_unknown", None, "village-1"),
        ("transfer_here", None, "hall-2"),
        ("service_unknown", "tax", "hall-3"),
        ("service_unserved", "rare", "hall-3"),
        ("counter_away", None, "hall-1"),
    ],
)
def test_nobody_is_sent_where_nobody_is(hall: Office, code: str, service: str | None, to: str | None) -> None:
    hall.take()
    hall.serve("hall-2")
    hall.at("hall-1", "close")
    told = hall.journal()
    refused(code, hall.transfer, "hall-2", service, to=to)
    assert hall.journal() == told


def test_a_note_is_for_the_clerk_who_has_the_ticket_and_ends_with_it(hall: Office) -> None:
    hall.take()
    moved = bind(hall, note="  照片已收，请查户口本  ")
    assert hall.store.read(lambda reading: counter_view(reading, "hall-2")).note is None
    assert hall.store.read(lambda reading: counter_view(reading, "hall-3")).note is None
    assert hall.at("hall-3", "call_next").note == "照片已收，请查户口本"
    assert hall.at("hall-3", "start").note == "照片已收，请查户口本"
    assert b"\xe7\x85\xa7\xe7\x89\x87" not in msgspec.json.encode(hall.journal())
    assert hall.at("hall-3", "finish").note is None
    assert hall.store.read(partial(ticket_of, ticket=moved)).note is None
    kept = hall.store.read(lambda reading: reading.rows(select(tables.counters.c.undo)))
    assert "照片" not in str(kept)
    assert hall.at("hall-3", "undo").note is None


def test_a_new_note_takes_the_place_of_the_one_before(hall: Office) -> None:
    hall.take()
    bind(hall, note="first")
    hall.serve("hall-3")
    hall.transfer("hall-3", None, to="hall-2", note="   ")
    assert hall.at("hall-2", "call_next").note is None


@pytest.mark.parametrize("state", ["held", "finished"])
def test_come_straight_back_to_me(hall: Office, state: str) -> None:
    mine, other = hall.take(), hall.take()
    hall.serve("hall-2")
    hall.at("hall-2", "hold" if state == "held" else "finish")
    # Whoever asks, it is the counter that it was with.
    hall.about("hall-1", "back_in_line", mine.id, here=True)
    assert hall.store.read(partial(ticket_view, ticket=mine.id)).bound == "hall-2"
    assert [hall.serve("hall-2", until="finish").id for _ in range(2)] == [mine.id, other.id]


def test_whoever_was_missed_overtakes_nobody_by_it(hall: Office) -> None:
    missed = hall.take()
    hall.miss("hall-2")
    refused("ticket_state", hall.about, "hall-2", "back_in_line", missed.id, here=True)
    assert hall.about("hall-2", "back_in_line", missed.id).bound == 0


def test_nobody_waits_for_a_counter_that_has_gone(hall: Office) -> None:
    held = hall.take()
    hall.serve("hall-2")
    hall.at("hall-2", "hold")
    hall.at("hall-2", "close")
    refused("counter_away", hall.about, "hall-1", "back_in_line", held.id, here=True)
    assert hall.about("hall-1", "back_in_line", held.id).waiting == 1


def test_a_counter_that_closes_hands_over_and_says_so(hall: Office) -> None:
    older = hall.take()
    bind(hall)
    younger = hall.take()
    hall.at("hall-3", "close")
    seen = hall.store.read(partial(ticket_view, ticket=older.id))
    assert (seen.bound, seen.ahead) == (None, 0)
    told = hall.journal()[-1]
    assert (told.kind, told.reason, told.came_from, told.went_to) == (
        "ticket.transferred",
        "counter_closed",
        Place("waiting", "social", "hall-3"),
        Place("waiting", "social"),
    )
    assert told.counter is not None
    assert told.counter.id == "hall-3"
    assert hall.store.read(lambda reading: board_of(reading, "hall")).waiting == {"social": 2}
    assert [hall.serve("hall-2", until="finish").id for _ in range(2)] == [older.id, younger.id]


def test_a_short_pause_keeps_them_and_a_long_one_does_not(hall: Office) -> None:
    ticket = hall.take()
    bind(hall)
    hall.at("hall-3", "pause")
    assert hall.store.read(partial(ticket_view, ticket=ticket.id)).counters_open == 0
    paused_at = hall.now
    for at, long in ((10 * MINUTE - 1, []), (10 * MINUTE, [("hall", "hall-3")])):
        hall.now = paused_at + at
        assert hall.store.read(partial(paused_for_long, now=hall.now)) == long
    hall.store.write("hall", partial(hand_over_due, counter="hall-3", now=paused_at + 10 * MINUTE - 1))
    assert hall.kinds()[-1] == "counter.paused"
    hall.store.write("hall", partial(hand_over_due, counter="hall-3", now=hall.now))
    assert (hall.kinds()[-1], hall.journal()[-1].reason) == ("ticket.transferred", "counter_paused")
    assert hall.serve("hall-2").id == ticket.id
    assert hall.store.read(partial(paused_for_long, now=hall.now)) == []


def test_a_counter_that_is_open_again_hands_nobody_over(hall: Office) -> None:
    hall.take()
    bind(hall)
    hall.at("hall-3", "pause")
    hall.now += 11 * MINUTE
    hall.at("hall-3", "open")
    hall.store.write("hall", partial(hand_over_due, counter="hall-3", now=hall.now))
    assert hall.kinds()[-1] == "counter.opened"


def test_where_no_pause_is_allowed_a_pause_hands_over_at_once(store: Store) -> None:
    seed(store, choosing_city(hand_over_minutes=0), MORNING)
    hall = Office(store)
    for counter in COUNTERS:
        hall.at(counter, "open")
    hall.take()
    bind(hall)
    hall.at("hall-3", "pause")
    assert hall.kinds()[-2:] == ["counter.paused", "ticket.transferred"]


def test_a_ticket_in_service_stays_with_its_clerk(hall: Office) -> None:
    hall.take()
    bind(hall)
    mine = hall.serve("hall-3")
    hall.at("hall-3", "pause")
    hall.now += 20 * MINUTE
    assert hall.store.read(partial(paused_for_long, now=hall.now)) == []
    assert hall.store.read(lambda reading: counter_view(reading, "hall-3")).ticket is not None
    assert hall.at("hall-3", "finish").ticket == msgspec.structs.replace(mine, state="finished")


def test_who_gives_the_number_back_leaves_the_counter(hall: Office) -> None:
    hall.take()
    hall.cancel(bind(hall))
    assert hall.store.read(lambda reading: counter_view(reading, "hall-3")).waiting == 0
    refused("line_empty", hall.at, "hall-3", "call_next")


def test_the_day_ends_for_them_too(hall: Office) -> None:
    hall.take()
    ticket = bind(hall, note="x")
    hall.now += 24 * 3_600_000
    hall.at("hall-3", "open")
    gone = hall.store.read(partial(ticket_of, ticket=ticket))
    assert (gone.state, gone.bound, gone.note, gone.return_to) == ("expired", None, None, None)


def test_a_wait_that_is_handed_over_is_one_wait(hall: Office) -> None:
    hall.take()
    ticket = bind(hall)
    hall.at("hall-3", "close")
    i = tables.intervals.c
    rows = hall.store.read(lambda r: r.rows(select(i.state, i.ended_at).where(i.ticket == ticket).order_by(i.seq)))
    assert [row[0] for row in rows] == ["waiting", "called", "serving", "waiting"]
    assert rows[-1][1] is None


def test_the_counter_and_a_chooser_call_one_bound_ticket_and_one_of_them_has_it(store: Store) -> None:
    seed(store, choosing_city(), MORNING)
    hall = Office(store)
    for counter in COUNTERS:
        hall.at(counter, "open")
    with ThreadPoolExecutor(2) as two:
        for _ in range(20):
            hall.take()
            ticket = bind(hall)
            asked = [two.submit(hall.at, "hall-3", "call_next"), two.submit(hall.choose, "hall-1", ticket)]
            won = [each.result() for each in asked if each.exception() is None]
            lost = [each.exception() for each in asked if each.exception() is not None]
            assert [each.ticket and each.ticket.id for each in won] == [ticket]
            assert [each.code for each in lost if isinstance(each, Refusal)] in (["line_empty"], ["ticket_state"])
            hall.at(won[0].counter, "start")
            hall.at(won[0].counter, "finish")
    assert hall.kinds().count("ticket.called") == 40


def test_without_its_condition_the_claim_is_lost(hall: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: two who saw the ticket before both call it."""
    hall.take()
    ticket = hall.store.read(partial(ticket_of, ticket=bind(hall)))

    def both(uow: Any) -> None:
        for counter in ("hall-3", "hall-1"):
            mover.advance(uow, ticket, "call_next", hall.now, Actor(counter), counter=counter, calls=1)

    refused("ticket_state", hall.write, both)
    unconditional = (
        update(tables.tickets)
        .where(tables.tickets.c.id == bindparam("of_ticket"))
        .values({name: bindparam(f"to_{name}") for name in mover._MOVED})
    )
    monkeypatch.setattr(mover, "_MOVE", unconditional)
    hall.write(both)
    assert [fact.went_to for fact in hall.journal()[-2:]] == [Place("called", "social")] * 2


SERVICES = (("social",), ("idcard",), ("school",), ("social", "school"), ("idcard", "social", "school"))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(SERVICES)),
        st.tuples(
            st.sampled_from(("open", "pause", "close", "call_next", "start", "hold", "finish", "miss", "at_once")),
            st.sampled_from(COUNTERS),
        ),
        st.tuples(st.just("call_next"), st.sampled_from(COUNTERS)),
        st.tuples(st.just("start"), st.sampled_from(COUNTERS)),
        st.tuples(
            st.just("transfer"),
            st.sampled_from(COUNTERS),
            st.sampled_from(("school", "social", None)),
            st.sampled_from((*COUNTERS, None)),
            st.booleans(),
        ),
        st.tuples(
            st.sampled_from(("here", "rejoin", "choose", "cancel")), st.sampled_from(COUNTERS), st.integers(0, 9)
        ),
        st.tuples(st.just("later"), st.integers(0, 15)),
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def cleared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return one SQLite store for all examples, each of which begins by clearing it."""
    data: Path = tmp_path_factory.mktemp("bound")
    store = open_store(data, create=True)
    seed(store, choosing_city(miss_after_seconds=0), MORNING)
    yield store
    store.close()


def clear(store: Store) -> None:
    def work(uow: Any) -> None:
        for table in (tables.intervals, tables.tickets, tables.journal, tables.lines, tables.numbers):
            uow.run(table.delete())
        uow.run(tables.centers.update().values(seq=0, told_at=0, day=None, day_seq=0))
        uow.run(tables.counters.update().values(state="closed", paused_at=None))

    store.write("", work)


def move(hall: Office, moved: tuple[Any, ...], issued: list[str]) -> None:
    match moved:
        case ("take", services):
            issued.append(hall.take(*services).id)
        case ("at_once", counter):
            ticket = hall.serve_at_once(counter, "social").ticket
            issued.extend([ticket.id] if ticket else [])
        case ("transfer", counter, service, to, back):
            hall.transfer(counter, service, to=to, back=back)
        case ("later", minutes):
            hall.now += minutes * MINUTE
        case ("choose", counter, which) if issued:
            hall.choose(counter, issued[which % len(issued)])
        case ("cancel", _, which) if issued:
            hall.cancel(issued[which % len(issued)])
        case (("here" | "rejoin") as verb, counter, which) if issued:
            hall.about(counter, "back_in_line", issued[which % len(issued)], here=verb == "here")
        case (verb, counter):
            hall.at(counter, verb)
    # What the keeper does every ten seconds.
    for _, counter in hall.store.read(partial(paused_for_long, now=hall.now)):
        hall.store.write("hall", partial(hand_over_due, counter=counter, now=hall.now))


def nobody_is_stranded(hall: Office) -> None:
    tickets = [row_of(row) for row in hall.store.read(lambda reading: reading.rows(select(*COLUMNS)))]
    waiting = [ticket for ticket in tickets if ticket.state == "waiting"]
    c = tables.counters.c
    counters = {row[0]: row for row in hall.store.read(lambda r: r.rows(select(c.id, c.state, c.paused_at)))}
    for ticket in waiting:
        assert (ticket.line is None) != (ticket.bound is None)
        if ticket.bound is not None:
            _, state, paused_at = counters[ticket.bound]
            assert keeps(state, paused_at, hall.now, LineRules())
    assert not [ticket for ticket in tickets if ticket.state != "waiting" and (ticket.bound or ticket.line)]
    serves = {counter.id: counter.services for counter in CITY.centers[0].counters}
    for counter in COUNTERS:
        bound = [ticket for ticket in waiting if ticket.bound == counter]
        in_lines = [ticket for ticket in waiting if ticket.line in serves[counter]]
        first = min(bound or in_lines, key=line.order, default=None)
        seen = hall.store.read(partial(counter_view, counter=counter))
        assert (seen.waiting, seen.bound) == (len(bound) + len(in_lines), len(bound))
        assert (seen.next and seen.next.number) == (first and first.label)
        for place, ticket in enumerate(sorted(bound, key=line.order)):
            assert hall.store.read(partial(_ahead, ticket=ticket)) == place
    board = Board("hall", 0, epoch=MORNING)
    for fact in hall.journal():
        board = fold(board, fact)
    read = hall.store.read(lambda reading: board_of(reading, "hall"))
    assert (board.waiting, board.calls) == (read.waiting, read.calls)
    in_line = [ticket.service for ticket in waiting if ticket.line]
    assert read.waiting == {service: in_line.count(service) for service in in_line}


def _ahead(reading: Any, ticket: TicketRow) -> int:
    return before(reading, ticket)


@given(moves=MOVES)
@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_move_leaves_anybody_standing(cleared: Store, moves: list[tuple[Any, ...]]) -> None:
    clear(cleared)
    hall, issued = Office(cleared), list[str]()
    opened: list[tuple[Any, ...]] = [("open", counter) for counter in COUNTERS]
    for moved in itertools.chain(opened, moves):
        try:
            move(hall, moved, issued)
        except Refusal:
            continue
    nobody_is_stranded(hall)
