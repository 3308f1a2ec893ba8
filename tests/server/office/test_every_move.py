"""Every move of a hall, in any order, on the real office: what must hold does so after each of them.

A failing run prints its moves and a blob: a test with `@reproduce_failure` keeps it.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from server.office.bound import hand_over_due
from server.office.day import begin_day
from server.office.postponing import bring_back_due
from server.rules.errors import Refusal
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Fact
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import COUNTER_VERBS, MORNING, Office
from tests.server.office.invariants import INVARIANTS, Standing, Step, broken, moved, standing
from tests.server.office.test_board import COUNTERS, SERVICES, clear
from tests.server.office.test_bound import choosing_city
from tests.tries import tries

STEPS = 50
DAYS, MANY_DAYS, FEW_DAYS = 200, 20_000, 40
"""Runs of `STEPS` moves: 10,000 moves each time, 1,000,000 in the long test, 2,000 for a seeded fault."""
SERVES = {counter.id: counter.services for counter in choosing_city().centers[0].counters}
TAKEN_BACK = frozenset(
    {"call_next", "start", "hold", "resume", "transfer", "finish", "finish_and_call", "miss"}
    | {"choose", "serve_at_once"}
)
HANDED_OVER = ("counter_paused", "counter_closed")
"""Who waits for a counter that goes away goes on waiting: nobody has moved them."""
counters, tickets = st.sampled_from(COUNTERS), st.integers(0, 30)


class EveryMove(RuleBasedStateMachine):
    """A hall, its clerks and citizens, who press whatever there is to press."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        clear(self.store)
        self.store.write("", forget_pauses)
        self.office = Office(self.store)
        self.where: dict[str, tuple[str, str, str | None]] = {}
        self.movers: dict[str, list[int]] = {}
        self.pressed: dict[str, tuple[Standing, int, tuple[Fact, ...]]] = {}
        self.board = Board("hall", 0, epoch=MORNING)
        self.stood = self._standing()
        for counter in COUNTERS:
            self.do("open", counter, partial(self.office.at, counter, "open"))
        for services in SERVICES:
            self.do("take", None, partial(self.office.take, *services))

    def _standing(self) -> Standing:
        return self.store.read(partial(standing, center="hall"))

    def do(self, verb: str, counter: str | None, move: Callable[[], object]) -> None:
        """Do `move` and look whether all that must hold does."""
        refused = None
        try:
            move()
        except Refusal as refusal:
            refused = refusal.code
        after = self._standing()
        facts = tuple(self.office.journal(self.stood.seq)) if after.seq > self.stood.seq else ()
        was, self.where = self.where, moved(self.where, facts)
        for fact in facts:
            self.board = fold(self.board, fact)
        step = Step(
            *(verb, counter, refused, self.stood, after, facts, was, self.where, self.board),
            *(self.pressed, {ticket: seqs[-1] for ticket, seqs in self.movers.items() if seqs}, SERVES),
        )
        assert broken(step) == [], (verb, counter, refused)
        for fact in facts:
            if fact.ticket is not None and fact.kind == "ticket.undone":
                self.movers[fact.ticket.id].pop()
            elif fact.ticket is not None and fact.kind != "ticket.recalled" and fact.reason not in HANDED_OVER:
                self.movers.setdefault(fact.ticket.id, []).append(fact.seq)
        if counter is not None and verb in TAKEN_BACK and any(fact.ticket for fact in facts):
            self.pressed[counter] = (self.stood, facts[-1].at, facts)
        self.stood = after

    def some(self, which: int) -> str:
        return list(self.where)[which % len(self.where)]

    @rule(services=st.sampled_from(SERVICES), priority=st.sampled_from(("normal", "appointment", "priority")))
    def take(self, services: tuple[str, ...], priority: str) -> None:
        self.do("take", None, partial(self.office.take, *services, priority=priority))

    @rule(counter=counters, verb=st.sampled_from(sorted({*COUNTER_VERBS} - {"close", "pause"})))
    def press(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, verb=st.sampled_from(("call_next", "start", "finish", "open", "undo")))
    def press_again(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, verb=st.sampled_from(("close", "pause")))
    def leave(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, verb=st.sampled_from(("resume", "rejoin")), which=tickets, here=st.booleans())
    def bring_back(self, counter: str, verb: str, which: int, here: bool) -> None:
        self.do(verb, counter, partial(self.office.about, counter, verb, self.some(which), here=here))

    @rule(counter=counters, which=tickets)
    def choose(self, counter: str, which: int) -> None:
        self.do("choose", counter, partial(self.office.choose, counter, self.some(which)))

    @rule(counter=counters, service=st.sampled_from(("social", "idcard", "school")))
    def serve_at_once(self, counter: str, service: str) -> None:
        self.do("serve_at_once", counter, partial(self.office.serve_at_once, counter, service))

    @rule(
        counter=counters,
        service=st.sampled_from((None, "social", "idcard", "school")),
        to=st.sampled_from((None, *COUNTERS)),
        back=st.booleans(),
        note=st.sampled_from((None, "paper is missing")),
    )
    def transfer(self, counter: str, service: str | None, to: str | None, back: bool, note: str | None) -> None:
        self.do("transfer", counter, partial(self.office.transfer, counter, service, back=back, to=to, note=note))

    @rule(verb=st.sampled_from(("cancel", "postpone", "come_back")), which=tickets)
    def at_the_holders_word(self, verb: str, which: int) -> None:
        self.do(verb, None, partial(getattr(self.office, verb), self.some(which)))

    @rule(counter=counters, of=counters)
    def answer_help(self, counter: str, of: str) -> None:
        self.do("answer_help", counter, partial(self.office.answer_help, counter, of))

    @rule(minutes=st.sampled_from((0, 1, 5, 11, 30, 70)))
    def later(self, minutes: int) -> None:
        self.office.now += minutes * 60_000

    @rule(minutes=st.sampled_from((1, 10)))
    def the_clock_goes_back(self, minutes: int) -> None:
        self.office.now -= minutes * 60_000

    @rule()
    def times_are_over(self) -> None:
        self.do("bring_back", None, lambda: self.office.write(lambda uow: bring_back_due(uow, self.office.now)))

    @rule(counter=counters)
    def a_pause_is_long(self, counter: str) -> None:
        work = partial(self.store.write, "hall", lambda uow: hand_over_due(uow, counter, self.office.now))
        self.do("hand_over", counter, work)

    @rule(sure=st.integers(0, 9))
    def the_day_ends(self, sure: int) -> None:
        if sure == 9:
            self.office.now += 24 * 60 * 60_000
            self.do("day", None, lambda: self.office.write(lambda uow: begin_day(uow, self.office.now)))


