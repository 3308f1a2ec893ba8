"""Pairs of commands that two people give at one center in the same moment, and what goes before."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from server.office.bookings.booking import BookCommand, book, book_held
from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in_by_digits, walk_in
from server.office.bookings.due import settle_due
from server.office.bound import hand_over_due
from server.office.day import begin_day
from server.office.postponing import bring_back_due
from server.office.requests import Actor
from server.office.settings.change import Change, put_settings
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.conftest import Office
from tests.server.office.busy_hall import decided
from tests.server.office.test_board import COUNTERS
from tests.server.settings_of import HALL

TODAY, DAY, MINUTE = "2025-11-25", 24 * 3_600_000, 60_000
HOLDER = Actor("holder")


class Hall(Office):
    """The hall before two do something at once: what was set up may be named, and the clock stands still then."""

    still = False

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        self.named: dict[str, Any] = {}

    def write(self, work: Callable[[UnitOfWork], Any]) -> Any:
        self.now += 0 if self.still else 1000
        return self.store.write(self.center, work)

    def book(self, secret: str, **more: Any) -> Any:
        command = BookCommand("social", TODAY, HOLDER, "15:00", secret=f"{secret:-<24}", **more)
        return self.write(lambda uow: book(uow, command, self.now))

    def about(self, counter: str, verb: str, ticket: str, *, here: bool = False) -> Any:
        return super().about(counter, verb, self.named.get(ticket, ticket), here=here)

    def give_up(self, name: str) -> Any:
        return self.write(lambda uow: cancel(uow, self.named[name].id, HOLDER, self.now))

    def take_held(self, name: str) -> Any:
        return self.write(lambda uow: book_held(uow, self.named[name].id, None, HOLDER, self.now))

    def shift(self, name: str, clock: str) -> Any:
        return self.write(lambda uow: move(uow, self.named[name].id, TODAY, clock, HOLDER, self.now))

    def come(self, name: str) -> Any:
        return self.write(lambda uow: check_in_by_digits(uow, self.named[name].digits, HOLDER, self.now))

    def walk_in(self, name: str) -> Any:
        return self.write(lambda uow: walk_in(uow, self.named[name].digits, HOLDER, self.now))

    def day_ends(self) -> Any:
        return self.write(lambda uow: begin_day(uow, self.now))

    def due(self) -> Any:
        return self.write(lambda uow: settle_due(uow, self.now))

    def times_over(self) -> Any:
        return self.write(lambda uow: bring_back_due(uow, self.now))

    def pause_long(self, counter: str) -> Any:
        return self.write(lambda uow: hand_over_due(uow, counter, self.now))

    def decide(self, *edits: str) -> Any:
        change = Change(HALL, decided(edits), 1, "boss")
        return self.store.write(CITY, lambda uow: put_settings(uow, change, self.now)).revision


Do = Callable[[Hall], Any]


class Pair(NamedTuple):
    """What two do at once, after `before`."""

    before: Do
    one: Do
    other: Do


def _at(counter: str, verb: str) -> Do:
    return lambda hall: hall.at(counter, verb)


def _holder(verb: str, which: int = 0) -> Do:
    return lambda hall: getattr(hall, verb)(hall.named["tickets"][which])


def _ready(*services: str, do: tuple[Do, ...] = ()) -> Do:
    """Open all counters, let people come for `services`, and do the rest."""

    def before(hall: Hall) -> None:
        for counter in COUNTERS:
            hall.at(counter, "open")
        hall.named["tickets"] = [hall.take(service).id for service in services]
        for each in do:
            each(hall)

    return before


def _name(name: str, do: Do) -> Do:
    return lambda hall: hall.named.__setitem__(name, do(hall))


def _later(ms: int) -> Do:
    return lambda hall: setattr(hall, "now", hall.now + ms)


CALL_1, CALL_2, START_1 = _at("hall-1", "call_next"), _at("hall-2", "call_next"), _at("hall-1", "start")
SERVED, HELD = (CALL_1, START_1), (CALL_1, START_1, _at("hall-1", "hold"))
HALF_PAST_TWO = _later(4 * 3_600_000 + 40 * MINUTE)
FULL = _name("a", lambda hall: hall.book("a")), _name("b", lambda hall: hall.book("b"))
PAIRS: Final[dict[str, Pair]] = {
    "two counters call the one who waits": Pair(_ready("social"), CALL_1, CALL_2),
    "two counters call of two": Pair(_ready("social", "social"), CALL_1, CALL_2),
    "one counter calls twice": Pair(_ready("social", "social"), CALL_1, CALL_1),
    "called and cancelled": Pair(_ready("social"), CALL_1, _holder("cancel")),
    "called and put off": Pair(_ready("social", "social"), CALL_1, _holder("postpone")),
    "two take a number": Pair(_ready(), lambda hall: hall.take(), lambda hall: hall.take()),
    "a number taken and one given at the counter": Pair(
        _ready(), lambda hall: hall.take(), lambda hall: hall.serve_at_once("hall-1", "social")
    ),
    "a number taken as the day ends": Pair(
        _ready("social", "idcard", do=(_later(DAY),)), lambda hall: hall.take(), Hall.day_ends
    ),
    "called as the day ends": Pair(_ready("social", do=(_later(DAY),)), CALL_1, Hall.day_ends),
    "the day ends twice": Pair(_ready("social", do=(*SERVED, _later(DAY))), Hall.day_ends, Hall.day_ends),
    "sent to a counter that pauses": Pair(
        _ready("social", do=SERVED),
        lambda hall: hall.transfer("hall-1", None, to="hall-3"),
        lambda hall: hall.pause("hall-3"),
    ),
    "sent to a counter that closes": Pair(
        _ready("social", do=SERVED),
        lambda hall: hall.transfer("hall-1", None, to="hall-3"),
        _at("hall-3", "close"),
    ),
    "taken back while another calls": Pair(_ready("social", do=(CALL_1,)), _at("hall-1", "undo"), CALL_2),
    "taken back twice": Pair(_ready("social", do=(CALL_1,)), _at("hall-1", "undo"), _at("hall-1", "undo")),
    "put on hold and finished": Pair(_ready("social", do=SERVED), _at("hall-1", "hold"), _at("hall-1", "finish")),
    "finished twice": Pair(_ready("social", do=SERVED), _at("hall-1", "finish"), _at("hall-1", "finish")),
    "finished and called twice in one key": Pair(
        _ready("social", "social", "social", do=SERVED),
        _at("hall-1", "finish_and_call"),
        _at("hall-1", "finish_and_call"),
    ),
    "missed and called again": Pair(_ready("social", do=(CALL_1,)), _at("hall-1", "miss"), _at("hall-1", "recall")),
    "two go on with one on hold": Pair(
        _ready("social", do=HELD),
        lambda hall: hall.about("hall-1", "resume", hall.named["tickets"][0]),
        lambda hall: hall.about("hall-2", "resume", hall.named["tickets"][0]),
    ),
    "back in line and cancelled": Pair(
        _ready("social", do=(CALL_1, _at("hall-1", "miss"))),
        lambda hall: hall.about("hall-1", "rejoin", hall.named["tickets"][0]),
        _holder("cancel"),
    ),
    "back by themselves and by the time": Pair(
        _ready("social", "social", do=(_holder("postpone"), _later(11 * MINUTE))), _holder("come_back"), Hall.times_over
    ),
    "chosen and called": Pair(_ready("social"), lambda hall: hall.choose("hall-1", hall.named["tickets"][0]), CALL_2),
    "a long pause ends as it is too long": Pair(
        _ready(
            "social",
            do=(
                *SERVED,
                lambda hall: hall.transfer("hall-1", None, to="hall-3"),
                lambda hall: hall.pause("hall-3"),
                _later(11 * MINUTE),
            ),
        ),
        _at("hall-3", "open"),
        lambda hall: hall.pause_long("hall-3"),
    ),
    "two sit down at one desk": Pair(
        _ready(), lambda hall: hall.sit("hall-1", "01"), lambda hall: hall.sit("hall-1", "02")
    ),
    "one sits down at two desks": Pair(
        _ready(), lambda hall: hall.sit("hall-1", "02"), lambda hall: hall.sit("hall-2", "02", take_over=True)
    ),
    "left while it calls": Pair(
        _ready("social", do=(lambda hall: hall.sit("hall-1", "01"),)), _at("hall-1", "leave"), CALL_1
    ),
    "two book the last place": Pair(_ready(do=FULL[:1]), lambda hall: hall.book("c"), lambda hall: hall.book("d")),
    "one secret books twice": Pair(_ready(), lambda hall: hall.book("c"), lambda hall: hall.book("c")),
    "booked as a place is given back": Pair(
        _ready(do=FULL), lambda hall: hall.book("c"), lambda hall: hall.give_up("a")
    ),
    "moved to a place that another books": Pair(
        _ready(do=(*FULL, lambda hall: hall.shift("a", "11:00"))),
        lambda hall: hall.shift("a", "15:00"),
        lambda hall: hall.book("c"),
    ),
    "checked in and given back": Pair(
        _ready(do=(*FULL, HALF_PAST_TWO)), lambda hall: hall.come("a"), lambda hall: hall.give_up("a")
    ),
    "checked in and walked in": Pair(
        _ready(do=(*FULL, HALF_PAST_TWO)), lambda hall: hall.come("a"), lambda hall: hall.walk_in("a")
    ),
    "a held place booked as its minutes end": Pair(
        _ready(do=(_name("a", lambda hall: hall.book("a", hold=True)), _later(6 * MINUTE))),
        lambda hall: hall.take_held("a"),
        Hall.due,
    ),
    "a number taken for a service that goes": Pair(
        _ready(), lambda hall: hall.take("school"), lambda hall: hall.decide("no school any more")
    ),
    "called at a counter that goes": Pair(_ready("social"), CALL_2, lambda hall: hall.decide("counter 2 goes")),
    "settings changed twice": Pair(
        _ready(), lambda hall: hall.decide("put off once"), lambda hall: hall.decide("one learns")
    ),
}
