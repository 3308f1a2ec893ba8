"""The model of a hall answers as the real office does, one thing after the other, and says no to what it never does."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.office.bookings.booking import BookCommand, book
from server.office.bookings.changing import cancel as cancel_booking
from server.office.bookings.check_in import check_in
from server.office.requests import Actor
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from tests.journeys.linear.checker import Operation, check
from tests.journeys.linear.hall import BOOKED, SERVES, Halls, counter_of, halls, refused, seen, told
from tests.journeys.linear.hall_model import VERBS, Answer, Asked, ByTheJournal, HallModel
from tests.journeys.linear.hall_state import Fact, Rules
from tests.journeys.linear.history import state_in_hand
from tests.journeys.linear.moves import Known, at_a_counter, at_a_kiosk
from tests.server.conftest import MORNING, Office

MOVES = 800
KIOSK = Actor("kiosk")
SMALL = Rules({"1": ("social",), "2": ("social",)}, {"social": "D"})


class Walk:
    """One who does everything in a hall, and the history of it."""

    def __init__(self, office: Office, day: Halls) -> None:
        self.office = office
        self.day = day
        self.known = Known()
        self.history: list[Operation] = []
        self.hands: dict[str, str] = {}

    def do(self, asked: Asked) -> Answer:
        try:
            found = self._ask(asked)
        except Refusal as refusal:
            answer = refused(refusal.code)
        else:
            answer = seen(found, asked.verb)
            self._remember(asked, found)
        self.history.append(Operation(asked, answer, 2 * len(self.history), 2 * len(self.history) + 1))
        return answer

    def _ask(self, asked: Asked) -> Any:
        office, known = self.office, self.known
        ticket = known.tickets.get(asked.ticket, "")
        booking = known.bookings.get(asked.who, "")
        match asked.verb:
            case "take":
                return office.take(*asked.words)
            case "cancel":
                return office.cancel(ticket)
            case "come-back":
                return office.come_back(ticket)
            case "postpone":
                return office.postpone(ticket)
            case "call-chosen":
                return office.choose(asked.who, ticket, "urgent")
            case "serve-at-once":
                return office.serve_at_once(asked.who, *asked.words)
            case "book":
                command = BookCommand(BOOKED, self.day.day, KIOSK, *asked.words)
                return office.write(lambda uow: book(uow, command, office.now))
            case "cancel-booking":
                return office.write(lambda uow: cancel_booking(uow, booking, KIOSK, office.now))
            case "check-in":
                return office.write(lambda uow: check_in(uow, booking, KIOSK, office.now))
            case "transfer":
                service, to, back = asked.words
                return office.transfer(asked.who, service, back=back, to=to)
            case "resume" | "back-in-line":
                return office.about(asked.who, asked.verb, ticket, here=bool(asked.words and asked.words[0]))
        return office.at(asked.who, asked.verb.replace("-", "_"))

    def _remember(self, asked: Asked, answer: Any) -> None:
        if asked.verb == "book":
            self.known.booking(asked.who, answer.id)
            return
        ticket = getattr(answer, "ticket", answer)
        if ticket is not None and hasattr(ticket, "number"):
            self.known.ticket(ticket.number, ticket.id, ticket.state)
        if hasattr(answer, "counter") and hasattr(answer, "waiting"):
            self.hands[asked.who] = state_in_hand(answer)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    """Return somebody in a hall whose counters are open."""
    store = open_store(tmp_path / "data", create=True)
    day = halls(MORNING)
    seed(store, day.city, MORNING)
    office = Office(store, "hall0")
    for place in range(len(SERVES)):
        office.at(counter_of("hall0", place), "open")
    yield Walk(office, day)
    store.close()


@pytest.mark.slow
def test_the_model_answers_as_the_office_does(walk: Walk) -> None:
    model, chance = HallModel(walk.day.rules["hall0"]), random.Random(7)
    begun = len(walk.office.journal())
    hall = model.first
    facts: list[Fact] = []
    clocks = tuple(walk.day.rules["hall0"].slots)
    for turn in range(MOVES):
        # Many within one moment, as in a busy hall: their places decide then.
        walk.office.now -= chance.choice((1000, 1000, 900))
        if chance.random() < 0.75:
            counter = counter_of("hall0", chance.randrange(len(SERVES)))
            asked = at_a_counter(chance, "hall0", counter, walk.hands.get(counter, ""), walk.known)
        else:
            asked = at_a_kiosk(chance, f"booking-{turn}", clocks, walk.known)
        answer = walk.do(asked)
        shown, after, news = model.carry_out(hall, asked, answer)
        assert shown == answer.seen, asked
        hall, facts = after, [*facts, *news]
    assert told(walk.office.journal(begun)) == facts
    assert {op.asked.verb for op in walk.history if op.answer.seen[0] != "refused"} == set(VERBS)
    assert check(walk.history[:200], model)


def one(verb: str, who: str = "", ticket: str = "", *words: Any) -> Asked:
    return Asked(verb, who, ticket, words)


TAKE = one("take", "", "", "social")
ISSUED = ("D001", "waiting", ("social",), 0, None, 0, None, 0)
SECOND = ("D002", "waiting", ("social",), 0, None, 0, None, 1)
CALLED = ("counter", "open", ("D001", "called", ("social",), 0, "1", 1, None, 0), 0, 0, None, (("call_next", "D001"),))
CALLED_TWICE = (
    "counter",
    "open",
    ("D001", "called", ("social",), 0, "2", 1, None, 0),
    0,
    0,
    None,
    (("call_next", "D001"),),
)


def history(*told: tuple[Asked, Answer | None, int, int | None]) -> list[Operation]:
    return [
        Operation(asked, answer, called) if returned is None else Operation(asked, answer, called, returned)
        for asked, answer, called, returned in told
    ]


def test_two_numbers_alike_are_no_history():
    twice = history((TAKE, Answer(ISSUED, 5), 0, 9), (TAKE, Answer(ISSUED, 5), 0, 9))
    assert check(twice, HallModel(SMALL)).outcome == "not linearizable"
    after_each_other = history((TAKE, Answer(ISSUED, 5), 0, 9), (TAKE, Answer(SECOND, 5), 0, 9))
    assert check(after_each_other, HallModel(SMALL))


def test_one_person_at_two_counters_is_no_history():
    calls = [(one("call-next", "1"), Answer(CALLED), 10, 19), (one("call-next", "2"), Answer(CALLED_TWICE), 10, 19)]
    assert not check(history((TAKE, Answer(ISSUED, 5), 0, 9), *calls), HallModel(SMALL))
    empty = (one("call-next", "2"), refused("line_empty"), 10, 19)
    assert check(history((TAKE, Answer(ISSUED, 5), 0, 9), calls[0], empty), HallModel(SMALL))


def test_an_issue_is_not_before_one_that_was_over():
    assert not check(history((TAKE, Answer(ISSUED, 5), 0, 1), (TAKE, Answer(SECOND, 4), 2, 3)), HallModel(SMALL))


def test_what_nobody_heard_of_is_where_the_journal_tells_it():
    silent = (TAKE, None, 0, None)
    called = (one("call-next", "1"), Answer(CALLED), 10, 19)
    issued, calling = ("ticket.issued", "D001", "waiting"), ("ticket.called", "D001", "called")
    assert check(history(silent, called), HallModel(SMALL))
    assert check(history(silent, called), ByTheJournal(HallModel(SMALL), [issued, calling]))
    assert not check(history(silent, called), ByTheJournal(HallModel(SMALL), [issued]))
    assert not check(history(silent), ByTheJournal(HallModel(SMALL), [issued, calling]))
    assert check(history(silent), ByTheJournal(HallModel(SMALL), []))
    empty = (one("call-next", "1"), refused("line_empty"), 10, 19)
    assert check(history(silent, empty), ByTheJournal(HallModel(SMALL), [issued]))


def test_the_journal_is_in_the_order_of_what_people_saw():
    second = Answer(SECOND, 5)
    swapped = [("ticket.issued", "D002", "waiting"), ("ticket.issued", "D001", "waiting")]
    both_taken = history((TAKE, Answer(ISSUED, 5), 0, 1), (TAKE, second, 2, 3))
    assert check(both_taken, ByTheJournal(HallModel(SMALL), swapped[::-1]))
    assert not check(both_taken, ByTheJournal(HallModel(SMALL), swapped))
