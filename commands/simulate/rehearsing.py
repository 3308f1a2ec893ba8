"""A day through the real office at speed: people come, book, wait, go away and come back, clerks press every key.

Nothing is imitated but people and time: each press is the verb that a console, kiosk or phone asks for, in a store on
disk. What happens follows from one seed.
"""

from collections import Counter as Tally
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final, TypeVar

import msgspec
from sqlalchemy import bindparam, select

from commands.simulate.rehearsed_city import CENTER, booked
from server.office.board import board_of
from server.office.bookings.booking import BookCommand, book
from server.office.bookings.check_in import check_in
from server.office.bookings.due import settle_due
from server.office.bound import hand_over_due, paused_for_long
from server.office.call_chosen import call_chosen
from server.office.call_next import call_next
from server.office.cancel import cancel
from server.office.coming_back import come_back
from server.office.counter import close_counter, miss, open_counter, pause_counter, recall, start
from server.office.day import begin_day
from server.office.finish import finish, finish_and_call
from server.office.helping import answer_help, call_for_help
from server.office.holding import hold, resume
from server.office.postponing import bring_back_due, postpone
from server.office.requests import (
    Actor,
    AtOnceCommand,
    ChosenCommand,
    CounterCommand,
    HelpAnsweredCommand,
    HolderCommand,
    PauseCommand,
    SitDownCommand,
    TakeTicketCommand,
    TicketCommand,
    TransferCommand,
)
from server.office.serve_at_once import serve_at_once
from server.office.sitting import sit_down
from server.office.take_ticket import take_ticket
from server.office.transfer import transfer
from server.office.undo import undo
from server.rules.errors import Refusal
from server.rules.hall.fact import Break
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.day import NO_SHOW_MS, SLOT, WALK, Day, Person
from server.rules.hall.simulate.hall import CLOSES, OPENS
from server.store import tables
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket

T = TypeVar("T")
_BOUND = (
    select(tables.tickets.c.bound)
    .where(tables.tickets.c.center == bindparam("center"), tables.tickets.c.bound.is_not(None))
    .distinct()
)
SECOND: Final = 1000
EVENING: Final = CLOSES + 240 * MINUTE
"""Who still waits then goes home."""
LEAVES: Final = CLOSES + 60 * MINUTE
"""A free counter closes only now: until then somebody who is away, or in service, may still come to it."""
A_DAY: Final = 24 * 60 * MINUTE
SEVERAL, GIVES_UP, PUTS_OFF, RETURNS = 0.15, 0.04, 0.05, 0.6
SENT_ON, SENT_TO, HELD, BY_MISTAKE, ASKS_HELP, CHOSEN, AT_ONCE, ONE_KEY = 0.03, 0.01, 0.03, 0.02, 0.01, 0.01, 0.01, 0.4
HOLDER, CLERK, KIOSK = "holder", "clerk", "kiosk"


class Held(msgspec.Struct):
    """Somebody whom a counter has put aside until `until`, with so much of their matter left (ms)."""

    ticket: str
    until: float
    left: float


class Desk(msgspec.Struct):
    """A counter of the day: whether somebody is there, and busy; whom it holds."""

    id: str
    number: int
    there: bool = False
    busy: bool = False
    seated: bool = False
    held: list[Held] = []


