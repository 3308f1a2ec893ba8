"""A small city in a store on each database, and an office that works in it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from argon2 import PasswordHasher

from config.centers import Center, City, Counter, Hours, LineRules, Service, Staff, Text
from server.office.call_chosen import call_chosen
from server.office.call_next import call_next
from server.office.cancel import cancel
from server.office.classing import give_priority, take_priority
from server.office.coming_back import back_in_line, come_back
from server.office.counter import close_counter, miss, open_counter, pause_counter, recall, start
from server.office.finish import finish, finish_and_call
from server.office.helping import answer_help, call_for_help
from server.office.holding import hold, resume
from server.office.people import hashing
from server.office.postponing import postpone
from server.office.remote.checking_in import check_in_remote
from server.office.remote.due import expire_due
from server.office.remote.sending_on import SendOnCommand, send_on
from server.office.remote.taking import TakeRemoteCommand, take_remote
from server.office.requests import (
    Actor,
    AtOnceCommand,
    BackInLineCommand,
    ChosenCommand,
    CounterCommand,
    DropStepCommand,
    HelpAnsweredCommand,
    HolderCommand,
    PauseCommand,
    PriorityCommand,
    RerouteCommand,
    ReturnCommand,
    SitDownCommand,
    TakeTicketCommand,
    TicketCommand,
    TransferCommand,
)
from server.office.return_right import finish_for_paper
from server.office.serve_at_once import serve_at_once
from server.office.sitting import leave, sit_down
from server.office.steps import drop_step, reroute
from server.office.take_ticket import take_ticket
from server.office.ticket import in_hand_of
from server.office.transfer import transfer
from server.office.undo import undo
from server.office.views import journal_page, ticket_view
from server.rules.errors import Refusal
from server.rules.hall.fact import Break, Chosen, Fact, Ground
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket

T = TypeVar("T")

MORNING = 1_764_036_000_000
"""2025-11-25 10:00 in Shanghai, a Tuesday."""

CITY = City(
    "small",
    Text("小城", "Small Town"),
    (
        Service("social", "D", Text("社保", "Social insurance"), Text("", "")),
        Service("idcard", "C", Text("身份证", "Identity card"), Text("", "")),
        Service("school", "G", Text("入学", "School"), Text("", "")),
        Service("rare", "R", Text("罕见", "Rare"), Text("", "")),
    ),
    (
        Center(
            "hall",
            Text("大厅", "Hall"),
            "city",
            None,
            Text("一路", "First Road"),
            "Asia/Shanghai",
            (Hours((1, 2, 3, 4, 5), "09:00", "17:00"),),
            ("social", "idcard", "school", "rare"),
            (
                Counter("hall-1", Text("1 号窗口", "Counter 1"), ("social", "idcard")),
                Counter("hall-2", Text("2 号窗口", "Counter 2"), ("social",)),
                Counter("hall-3", Text("3 号窗口", "Counter 3"), ("school",)),
            ),
            (Staff("chen", "陈静", "hall-1"), Staff("luo", "罗艳")),
            LineRules(miss_after_seconds=30, miss_after_calls=2),
        ),
        Center(
            "village",
            Text("村", "Village"),
            "village",
            "hall",
            Text("村委会", "Village office"),
            "Asia/Shanghai",
            (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),),
            ("social",),
            (Counter("village-1", Text("1 号窗口", "Counter 1"), ("social",)),),
        ),
    ),
    "dongjiang",
)

COUNTER_VERBS: dict[str, Callable[[UnitOfWork, CounterCommand, int], CounterAnswer]] = {
    "open": open_counter,
    "leave": leave,
    "close": close_counter,
    "call_next": call_next,
    "recall": recall,
    "start": start,
    "help": call_for_help,
    "hold": hold,
    "finish": finish,
    "finish_and_call": finish_and_call,
    "miss": miss,
    "undo": undo,
}


class Office:
    """The verbs at one center, a second apart from each other."""

    def __init__(self, store: Store, center: str = "hall", now: int = MORNING) -> None:
        self.store = store
        self.center = center
        self.now = now

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        self.now += 1000
        return self.store.write(self.center, work)

    def take(self, *services: str, **more: Any) -> Ticket:
        command = TakeTicketCommand(services or ("social",), "kiosk", **more)
        return self.write(lambda uow: take_ticket(uow, command, self.now))

    def at(self, counter: str, verb: str) -> CounterAnswer:
        if verb == "pause":
            return self.pause(counter)
        return self.write(lambda uow: COUNTER_VERBS[verb](uow, CounterCommand(counter, "clerk"), self.now))

    def pause(self, counter: str, reason: Break | None = None) -> CounterAnswer:
        return self.write(lambda uow: pause_counter(uow, PauseCommand(counter, "clerk", reason=reason), self.now))

    def sit(self, counter: str, who: str, *, take_over: bool = False) -> CounterAnswer:
        return self.write(lambda uow: sit_down(uow, SitDownCommand(counter, who, "clerk", take_over), self.now))

    def about(self, counter: str, verb: str, ticket: str, *, here: bool = False) -> CounterAnswer:
        if verb == "resume":
            return self.write(lambda uow: resume(uow, TicketCommand(counter, ticket, "clerk"), self.now))
        command = BackInLineCommand(counter, ticket, "clerk", here=here)
        return self.write(lambda uow: back_in_line(uow, command, self.now))

    def choose(self, counter: str, ticket: str, reason: Chosen = "paper_brought") -> CounterAnswer:
        command = ChosenCommand(counter, ticket, "clerk", reason=reason)
        return self.write(lambda uow: call_chosen(uow, command, self.now))

    def serve_at_once(self, counter: str, service: str) -> CounterAnswer:
        return self.write(lambda uow: serve_at_once(uow, AtOnceCommand(counter, service, "clerk"), self.now))

    def give_priority(self, counter: str, ticket: str, ground: Ground = "elderly") -> CounterAnswer:
        command = PriorityCommand(counter, ticket, "clerk", ground=ground)
        return self.write(lambda uow: give_priority(uow, command, self.now))

    def take_priority(self, counter: str, ticket: str) -> CounterAnswer:
        return self.write(lambda uow: take_priority(uow, TicketCommand(counter, ticket, "clerk"), self.now))

    def for_paper(self, counter: str, *, here: bool = False) -> CounterAnswer:
        command = ReturnCommand(counter, "clerk", here=here)
        return self.write(lambda uow: finish_for_paper(uow, command, self.now))

    def transfer(self, counter: str, service: str | None, *, back: bool = False, **more: Any) -> CounterAnswer:
        command = TransferCommand(counter, service, "clerk", back, **more)
        return self.write(lambda uow: transfer(uow, command, self.now))

    def reroute(self, counter: str, *onward: str, **more: Any) -> CounterAnswer:
        held = self.store.read(lambda reading: in_hand_of(reading, counter))
        seen = () if held is None else held.services[held.step + 1 :]
        more = {"ticket": "" if held is None else held.id, "instead_of": seen, **more}
        return self.write(
            lambda uow: reroute(uow, RerouteCommand(counter, onward=onward, actor="clerk", **more), self.now)
        )

    def drop_step(self, ticket: str, step: int, service: str | None = None) -> Ticket:
        services = self.look(ticket).services
        seen = service or (services[step] if step < len(services) else "")
        command = DropStepCommand(ticket, "holder", step=step, service=seen)
        return self.write(lambda uow: drop_step(uow, command, self.now))

    def take_remote(self, *services: str, **more: Any) -> Ticket:
        command = TakeRemoteCommand(services or ("social",), Actor("kiosk"), **more)
        return self.write(lambda uow: take_remote(uow, command, self.now))

    def check_in(self, ticket: str) -> Ticket:
        return self.write(lambda uow: check_in_remote(uow, HolderCommand(ticket, "kiosk"), self.now))

    def expire_due(self) -> int:
        return self.write(lambda uow: expire_due(uow, self.now))

    def send_on(self, counter: str, to: str, service: str = "social", note: str | None = None) -> CounterAnswer:
        command = SendOnCommand(self.center, counter, to, service, Actor("clerk"), note)
        self.now += 1000
        return self.store.write("", lambda uow: send_on(uow, command, self.now))

    def come_back(self, ticket: str) -> Ticket:
        return self.write(lambda uow: come_back(uow, HolderCommand(ticket, "holder"), self.now))

    def answer_help(self, counter: str, of: str) -> CounterAnswer:
        return self.write(lambda uow: answer_help(uow, HelpAnsweredCommand(counter, of, "clerk"), self.now))

    def postpone(self, ticket: str) -> Ticket:
        return self.write(lambda uow: postpone(uow, HolderCommand(ticket, "holder"), self.now))

    def look(self, ticket: str) -> Ticket:
        return self.store.read(lambda reading: ticket_view(reading, ticket))

    def serve(self, counter: str, *, until: str = "start") -> Ticket:
        """Call the next person to `counter` and go on with them as far as `until`."""
        for verb in ("call_next", "start", "finish"):
            ticket = self.at(counter, verb).ticket
            if verb == until:
                break
        assert ticket is not None
        return ticket

    def miss(self, counter: str) -> Ticket:
        """Call the next person to `counter` in vain."""
        self.at(counter, "call_next")
        self.at(counter, "recall")
        self.now += 60_000
        ticket = self.at(counter, "miss").ticket
        assert ticket is not None
        return ticket

    def cancel(self, ticket: str) -> Ticket:
        return self.write(lambda uow: cancel(uow, HolderCommand(ticket, "holder"), self.now))

    def journal(self, after: int = 0) -> list[Fact]:
        facts: list[Fact] = []
        while page := self.store.read(partial(journal_page, center=self.center, after=after, limit=1000)):
            facts += page
            after = page[-1].seq
        return facts

    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.journal()]


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords at the least cost: a hall's own takes a fifth of a second each, on purpose."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_hasher", lambda: cheap)
        yield


@pytest.fixture
def office(store: Store) -> Office:
    """Return an office in the small city, on each database."""
    seed(store, CITY, MORNING)
    return Office(store)


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Office]:
    """Return an office in the small city on SQLite alone, for what has nothing to do with the database."""
    store = open_store(tmp_path / "embedded", create=True)
    seed(store, CITY, MORNING)
    yield Office(store)
    store.close()


def city_with(**rules: Any) -> City:
    """Return the small city with other line rules in its hall."""
    hall = msgspec.structs.replace(CITY.centers[0], rules=LineRules(**rules))
    return msgspec.structs.replace(CITY, centers=(hall, *CITY.centers[1:]))


def refused(code: str, work: Callable[..., Any], *arguments: Any, **more: Any) -> Refusal:
    """Return the refusal of `work`, which must have `code`."""
    with pytest.raises(Refusal) as caught:
        work(*arguments, **more)
    assert caught.value.code == code
    return caught.value
