"""Several halls at once: what each does, and that none waits for another."""

import threading

import msgspec
from sqlalchemy import bindparam, desc, select

from config.centers import Hours, LineRules
from server.office.access.last_use import note_uses
from server.office.estimates import Estimates
from server.office.overview import HallSeen, overview
from server.rules.hall.line import MINUTE
from server.store import access_tables
from server.store.halls import Hall
from server.store.seeding import seed
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import Reading, UnitOfWork
from tests.server.conftest import CITY, MORNING, Office, refused

_NEWEST = (
    select(access_tables.tokens.c.id)
    .where(access_tables.tokens.c.center == bindparam("center"), access_tables.tokens.c.scope == bindparam("scope"))
    .order_by(desc(access_tables.tokens.c.created_at))
    .limit(1)
)


def seen(office: Office, *only: str, top: str | None = None, most: int = 60) -> dict[str, HallSeen]:
    estimates = Estimates()
    told, more = office.store.read(
        lambda reading: overview(reading, estimates, office.now, top=top, only=only, most=most)
    )
    assert more >= 0
    return {each.hall.id: each for each in told}


def hear(office: Office, center: str, scope: str = "kiosk") -> None:
    """Let a device of `center` be heard now."""
    tokens: list[str] = []

    def work(uow: UnitOfWork) -> None:
        new_token(uow, scope, office.now, center=center)
        tokens.extend(row[0] for row in uow.rows(_NEWEST, center=center, scope=scope))

    office.store.write(WHOLE_CITY, work)
    note_uses(office.store, dict.fromkeys(tokens, office.now))
    # What was ordered is done before what is asked for after it.
    office.store.write(WHOLE_CITY, lambda _: None)


def test_each_hall_says_what_it_does(office: Office) -> None:
    hear(office, "hall")
    hear(office, "village")
    office.take()
    office.at("hall-1", "open")
    called = office.at("hall-1", "call_next").ticket
    office.take("school")
    hall, village = seen(office).values()
    assert (hall.state, hall.waiting, hall.counters.open, hall.counters.all) == ("open", 1, 1, 3)
    assert called is not None
    assert hall.called is not None
    assert (hall.called.ticket.number, hall.called.counter.id) == (called.number, "hall-1")
    assert (village.state, village.waiting, village.called) == ("unstaffed", 0, None)
    office.pause("hall-1", "lunch")
    assert seen(office)["hall"].state == "lunch"
    office.at("hall-2", "open")
    office.pause("hall-2", "meeting")
    assert seen(office)["hall"].state == "break"
    office.now += 9 * 60 * MINUTE
    closed = seen(office)["hall"]
    assert (closed.state, closed.closes_at) == ("closed", None)
    assert closed.opens_at is not None


def test_a_hall_of_which_nothing_is_heard_is_silent_and_shown_as_it_was(office: Office) -> None:
    hear(office, "hall")
    office.at("hall-1", "open")
    office.take("school")
    office.now += 6 * MINUTE
    hear(office, "village")
    hall, village = seen(office).values()
    assert (hall.state, hall.waiting, hall.heard_at) == ("silent", 1, MORNING)
    assert village.state == "unstaffed"
    # A page is as good as a kiosk; a channel, which asks for everybody, is none of the hall's.
    hear(office, "hall", "channel")
    hear(office, "hall", "display")
    assert seen(office)["hall"].state == "open"


def test_a_call_that_was_taken_back_is_not_the_last(office: Office) -> None:
    office.take()
    first = office.take()
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    office.at("hall-1", "call_next")
    office.at("hall-2", "call_next")
    office.at("hall-2", "undo")
    last = seen(office)["hall"].called
    assert last is not None
    assert last.counter.id == "hall-1"
    assert last.ticket.number != first.number


def test_which_halls_are_seen(office: Office) -> None:
    assert list(seen(office)) == list(seen(office, top="hall")) == ["hall", "village"]
    assert list(seen(office, top="village")) == ["village"]
    assert list(seen(office, "village", "hall")) == ["village", "hall"]
    assert list(seen(office, most=1)) == ["hall"]
    for wrong in ({"top": "x"}, {"only": ("hall", "x")}):
        refused(
            "center_unknown",
            office.store.read,
            lambda reading, wrong=wrong: overview(
                reading, Estimates(), MORNING, **{"top": None, "only": (), "most": 9, **wrong}
            ),
        )


def test_a_hall_whose_lock_is_held_delays_no_other_and_is_seen(office: Office) -> None:
    """Held as long as the test likes: an answer that waited for it would never come."""
    hear(office, "hall")
    hear(office, "village")
    village = Office(office.store, "village")
    village.at("village-1", "open")
    held, done = threading.Event(), threading.Event()

    def hold(_: UnitOfWork) -> None:
        held.set()
        done.wait(30)

    holder = threading.Thread(target=lambda: office.store.write("hall", hold))
    holder.start()
    assert held.wait(30)
    try:
        found = seen(office)
        assert holder.is_alive()
    finally:
        done.set()
        holder.join()
    assert {center: each.state for center, each in found.items()} == {"hall": "unstaffed", "village": "open"}


class Looking(Estimates):
    """Remembers of which halls the waits were found out, and says that the first is just asked about by others."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[str] = []

    def lines_now(self, reading: Reading, hall: Hall, now: int) -> bool:
        self.looked.append(hall.id)
        return hall.id != "hall" and super().lines_now(reading, hall, now)


def test_waits_are_found_out_once_while_nothing_happens_and_a_hall_that_others_ask_about_is_left_alone(
    store: Store,
) -> None:
    always = (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),)
    centers = tuple(msgspec.structs.replace(each, hours=always, rules=LineRules()) for each in CITY.centers)
    seed(store, msgspec.structs.replace(CITY, centers=centers), MORNING)
    office = Office(store)
    hear(office, "village")
    Office(store, "village").at("village-1", "open")
    estimates = Looking()

    def look() -> list[HallSeen]:
        return store.read(lambda reading: overview(reading, estimates, office.now, top=None, only=(), most=9))[0]

    office.now += 2000
    village = look()[1]
    assert estimates.looked == ["hall", "village"]
    assert (village.state, village.said_at) == ("open", office.now)
    assert village.range is not None
    assert (village.range.low, village.range.high, village.range.longest) == (0, 0, "social")
    look()
    assert estimates.looked == ["hall", "village", "hall"]