def forget_pauses(uow: Any) -> None:
    uow.run(tables.counters.update().values(paused_at=None, help_at=None))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[EveryMove]]:
    """Return the machine over one SQLite store, which every run clears."""
    data: Path = tmp_path_factory.mktemp("moves")
    store = open_store(data, create=True)
    seed(store, choosing_city(), MORNING)
    yield type("EveryMove", (EveryMove,), {"store": store})
    store.close()


def run(machine: type[EveryMove], days: int, **more: Any) -> None:
    checks = list(HealthCheck)
    run_state_machine_as_test(
        machine, settings=settings(max_examples=days, stateful_step_count=STEPS, suppress_health_check=checks, **more)
    )


@pytest.mark.slow
def test_ten_thousand_moves_keep_every_invariant(machine: type[EveryMove]) -> None:
    run(machine, tries(DAYS), print_blob=True)


@pytest.mark.long
def test_a_million_moves_keep_every_invariant(machine: type[EveryMove]) -> None:
    run(machine, MANY_DAYS, print_blob=True)


def walk(hall: EveryMove, chance: random.Random, moves: int) -> None:
    """Do `moves` moves, each kind as often as halls do it."""
    for _ in range(moves):
        which, counter, other = chance.randrange(31), chance.choice(COUNTERS), chance.choice((None, *COUNTERS))
        kind = chance.randrange(20)
        if kind < 2:
            hall.take(chance.choice(SERVICES), "normal")
        elif kind < 9:
            hall.press_again(counter, chance.choice(("call_next", "start", "finish", "open", "undo", "undo")))
        elif kind < 11:
            hall.press(counter, chance.choice(("hold", "miss", "recall", "undo", "call_next", "start")))
        elif kind < 12:
            hall.leave(counter, chance.choice(("close", "close", "pause")))
        elif kind < 14:
            hall.bring_back(counter, chance.choice(("resume", "rejoin")), which, chance.random() < 0.5)
        elif kind < 15:
            hall.choose("hall-1", which)
        elif kind < 17:
            hall.transfer(counter, None, other, chance.random() < 0.5, chance.choice((None, "paper is missing")))
        elif kind < 19:
            hall.at_the_holders_word(chance.choice(("postpone", "postpone", "come_back")), which % 8)
        else:
            hall.later(chance.choice((0, 1)))
    hall.the_day_ends(9)


def test_the_same_few_moves_keep_every_invariant(machine: type[EveryMove]) -> None:
    """The same at every run: what the seeded faults are tried with."""
    for day in range(FEW_DAYS):
        walk(machine(), random.Random(day), STEPS)


def test_there_are_forty_of_them_and_more_and_the_page_names_each() -> None:
    page = (Path(__file__).parents[3] / "docs/proof.md").read_text(encoding="utf-8")
    listed = page.partition("<!-- invariants -->")[2].partition("<!-- end of invariants -->")[0]
    assert [line.removeprefix("- ") for line in listed.split("\n") if line] == list(INVARIANTS)
    assert len(INVARIANTS) >= 40
