"""Taking the last press back: tickets, lines, intervals and boards stand as if it had never been."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.office.board import board_of
from server.office.call_next import call_next
from server.office.requests import CounterCommand
from server.office.undo import undo
from server.rules.errors import Refusal
from server.rules.hall.fact import Place
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.wire.messages import milliseconds
from tests.server.conftest import MORNING, Office, city_with, refused
from tests.server.office.test_board import COUNTERS, MOVES, SERVICES, clear, essence, folded, play
from tests.server.office.test_bound import choosing_city
from tests.tries import tries

SECONDS = 30
_t, _i, _l = tables.tickets.c, tables.intervals.c, tables.lines.c


def standing(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that a move of a ticket changes; an empty line is as none."""
    asked = {
        "tickets": select(*tables.tickets.c).order_by(_t.id),
        "intervals": select(*tables.intervals.c).order_by(_i.ticket, _i.seq),
        "lines": select(*tables.lines.c).where(_l.waiting > 0).order_by(_l.center, _l.service),
    }
    return office.store.read(
        lambda reading: {name: [tuple(row) for row in reading.rows(query)] for name, query in asked.items()}
    )


def at_work(office: Office) -> None:
    """Open the counters and let five people come, the first for two matters."""
    for counter in COUNTERS:
        office.at(counter, "open")
    office.take("social", "school")
    for _ in range(3):
        office.take()
    office.take("idcard")


def called(office: Office) -> None:
    office.at("hall-1", "call_next")


def served(office: Office) -> None:
    office.serve("hall-1")


def missing(office: Office) -> None:
    office.at("hall-1", "call_next")
    office.at("hall-1", "recall")
    office.now += 60_000


def last_matter(office: Office) -> None:
    office.serve("hall-1", until="finish")
    office.serve("hall-1")


def held(office: Office) -> None:
    office.serve("hall-2")
    office.at("hall-2", "hold")


def resume(office: Office) -> None:
    held_now = office.journal()[-1].ticket
    assert held_now is not None
    office.about("hall-1", "resume", held_now.id)


PRESSES: dict[str, tuple[Callable[[Office], None], Callable[[Office], object], list[str]]] = {
    "call": (lambda _: None, lambda office: office.at("hall-1", "call_next"), ["ticket.called"]),
    "start": (called, lambda office: office.at("hall-1", "start"), ["ticket.started"]),
    "miss": (missing, lambda office: office.at("hall-1", "miss"), ["ticket.missed"]),
    "hold": (served, lambda office: office.at("hall-1", "hold"), ["ticket.held"]),
    "resume": (held, resume, ["ticket.resumed"]),
    "transfer of a called one": (called, lambda office: office.transfer("hall-1", "school"), ["ticket.transferred"]),
    "transfer there and back": (
        served,
        lambda office: office.transfer("hall-1", "school", back=True),
        ["ticket.transferred"],
    ),
    "finish": (last_matter, lambda office: office.at("hall-1", "finish"), ["ticket.finished"]),
    "finish one of two matters": (served, lambda office: office.at("hall-1", "finish"), ["ticket.finished"]),
    "finish and call": (
        last_matter,
        lambda office: office.at("hall-1", "finish_and_call"),
        ["ticket.called", "ticket.finished"],
    ),
    "finish one of two matters and call": (
        served,
        lambda office: office.at("hall-1", "finish_and_call"),
        ["ticket.called", "ticket.finished"],
    ),
}
"""What was before, what is pressed, and what the facts that take it back name, in their order."""


@pytest.mark.parametrize("press", PRESSES)
def test_everything_stands_as_before_the_press(office: Office, press: str) -> None:
    prepare, act, undone = PRESSES[press]
    at_work(office)
    prepare(office)
    before, seq = standing(office), office.journal()[-1].seq
    act(office)
    assert standing(office) != before
    moves = office.journal(seq)
    answer = office.at("hall-1", "undo")
    assert standing(office) == before
    assert answer.undo is None
    back = office.journal(moves[-1].seq)
    assert [(fact.kind, fact.undone) for fact in back] == [("ticket.undone", kind) for kind in undone]
    assert [(fact.came_from, fact.went_to) for fact in back] == [
        (fact.went_to, fact.came_from) for fact in reversed(moves)
    ]
    assert {fact.counter.id for fact in back if fact.counter} == {"hall-1"}
    assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))
    refused("undo_nothing", office.at, "hall-1", "undo")
    # The same press can be made again, and whoever comes next is the same person.
    act(office)
    assert [fact.kind for fact in office.journal(back[-1].seq)] == [fact.kind for fact in moves]


HAND = ("call_next", "start", "hold", "finish", "finish_and_call", "miss")


