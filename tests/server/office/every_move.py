"""The machine of every move: a hall, its clerks, citizens and administrators, who press whatever there is to press."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import text

from server.office.access.tries import Tries
from server.office.bookings.booking import BookCommand, book, book_held
from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in_by_digits, walk_in
from server.office.bookings.due import settle_due
from server.office.bound import hand_over_due
from server.office.by_number import ticket_by_number
from server.office.day import begin_day
from server.office.postponing import bring_back_due
from server.office.remote.due import expire_due
from server.office.requests import Actor
from server.office.settings.change import Change, put_settings
from server.rules.errors import Refusal
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Fact
from server.store import elastic_tables, return_tables, room_tables, tables
from server.store.booking_tables import booking_slots, bookings
from server.store.lines_called import write_lines
from server.store.settings import newest_revision
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading, UnitOfWork
from tests.server.conftest import COUNTER_VERBS, MORNING, Office
from tests.server.office.busy_hall import CLOCKS, EDITS, MORE_EDITS, PEOPLE, decided
from tests.server.office.how_it_stands import Place, Press, Standing, Step, Typed, moved, standing
from tests.server.office.invariants import broken
from tests.server.office.test_board import COUNTERS, SERVICES, clear
from tests.server.settings_of import HALL

TAKEN_BACK = frozenset(
    {"call_next", "start", "hold", "resume", "transfer", "finish", "finish_and_call", "miss"}
    | {"choose", "serve_at_once", "reroute", "lack_paper", "take_priority"}
)
HANDED_OVER = ("counter_paused", "counter_closed", "counter_changed")
"""Who waits for a counter that goes away goes on waiting: nobody has moved them."""
PHONES = (None, "13800138000", "13900139000")
_VERSION = text("PRAGMA data_version")
HOLDER, KIOSK = Actor("holder"), Actor("kiosk")
GOES_ON = {
    "waiting": ("postpone", "postpone", "undo", "choose"),
    "postponed": ("come_back", "come_back", "rejoin", "undo"),
    "called": ("start", "miss", "undo", "transfer"),
    "serving": ("finish", "hold", "undo", "transfer"),
    "held": ("resume", "rejoin", "undo", "cancel"),
    "missed": ("come_back", "rejoin", "undo", "choose"),
    "finished": ("undo", "rejoin", "choose", "undo"),
}
"""What may be done next to whom somebody has just moved."""
FORGOTTEN = (
    *(bookings, booking_slots, return_tables.return_rights, elastic_tables.elastic, elastic_tables.alarms),
    *(room_tables.quota_counts, room_tables.person_tickets),
)
counters, tickets = st.sampled_from(COUNTERS), st.integers(0, 30)


class EveryMove(RuleBasedStateMachine):
    """The real office of one hall, and a model that follows where everybody is by the facts alone."""

    store: Store
    changed: ClassVar[bool] = False
    """Whether the hall has decided anything else than at first."""
    moves: ClassVar[int] = 0
    """How many moves were done in all."""

    def __init__(self) -> None:
        super().__init__()
        self.store.write("", forget)
        clear(self.store)
        self.office = Office(self.store)
        self.where: dict[str, Place] = {}
        self.movers: dict[str, list[int]] = {}
        self.pressed: dict[str, Press] = {}
        self.board = Board("hall", 0, epoch=MORNING)
        self.last: str | None = None
        self.digits: dict[str, str] = {}
        self.tries, self.wrong = Tries("slip_digits_tries"), dict[str, list[int]]()
        self.typed: Typed | None = None
        self.refused: str | None = None
        self.document = decided(())
        self._as_at_first()
        for counter in COUNTERS:
            self.office.at(counter, "open")
        for services in SERVICES:
            ticket = self.office.take(*services)
            self.digits[ticket.number] = ticket.digits or ""
        self.version = 0
        self.stood = self._standing()
        begun = tuple(self.office.journal())
        self.where = moved({}, begun)
        for fact in begun:
            self.board = fold(self.board, fact)

    def _as_at_first(self) -> None:
        """Put what the hall decides at first in force again, if the day before this one changed it."""
        if type(self).changed:
            self._put(self.document)
            clear(self.store)
        type(self).changed = False

    def _put(self, document: dict[str, Any]) -> None:
        newest = self.store.read(lambda reading: newest_revision(reading, HALL))
        self.office.now += 1000
        change = Change(HALL, document, newest, "boss")
        self.store.write(CITY, lambda uow: put_settings(uow, change, self.office.now))

    def _standing(self) -> Standing:
        """Return how all stands: the very same where nothing was written since (SQLite alone can tell)."""

        def look(reading: Reading) -> Standing:
            version, self.version = self.version, int(reading.value(_VERSION))
            return self.stood if version == self.version else standing(reading, "hall")

        return self.store.read(look)

    def do(self, verb: str, counter: str | None, move: Callable[[], object], **asked: Any) -> object:
        """Do `move` and look whether all that must hold does; return what it answered.

        `asked` is what invariants need to know of it.
        """
        type(self).moves += 1
        refused, answer = None, None
        try:
            answer = move()
        except Refusal as refusal:
            refused = refusal.code
        after = self._standing()
        facts = tuple(self.office.journal(self.stood.seq)) if after.seq > self.stood.seq else ()
        was, self.where = self.where, moved(self.where, facts)
        for fact in facts:
            self.board = fold(self.board, fact)
        step = Step(
            *(verb, counter, refused, self.stood, after, facts, was, self.where, self.board),
            pressed=self.pressed,
            movers={ticket: seqs[-1] for ticket, seqs in self.movers.items() if seqs},
            document=self.document,
            clock=self.office.now,
            answer=answer,
            typed=self.typed,
            asked=asked,
        )
        wrong = broken(step)
        assert not wrong, (wrong, verb, counter, refused)
        for fact in facts:
            if fact.ticket is None:
                continue
            if fact.kind == "ticket.undone":
                self.movers[fact.ticket.id].pop()
            elif _moves(fact) and fact.reason not in HANDED_OVER:
                self.movers.setdefault(fact.ticket.id, []).append(fact.seq)
            self.last = fact.ticket.id
        if counter is not None and verb in TAKEN_BACK and any(map(_moves, facts)):
            self.pressed[counter] = Press(self.stood, facts[-1].at, facts, verb)
        if counter is not None and verb == "undo" and refused is None:
            del self.pressed[counter]
        if any(fact.kind == "day.closed" for fact in facts):
            # Numbers begin anew, and what was typed of the old ones is forgotten with them.
            self.digits, self.wrong = {}, {}
        self.stood, self.typed, self.refused = after, None, refused
        return answer

    def write(self, verb: str, work: Callable[[UnitOfWork], object], **asked: Any) -> object:
        return self.do(verb, None, lambda: self.office.write(work), **asked)

    def some(self, which: int) -> str:
        """Return a ticket; every other time the one that somebody has just moved."""
        if which % 2 and self.last is not None:
            return self.last
        return list(self.where)[which // 2 % len(self.where)]

    @rule(services=st.sampled_from(SERVICES), priority=st.sampled_from(("normal", "appointment", "priority")))
    def take(self, services: tuple[str, ...], priority: str) -> None:
        given = partial(self.office.take, *services, priority=priority)
        ticket = self.do("take", None, given, services=services, cases=1)
        self.digits[getattr(ticket, "number", "")] = getattr(ticket, "digits", "")

    @rule(counter=counters, verb=st.sampled_from(sorted({*COUNTER_VERBS} - {"close", "pause", "leave"})))
    def press(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, verb=st.sampled_from(("call_next", "start", "finish", "open", "undo")))
    def press_again(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, verb=st.sampled_from(("close", "pause", "leave")))
    def leave(self, counter: str, verb: str) -> None:
        self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(counter=counters, who=st.sampled_from(PEOPLE), take_over=st.booleans())
    def sit(self, counter: str, who: str, take_over: bool) -> None:
        self.do("sit", counter, partial(self.office.sit, counter, who, take_over=take_over))

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

    @rule(counter=counters, onward=st.lists(st.sampled_from(("social", "idcard", "school")), max_size=3))
    def reroute(self, counter: str, onward: list[str]) -> None:
        self.do("reroute", counter, partial(self.office.reroute, counter, *onward))

    @rule(services=st.sampled_from(SERVICES))
    def take_elsewhere(self, services: tuple[str, ...]) -> None:
        self.do("take_remote", None, partial(self.office.take_remote, *services), services=services)

    @rule(which=tickets)
    def arrive(self, which: int) -> None:
        self.do("check_in", None, partial(self.office.check_in, self.some(which)))

    @rule(which=tickets, step=st.integers(0, 3))
    def drop_step(self, which: int, step: int) -> None:
        self.do("drop_step", None, partial(self.office.drop_step, self.some(which), step))

    @rule(verb=st.sampled_from(("cancel", "postpone", "come_back")), which=tickets)
    def at_the_holders_word(self, verb: str, which: int) -> None:
        self.do(verb, None, partial(getattr(self.office, verb), self.some(which)))

    @rule(pick=st.integers(0, 11), to=counters)
    def the_same_one(self, pick: int, to: str) -> None:
        """Do something with whom somebody has just moved, where there is something to do."""
        row = self.stood.tickets[self.last or next(iter(self.where))]
        verbs = GOES_ON.get(row.state, ("undo",))
        if row.bound is not None:
            verbs = ("call_next", *verbs)
        verb, here = verbs[pick % len(verbs)], row.in_hand or row.bound or "hall-1"
        if verb in ("postpone", "come_back", "cancel"):
            self.do(verb, None, partial(getattr(self.office, verb), row.id))
        elif verb in ("resume", "rejoin"):
            self.do(verb, to, partial(self.office.about, to, verb, row.id, here=bool(pick % 3)))
        elif verb == "choose":
            self.do(verb, "hall-1", partial(self.office.choose, "hall-1", row.id))
        elif verb == "transfer":
            self.do(verb, here, partial(self.office.transfer, here, None, to=to, note="paper is missing"))
        elif verb == "undo":
            mine = [counter for counter, press in self.pressed.items() if _about(row.id, press.facts)]
            if mine:
                here = mine[pick // 4 % len(mine)]
                self.do(verb, here, partial(self.office.at, here, verb))
        else:
            self.do(verb, here, partial(self.office.at, here, verb))

    @rule(to=counters)
    def sent_on_and_away(self, to: str) -> None:
        """Send on whom somebody has in hand; their holder goes away and comes back; only then it is taken back."""
        here = next((row.in_hand for row in self.stood.tickets.values() if row.in_hand not in (None, to)), None)
        if here is None:
            return
        (row,) = (row for row in self.stood.tickets.values() if row.in_hand == here)
        self.do("transfer", here, partial(self.office.transfer, here, None, to=to))
        for verb in ("postpone", "come_back"):
            self.do(verb, None, partial(getattr(self.office, verb), row.id))
        self.do("undo", here, partial(self.office.at, here, "undo"))

    @rule(which=tickets, right=st.booleans(), many=st.sampled_from((1, 1, 1, 4)))
    def type_a_number(self, which: int, right: bool, many: int) -> None:
        """Type a number at the kiosk, and the digits of its slip or others."""
        number = self.stood.tickets[self.some(which)].label
        digits = self.digits.get(number, "") if right else "12"
        for _ in range(many):
            now = self.office.now
            late = [at for at in self.wrong.get(number, ()) if at > now - 10 * 60_000]
            self.typed = Typed(number, digits, len(late))
            asked = partial(ticket_by_number, center="hall", number=number, digits=digits, tries=self.tries, now=now)
            self.do("by_number", None, partial(self.store.read, asked))
            if self.refused == "slip_digits_wrong":
                self.wrong[number] = [*late, now]

    @rule(
        clock=st.sampled_from((*CLOCKS, None)),
        tomorrow=st.booleans(),
        hold=st.booleans(),
        phone=st.sampled_from(PHONES),
    )
    def book(self, clock: str | None, tomorrow: bool, hold: bool, phone: str | None) -> None:
        command = BookCommand("social", self._day(tomorrow), HOLDER, clock, hold and clock is not None, phone)
        self.write("book", lambda uow: book(uow, command, self.office.now))

    def _day(self, tomorrow: bool) -> str:
        days = date.fromisoformat(self.stood.day or "2025-11-25").toordinal() + tomorrow
        return date.fromordinal(days).isoformat()

    def _booking(self, which: int) -> Any:
        known = list(self.stood.bookings.values())
        return known[-1 - which // 2 % min(3, len(known)) if which % 2 else which % len(known)] if known else None

    @rule(
        which=tickets, verb=st.sampled_from(("book_held", "give_up", "come", "walk_in")), phone=st.sampled_from(PHONES)
    )
    def about_a_booking(self, which: int, verb: str, phone: str | None) -> None:
        row = self._booking(which)
        if row is None:
            return
        works: dict[str, Callable[[UnitOfWork], object]] = {
            "book_held": lambda uow: book_held(uow, row.id, phone, HOLDER, self.office.now),
            "give_up": lambda uow: cancel(uow, row.id, HOLDER, self.office.now),
            "come": lambda uow: check_in_by_digits(uow, row.digits or "", KIOSK, self.office.now),
            "walk_in": lambda uow: walk_in(uow, row.digits or "", KIOSK, self.office.now),
        }
        self.write(verb, works[verb])

    @rule(which=tickets, clock=st.sampled_from(CLOCKS), tomorrow=st.booleans())
    def move_a_booking(self, which: int, clock: str, tomorrow: bool) -> None:
        row, day = self._booking(which), self._day(tomorrow)
        if row is not None:
            self.write("move", lambda uow: move(uow, row.id, day, clock, HOLDER, self.office.now))

    @rule(edits=st.sets(st.sampled_from((*EDITS, *MORE_EDITS)), max_size=4))
    def decide(self, edits: set[str]) -> None:
        before, self.document = self.document, decided(edits)
        type(self).changed = True
        revision = self.stood.revision
        self.do("settings", None, partial(self._decide, before))
        assert (self.stood.revision > revision) == (self.document is not before)

    def _decide(self, before: dict[str, Any]) -> None:
        try:
            self._put(self.document)
        except Refusal:
            self.document = before
            raise

    @rule(counter=counters, of=counters)
    def answer_help(self, counter: str, of: str) -> None:
        self.do("answer_help", counter, partial(self.office.answer_help, counter, of))

    @rule(minutes=st.sampled_from((0, 1, 5, 11, 30, 70, -1, -10)))
    def later(self, minutes: int) -> None:
        """Let time go by, or the clock be set back."""
        self.office.now += minutes * 60_000

    @rule(counter=counters)
    def what_is_due(self, counter: str) -> None:
        """Do what the keepers do by themselves."""
        for verb, work in self.keepers(counter).items():
            at = counter if verb == "hand_over" else None
            self.do(verb, at, partial(self._by_itself, work))

    def _by_itself(self, work: Callable[[UnitOfWork, int], object]) -> object:
        return self.office.write(lambda uow: work(uow, self.office.now))

    def keepers(self, counter: str) -> dict[str, Callable[[UnitOfWork, int], object]]:
        """Return what is done by itself, by its name; `counter` hands over if it pauses too long."""
        return {
            "bring_back": bring_back_due,
            "expire_due": expire_due,
            "due": settle_due,
            "hand_over": lambda uow, now: hand_over_due(uow, counter, now),
        }

    @rule(sure=st.sampled_from((0, 0, 0, 9)))
    def the_day_ends(self, sure: int) -> None:
        if sure == 9:
            self.office.now += 24 * 60 * 60_000
            self.write("day", lambda uow: begin_day(uow, self.office.now))


def _moves(fact: Fact) -> bool:
    """Tell whether a fact moved a ticket, or changed what it is for: not where it only has another class."""
    if fact.ticket is None or fact.kind == "ticket.recalled":
        return False
    return fact.kind != "ticket.regraded" or fact.came_from != fact.went_to


def _about(ticket: str, facts: tuple[Fact, ...]) -> bool:
    return any(fact.ticket is not None and fact.ticket.id == ticket for fact in facts)


def forget(uow: UnitOfWork) -> None:
    """Forget what `clear` leaves: pauses, cries for help, seats, who helps, bookings, rights, what was counted."""
    nobody = {"paused_at": None, "help_at": None, "person": None, "seated_at": None, "helps": None, "helps_by": None}
    uow.run(tables.counters.update().values(nobody))
    write_lines(uow, COUNTERS)
    for table in FORGOTTEN:
        uow.run(table.delete())