class Rehearsal:
    """One day at `store`, whose midnight is `midnight` (ms); `chance` decides what people do."""

    def __init__(self, store: Store, day: Day, midnight: int, chance: Random) -> None:
        self.refused: Tally[str] = Tally()
        self.presses = 0
        self._store = store
        self._day = day
        self._midnight = midnight
        self._chance = chance
        self._now = 0.0
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._turn = count()
        self._desks = [Desk(window.id, number) for number, window in enumerate(day.hall.counters)]
        self._by_service = {
            service: [desk for desk in self._desks if service in day.hall.counters[desk.number].services]
            for service in day.hall.means
        }
        self._work: dict[str, Person] = {}
        self._waiting: list[str] = []

    def live(self) -> None:
        """Let the day go by, until it is closed."""
        for person in self._day.people:
            self._at(person.came_at, partial(self._arrives, person))
        for desk, shift in zip(self._desks, self._day.shifts, strict=True):
            for begins, ends in shift.away:
                if ends < CLOSES:
                    self._at(ends, partial(self._begin, desk))
                if OPENS < begins < CLOSES:
                    self._at(begins, partial(self._leave, desk))
        for minute in range(OPENS // MINUTE, EVENING // MINUTE):
            self._at(minute * MINUTE, self._look_after)
        while self._events:
            self._now, _, deed = heappop(self._events)
            deed()
        self._now = A_DAY + MINUTE
        self._do("day", lambda uow: begin_day(uow, self._ms))

    @property
    def _ms(self) -> int:
        return self._midnight + int(self._now)

    def _at(self, when: float, deed: Callable[[], object]) -> None:
        if when < EVENING:
            heappush(self._events, (when, next(self._turn), deed))

    def _arrives(self, person: Person) -> None:
        self._arrive(person, self._booked(person))

    def _after(self, ms: float, deed: Callable[[], object]) -> None:
        self._at(self._now + ms, deed)

    def _do(self, what: str, work: Callable[[UnitOfWork], T]) -> T | None:
        """Do `work` in one transaction; what is refused is counted and changes nothing."""
        self.presses += 1
        try:
            return self._store.write(CENTER, work)
        except Refusal as refusal:
            self.refused[f"{what}: {refusal.code}"] += 1
            return None

    def _likely(self, share: float) -> bool:
        return self._chance.random() < share

    # People

    def _booked(self, person: Person) -> str | None:
        """Return the booking that somebody with an appointment made the day before; None where there was no place."""
        if person.priority != "appointment" or person.service not in booked(self._day.hall):
            return None
        slot = OPENS + (person.ready_at - OPENS) // SLOT * SLOT
        hours, minutes = divmod(slot // MINUTE, 60)
        day = self._store.read(lambda reading: reading.hall(CENTER).day(self._midnight))
        command = BookCommand(person.service, day, Actor(HOLDER), f"{hours:02}:{minutes:02}")
        before = self._midnight - 12 * 60 * MINUTE
        made = self._do("book", lambda uow: book(uow, command, before))
        return None if made is None else made.id

    def _arrive(self, person: Person, booking: str | None) -> None:
        if booking is not None:
            done = self._do("check in", lambda uow: check_in(uow, booking, Actor(KIOSK), self._ms))
            ticket = None if done is None else done.ticket
        else:
            ticket = None
        if ticket is None:
            others = [each for each in self._day.hall.means if each != person.service]
            more = (self._chance.choice(others),) if self._likely(SEVERAL) else ()
            priority = "priority" if person.priority == "priority" else "normal"
            command = TakeTicketCommand((person.service, *more), KIOSK, priority)
            ticket = self._do("take", lambda uow: take_ticket(uow, command, self._ms))
        if ticket is None:
            return
        self._work[ticket.id] = person
        self._waiting.append(ticket.id)
        self._wake(person.service)
        asked = HolderCommand(ticket.id, HOLDER)
        if self._likely(GIVES_UP):
            self._after(self._chance.uniform(0.5, 15) * MINUTE, lambda: self._holder("cancel", cancel, asked))
        elif self._likely(PUTS_OFF):
            self._after(self._chance.uniform(0.2, 5) * MINUTE, lambda: self._holder("postpone", postpone, asked))

    def _holder(
        self, what: str, verb: Callable[[UnitOfWork, HolderCommand, int], Ticket], command: HolderCommand
    ) -> None:
        ticket = self._do(what, lambda uow: verb(uow, command, self._ms))
        if ticket is not None:
            self._wake(ticket.service)

    def _wake(self, service: str) -> None:
        """Let the first free counter of a line call."""
        free = next((desk for desk in self._by_service[service] if desk.there and not desk.busy), None)
        if free is not None:
            free.busy = True
            self._after(SECOND, lambda: self._call(free))

    # Counters

    def _press(
        self, desk: Desk, what: str, verb: Callable[[UnitOfWork, CounterCommand, int], CounterAnswer]
    ) -> Ticket | None:
        answer = self._do(what, lambda uow: verb(uow, CounterCommand(desk.id, CLERK), self._ms))
        return None if answer is None else answer.ticket

    def _begin(self, desk: Desk) -> None:
        away = self._day.shifts[desk.number].away
        if any(begins <= self._now < ends for begins, ends in away):
            return
        if not desk.seated:
            command = SitDownCommand(desk.id, f"p{desk.id}", CLERK)
            self._do("sit down", lambda uow: sit_down(uow, command, self._ms))
            desk.seated = True
        self._press(desk, "open", open_counter)
        desk.there = True
        if not desk.busy:
            desk.busy = True
            self._call(desk)

    def _leave(self, desk: Desk) -> None:
        """Pause as soon as whoever is there is served."""
        desk.there = False
        if not desk.busy:
            self._pause(desk)

    def _pause(self, desk: Desk) -> None:
        lunch = self._day.hall.counters[desk.number].lunch
        reason: Break = "lunch" if lunch[0] <= self._now < lunch[1] else "short_break"
        self._do("pause", lambda uow: pause_counter(uow, PauseCommand(desk.id, CLERK, reason=reason), self._ms))

    def _call(self, desk: Desk) -> None:
        """Call whoever is next; without anybody the counter is free, and closes when the hall has."""
        if not desk.there:
            desk.busy = False
            self._pause(desk)
            return
        due = next((each for each in desk.held if each.until <= self._now), None)
        if due is not None:
            desk.held.remove(due)
            command = TicketCommand(desk.id, due.ticket, CLERK)
            if self._do("resume", lambda uow: resume(uow, command, self._ms)) is not None:
                self._after(due.left, lambda: self._end(desk, due.ticket))
                return
        if self._likely(CHOSEN) and self._waiting:
            chosen = ChosenCommand(desk.id, self._chance.choice(self._waiting[-200:]), CLERK, reason="paper_brought")
            answer = self._do("choose", lambda uow: call_chosen(uow, chosen, self._ms))
            if answer is not None and answer.ticket is not None:
                self._called(desk, answer.ticket)
                return
        if self._likely(AT_ONCE):
            at_once = AtOnceCommand(desk.id, self._services(desk)[0], CLERK)
            answer = self._do("serve at once", lambda uow: serve_at_once(uow, at_once, self._ms))
            if answer is not None and answer.ticket is not None:
                ticket = answer.ticket.id
                self._after(2 * MINUTE, lambda: self._end(desk, ticket))
                return
        self._took(desk, self._press(desk, "call next", call_next))

    def _services(self, desk: Desk) -> list[str]:
        return sorted(self._day.hall.counters[desk.number].services)

    def _took(self, desk: Desk, ticket: Ticket | None) -> None:
        if ticket is not None:
            self._called(desk, ticket)
            return
        desk.busy = False
        if desk.held:
            desk.busy = True
            self._at(max(self._now + SECOND, min(each.until for each in desk.held)), lambda: self._call(desk))
        elif self._now >= LEAVES:
            desk.there = False
            self._press(desk, "close", close_counter)

    def _called(self, desk: Desk, ticket: Ticket) -> None:
        person = self._work.get(ticket.id)
        if self._likely(BY_MISTAKE):
            self._after(5 * SECOND, lambda: self._undone(desk))
        elif person is not None and not person.comes:
            self._after(NO_SHOW_MS // 3, lambda: self._press(desk, "recall", recall))
            self._after(NO_SHOW_MS, lambda: self._missed(desk, ticket.id, person))
        else:
            self._after(WALK, lambda: self._started(desk, ticket.id))

    def _undone(self, desk: Desk) -> None:
        ticket = self._press(desk, "undo", undo)
        if ticket is not None and ticket.state == "serving":
            # One key had finished somebody and called the next: whoever was finished is there again.
            self._after(MINUTE // 2, lambda: self._end(desk, ticket.id))
        else:
            self._after(5 * SECOND, lambda: self._call(desk))

    def _missed(self, desk: Desk, ticket: str, person: Person) -> None:
        self._press(desk, "miss", miss)
        self._work[ticket] = msgspec.structs.replace(person, comes=True)
        if self._likely(BY_MISTAKE):
            # They stood there all the time.
            self._press(desk, "undo", undo)
            self._after(WALK, lambda: self._started(desk, ticket))
            return
        if self._likely(RETURNS):
            asked = HolderCommand(ticket, HOLDER)
            self._after(self._chance.uniform(3, 25) * MINUTE, lambda: self._holder("come back", come_back, asked))
        self._after(5 * SECOND, lambda: self._call(desk))

    def _started(self, desk: Desk, ticket: str) -> None:
        self._press(desk, "start", start)
        person = self._work.get(ticket)
        work = (2 * MINUTE if person is None else person.work) * self._day.hall.counters[desk.number].speed
        if self._likely(ASKS_HELP):
            self._press(desk, "help", call_for_help)
            other = self._chance.choice(self._desks)
            command = HelpAnsweredCommand(other.id, desk.id, CLERK)
            self._after(MINUTE, lambda: self._answered(command))
        if self._likely(HELD):
            self._after(work / 2, lambda: self._hold(desk, ticket, work / 2))
        else:
            self._after(work, lambda: self._end(desk, ticket))

    def _answered(self, command: HelpAnsweredCommand) -> None:
        self._do("help answered", lambda uow: answer_help(uow, command, self._ms))

    def _hold(self, desk: Desk, ticket: str, left: float) -> None:
        if self._press(desk, "hold", hold) is not None:
            desk.held.append(Held(ticket, self._now + self._chance.uniform(3, 15) * MINUTE, left))
        self._call(desk)

    def _end(self, desk: Desk, ticket: str) -> None:
        """Finish, send on to another service or counter, or press the wrong key and take it back."""
        sent = self._sent(desk)
        if sent is not None:
            answer = self._do("transfer", lambda uow: transfer(uow, sent, self._ms))
            if answer is not None:
                if sent.service is not None:
                    self._wake(sent.service)
                self._after(SECOND, lambda: self._call(desk))
                return
        if self._likely(BY_MISTAKE):
            self._press(desk, "finish", finish)
            self._press(desk, "undo", undo)
        if self._likely(ONE_KEY) and desk.there and not desk.held:
            answered = self._press(desk, "finish and call", finish_and_call)
            self._took(desk, answered if answered is not None and answered.state == "called" else None)
        else:
            self._press(desk, "finish", finish)
            self._after(5 * SECOND, lambda: self._call(desk))

    def _sent(self, desk: Desk) -> TransferCommand | None:
        if self._likely(SENT_ON) and (others := self._elsewhere(desk)):
            return TransferCommand(desk.id, self._chance.choice(others), CLERK, back=self._likely(0.3))
        if self._likely(SENT_TO):
            return TransferCommand(desk.id, None, CLERK, to=self._chance.choice(self._desks).id, note="the same family")
        return None

    def _elsewhere(self, desk: Desk) -> list[str]:
        return [each for each in self._day.hall.means if each not in self._services(desk)]

    def _look_after(self) -> None:
        """Do what the server does by itself, and what a clerk who is free sees on the console."""
        self._do("bring back", lambda uow: bring_back_due(uow, self._ms))
        self._do("bookings due", lambda uow: settle_due(uow, self._ms))
        for _, counter in self._store.read(lambda reading: paused_for_long(reading, self._ms)):
            self._do("hand over", partial(hand_over_due, counter=counter, now=self._ms))
        for service in self._store.read(lambda reading: board_of(reading, CENTER)).waiting:
            self._wake(service)
        bound = {row[0] for row in self._store.read(lambda reading: reading.rows(_BOUND, center=CENTER))}
        for desk in self._desks:
            if desk.id in bound and desk.there and not desk.busy:
                desk.busy = True
                self._call(desk)