def test_every_press_of_a_long_day_can_be_taken_back_and_made_again(store: Store) -> None:
    """On each database, whatever else goes on: a hall in which every press is a mistake at first."""
    office = choosing(store)
    chance = random.Random(1)
    undone = 0
    for turn in range(150):
        if turn % 3 == 0:
            office.take(*chance.choice(SERVICES))
        counter, other = chance.sample(COUNTERS, 2)
        presses: list[Callable[[], object]] = [
            *(partial(office.at, counter, verb) for verb in HAND),
            partial(office.transfer, counter, "school", back=chance.random() < 0.5),
            partial(office.transfer, counter, None, to=other),
            partial(office.serve_at_once, counter, "social"),
        ]
        press = chance.choice(presses)
        before, seq = standing(office), office.journal()[-1].seq
        try:
            press()
        except Refusal:
            continue
        made = [fact.ticket for fact in office.journal(seq) if fact.kind == "ticket.issued"]
        office.at(counter, "undo")
        undone += 1
        if not made:
            assert standing(office) == before
        assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))
        press()
    assert undone > 40
    assert {fact.undone for fact in office.journal() if fact.undone} >= {
        f"ticket.{done}" for done in ("called", "started", "missed", "held", "finished", "transferred")
    }


@given(moves=MOVES, counter=st.sampled_from(COUNTERS), press=st.sampled_from(HAND))
@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_day_any_press_can_be_taken_back(
    eager: Store, moves: list[tuple[Any, ...]], counter: str, press: str
) -> None:
    clear(eager)
    office = Office(eager)
    play(office, moves)
    before = standing(office)
    try:
        office.at(counter, press)
    except Refusal:
        assert standing(office) == before
        return
    office.at(counter, "undo")
    assert standing(office) == before
    assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))


@pytest.fixture(scope="module")
def eager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return one SQLite store for all examples, in which anybody may be missed at once."""
    store = open_store(tmp_path_factory.mktemp("undo"), create=True)
    seed(store, city_with(miss_after_seconds=0, miss_after_calls=1), MORNING)
    yield store
    store.close()


def test_the_first_wait_of_a_wrong_call_goes_on_from_where_it_began(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    began = office.now
    office.at("hall-2", "call_next")
    office.now += 20_000
    office.at("hall-2", "undo")
    office.now += 60_000
    office.at("hall-2", "call_next")
    rows = office.store.read(
        lambda reading: reading.rows(select(_i.state, _i.began_at, _i.ended_at).where(_i.ticket == ticket.id))
    )
    assert sorted(tuple(row) for row in rows) == [("called", office.now, None), ("waiting", began, office.now)]


def test_service_that_was_ended_too_early_counts_as_one(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    began = office.now
    office.at("hall-2", "finish")
    office.at("hall-2", "undo")
    office.now += 120_000
    office.at("hall-2", "finish")
    serving = select(_i.began_at, _i.ended_at).where(_i.ticket == ticket.id, _i.state == "serving")
    assert [tuple(row) for row in office.store.read(lambda reading: reading.rows(serving))] == [(began, office.now)]


def test_a_call_that_was_repeated_goes_back_with_its_repetition(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    before = standing(office)
    office.at("hall-2", "call_next")
    office.at("hall-2", "recall")
    office.at("hall-2", "undo")
    assert standing(office) == before


def test_until_the_last_moment_and_not_later(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    answer = office.at("hall-2", "call_next")
    pressed = office.now
    assert answer.undo is not None
    assert [(move.verb, move.number) for move in answer.undo.moves] == [("call_next", "D001")]
    assert milliseconds(answer.undo.until) == pressed + SECONDS * 1000
    before = standing(office), office.journal()
    office.now = pressed + SECONDS * 1000 - 1000
    late = refused("undo_late", office.at, "hall-2", "undo")
    assert late.values == {"seconds": SECONDS}
    assert (standing(office), office.journal()) == before
    office.now = pressed + SECONDS * 1000 - 1001
    office.at("hall-2", "undo")
    assert office.journal()[-1].kind == "ticket.undone"


def test_only_the_very_last_press_and_only_once(office: Office) -> None:
    office.at("hall-2", "open")
    first, second = office.take(), office.take()
    office.serve("hall-2", until="finish")
    office.at("hall-2", "call_next")
    assert office.at("hall-2", "undo").ticket is None
    refused("undo_nothing", office.at, "hall-2", "undo")
    states = {row[_index("id")]: row[_index("state")] for row in standing(office)["tickets"]}
    assert states == {first.id: "finished", second.id: "waiting"}


def _index(name: str) -> int:
    return [column.name for column in tables.tickets.c].index(name)


def test_a_counter_that_has_pressed_nothing_says_so(office: Office) -> None:
    office.take()
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    office.at("hall-1", "call_next")
    nothing = refused("undo_nothing", office.at, "hall-2", "undo")
    assert str(nothing.values["counter"]) == "Counter 2"


@pytest.mark.parametrize("who", ["its holder", "another counter", "a counter that brings it back"])
def test_whoever_acted_since_is_not_overruled(office: Office, who: str) -> None:
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    ticket = office.take()
    office.serve("hall-2")
    if who == "its holder":
        office.at("hall-2", "hold")
        office.cancel(ticket.id)
    elif who == "another counter":
        office.at("hall-2", "hold")
        office.about("hall-1", "resume", ticket.id)
    else:
        office.at("hall-2", "finish")
        office.about("hall-1", "back_in_line", ticket.id)
    before = standing(office), office.journal()
    state = {"its holder": "cancelled", "another counter": "in service"}.get(who, "waiting")
    overtaken = refused("undo_overtaken", office.at, "hall-2", "undo")
    assert (overtaken.values["number"], str(overtaken.values["state"])) == (ticket.number, state)
    assert (standing(office), office.journal()) == before


def test_who_went_away_and_stands_there_again_was_moved_all_the_same(office: Office) -> None:
    """The state alone says nothing: the ticket is missed again, but by somebody else."""
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    ticket = office.take()
    missing(office)
    office.at("hall-1", "miss")
    office.about("hall-1", "back_in_line", ticket.id)
    office.miss("hall-2")
    # However long a hall allows it.
    office.write(lambda uow: uow.run(tables.counters.update().values(undo_until=office.now + 60_000)))
    refused("undo_overtaken", office.at, "hall-1", "undo")


def test_one_of_two_that_was_overtaken_keeps_both(office: Office) -> None:
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    office.take("social", "school")
    office.take()
    office.serve("hall-2")
    office.at("hall-2", "finish_and_call")
    office.at("hall-3", "call_next")
    before = standing(office), office.journal()
    overtaken = refused("undo_overtaken", office.at, "hall-2", "undo")
    assert overtaken.values["number"] == "D001"
    assert (standing(office), office.journal()) == before
    # What the other counter did is taken back there, and then the first has its way again.
    office.at("hall-3", "undo")
    office.at("hall-2", "undo")
    assert [fact.undone for fact in office.journal()[-3:]] == ["ticket.called", "ticket.called", "ticket.finished"]


def test_a_closed_counter_takes_nobody_back_into_its_hand(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.serve("hall-2", until="finish")
    office.at("hall-2", "close")
    refused("counter_closed", office.at, "hall-2", "undo")
    office.at("hall-2", "open")
    answer = office.at("hall-2", "undo")
    assert answer.ticket is not None
    assert answer.ticket.state == "serving"


def test_a_paused_counter_takes_back(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.serve("hall-2", until="finish")
    office.at("hall-2", "pause")
    answer = office.at("hall-2", "undo")
    assert answer.ticket is not None
    assert (answer.state, answer.ticket.state) == ("paused", "serving")


def test_midnight_ends_what_can_be_taken_back(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.serve("hall-2")
    office.now = MORNING + 14 * 3_600_000 - 5000
    office.at("hall-2", "finish")
    office.now += 5000
    refused("undo_nothing", office.at, "hall-2", "undo")
    day = office.journal()
    assert day[-1].kind == "ticket.finished", "what is refused changes nothing, not even the day"
    office.at("hall-2", "open")
    refused("undo_nothing", office.at, "hall-2", "undo")


def test_a_hall_may_forbid_it(store: Store) -> None:
    seed(store, city_with(undo_seconds=0), MORNING)
    office = Office(store)
    office.at("hall-2", "open")
    office.take()
    office.at("hall-2", "call_next")
    before = standing(office), office.journal()
    refused("undo_off", office.at, "hall-2", "undo")
    assert (standing(office), office.journal()) == before


def test_a_ticket_in_a_place_says_where_it_stood(office: Office) -> None:
    """Whoever was called by mistake is called next again: nobody who came later stands before them."""
    office.at("hall-2", "open")
    first = office.take()
    office.take()
    office.at("hall-2", "call_next")
    for _ in range(3):
        office.take(priority="appointment")
    office.at("hall-2", "undo")
    back = office.journal()[-1]
    assert (back.came_from, back.went_to) == (Place("called", "social"), Place("waiting", "social"))
    order = []
    for _ in range(5):
        order.append(office.serve("hall-2", until="finish").number)
    assert order.index(first.number) < order.index("D002")


CHOSEN_FROM: dict[str, Callable[[Office, str], object]] = {
    "waiting": lambda office, ticket: None,
    "missed": lambda office, ticket: office.miss("hall-2"),
    "finished": lambda office, ticket: office.serve("hall-2", until="finish"),
    "postponed": lambda office, ticket: office.postpone(ticket),
    "bound": lambda office, ticket: (office.at("hall-2", "call_next"), office.transfer("hall-2", None, to="hall-3")),
}


def choosing(store: Store) -> Office:
    """Return a hall with open counters in which counter 1 may call a chosen number."""
    seed(store, choosing_city(miss_after_seconds=0), MORNING)
    office = Office(store)
    for counter in COUNTERS:
        office.at(counter, "open")
    return office


@pytest.mark.parametrize("state", CHOSEN_FROM)
def test_a_chosen_number_goes_back_to_wherever_it_stood(store: Store, state: str) -> None:
    office = choosing(store)
    ticket = office.take()
    CHOSEN_FROM[state](office, ticket.id)
    before = standing(office)
    office.choose("hall-1", ticket.id)
    office.at("hall-1", "undo")
    assert standing(office) == before
    assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))


def test_nobody_is_bound_to_a_counter_that_closed_meanwhile(store: Store) -> None:
    office = choosing(store)
    ticket = office.take()
    CHOSEN_FROM["bound"](office, ticket.id)
    office.choose("hall-1", ticket.id)
    office.at("hall-3", "close")
    office.at("hall-1", "undo")
    assert office.journal()[-1].went_to == Place("waiting", "social")
    back = office.at("hall-2", "call_next").ticket
    assert back is not None
    assert back.id == ticket.id
    assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))


def test_of_somebody_served_without_a_ticket_nothing_stays_in_line(office: Office) -> None:
    office.at("hall-1", "open")
    office.take()
    served = office.serve_at_once("hall-1", "social").ticket
    assert served is not None
    answer = office.at("hall-1", "undo")
    assert (answer.ticket, answer.waiting) == (None, 1)
    assert office.look(served.id).state == "cancelled"
    told = [(fact.kind, fact.undone) for fact in office.journal() if fact.ticket and fact.ticket.id == served.id]
    assert told[-3:] == [
        ("ticket.undone", "ticket.started"),
        ("ticket.undone", "ticket.called"),
        ("ticket.cancelled", None),
    ]
    assert office.take().number == "D003", "no number comes twice"


@pytest.mark.parametrize("locked", [True, False])
def test_two_presses_at_once_take_one_press_back(office: Office, locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: where what was kept is not forgotten, the second finds the ticket moved and says so."""
    office.at("hall-2", "open")
    office.take()
    office.take()
    office.serve("hall-2", until="finish")
    office.at("hall-2", "call_next")
    if not locked:
        monkeypatch.setattr("server.office.undo.forget", lambda uow, counter: None)
    gate = Barrier(2)

    def press() -> str:
        gate.wait()
        try:
            office.store.write("hall", lambda uow: undo(uow, CounterCommand("hall-2", "clerk"), office.now + 1000))
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        ends = sorted(each.result() for each in [threads.submit(press) for _ in range(2)])
    assert ends == ["done", "undo_nothing" if locked else "undo_overtaken"]
    assert [fact.kind for fact in office.journal()].count("ticket.undone") == 1
    assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))


def test_whoever_calls_and_whoever_takes_back_at_once_never_both_have_the_ticket(office: Office) -> None:
    """A transfer that is taken back races with the counter that calls whom it brought: one of the two is refused."""
    for counter in ("hall-1", "hall-3"):
        office.at(counter, "open")
    for _ in range(10):
        office.take("idcard")
        office.serve("hall-1")
        office.transfer("hall-1", "school")
        gate = Barrier(2)

        def act(counter: str, work: Callable[..., object], gate: Barrier = gate) -> str:
            gate.wait()
            try:
                office.store.write("hall", lambda uow: work(uow, CounterCommand(counter, "clerk"), office.now + 1000))
            except Refusal as refusal:
                return refusal.code
            return "done"

        with ThreadPoolExecutor(2) as threads:
            back = threads.submit(act, "hall-1", undo)
            called = threads.submit(act, "hall-3", call_next)
            ends = (back.result(), called.result())
        assert ends in {("done", "line_empty"), ("undo_overtaken", "done")}
        assert essence(office.store.read(lambda reading: board_of(reading, "hall"))) == essence(folded(office))
        holder = "hall-1" if ends[0] == "done" else "hall-3"
        if holder == "hall-3":
            office.at(holder, "start")
        office.at(holder, "finish")
