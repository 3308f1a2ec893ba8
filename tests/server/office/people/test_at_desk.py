"""Clerks at their desks: who is right sits down under their own name, who guesses is locked out, and what ends it."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from config.centers import Staff
from server.office.access.bearer import bearer_of
from server.office.counter import open_counter
from server.office.desk_watch import DeskKeeper
from server.office.people import accounts
from server.office.people.at_desk import AtDesk, Shown, enter, recognise
from server.office.people.hashing import hashed
from server.office.people.keys import card_hash, set_card, set_pin, set_staff
from server.office.pressing import who_presses
from server.office.requests import CounterCommand, SitDownCommand
from server.office.seat import seat_at
from server.office.sitting import leave, sit_down
from server.rules.errors import Refusal
from server.rules.people.lasting import IDLE_MS
from server.rules.people.lockout import FIRST_LOCK_MS, MOST_OF_PLACE
from server.rules.people.pins import MOST, VOID_AFTER
from server.rules.people.roles import Grant
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office, city_with, refused
from tests.server.office.people.conftest import KEY, PASSWORD, SECURITY, House

CLERK = Grant("clerk", "hall")
CARD = "04 A3:7F-22 1B"
FAR = MORNING + 10**9


@dataclass
class Hall:
    office: Office
    people: House
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, login: str, pin: str | None = None, staff: str = "", *grants: Grant) -> str:
        id_ = self.ids[login] = self.people.add(login, *(grants or (CLERK,)))
        kept = None if pin is None else hashed(pin)
        if kept:
            self.office.store.write(CITY, lambda uow: set_pin(uow, id_, kept, SECURITY, self.office.now))
        if staff:
            self.office.store.write(CITY, lambda uow: set_staff(uow, id_, "hall", staff, SECURITY, self.office.now))
        return id_

    def enter(self, counter: str = "hall-1", take_over: bool = False, **shown: str) -> AtDesk:
        self.office.now += 1000
        now = self.office.now
        who = recognise(self.office.store, "hall", counter, Shown(**shown), KEY, now)
        return self.office.store.write(
            "hall", lambda uow: enter(uow, counter, who, take_over, "paired", "10.0.0.9", FAR, now)
        )

    def press(self, entered: AtDesk, counter: str = "hall-1") -> str | None:
        """Return as whom a token presses, as the web half asks."""
        store, now = self.office.store, self.office.now
        bearer = store.read(lambda reading: bearer_of(reading, entered.token))
        assert bearer.counter == counter
        return store.write("hall", lambda uow: who_presses(uow, "hall", counter, bearer.sign_in, now))

    def sits(self, counter: str = "hall-1") -> tuple[str, str] | None:
        seat = self.office.store.read(lambda reading: seat_at(reading, counter))
        return None if seat is None else (seat.person, seat.name)

    def watch(self) -> None:
        DeskKeeper(self.office.store, lambda: self.office.now).look()


def seeded(store: Store, **rules: Any) -> Hall:
    city = city_with(desks_signed_in=True, **rules)
    people = (Staff("chen", "陈静", "hall-1", "01", ("social",)), Staff("luo", "罗艳", None, "02"))
    hall = msgspec.structs.replace(city.centers[0], staff=people)
    seed(store, msgspec.structs.replace(city, centers=(hall, *city.centers[1:])), MORNING)
    return Hall(Office(store), House(store))


@pytest.fixture
def hall(store: Store) -> Hall:
    return seeded(store)


@pytest.mark.parametrize("typed", ["li", " LI ", "01", "chen"])
def test_a_name_or_a_staff_number_and_a_pin_seat_somebody_as_who_they_are_on_the_list(hall: Hall, typed: str) -> None:
    hall.add("li", "2468", "chen")
    entered = hall.enter(name=typed, pin="2468")
    assert entered.counter.seat is not None
    assert (entered.counter.seat.person, entered.counter.seat.name) == ("chen", "陈静")
    assert hall.press(entered) == "chen"


def test_whoever_is_on_no_list_sits_by_their_account_and_stays_when_settings_change(hall: Hall) -> None:
    id_ = hall.add("li", "2468")
    entered = hall.enter(name="li", pin="2468")
    assert hall.sits() == (id_, "Li")
    assert hall.press(entered) == id_


def test_a_password_and_a_card_open_a_desk_too(hall: Hall) -> None:
    id_ = hall.add("li")
    now = hall.office.now
    hall.office.store.write(CITY, lambda uow: set_card(uow, id_, card_hash(CARD, KEY), SECURITY, now))
    assert hall.press(hall.enter(card="04a37f221b")) == id_, "as the reader of this desk writes it"
    assert hall.press(hall.enter(name="li", password=PASSWORD)) == id_
    refused("desk_sign_in_wrong", hall.enter, card="04A37F221C")
    refused("card_unfit", hall.enter, card="1234567")


def test_a_first_password_opens_no_desk(hall: Hall) -> None:
    id_ = hall.add("li")
    first = accounts.first_password()
    hall.office.store.write(CITY, lambda uow: accounts.reset_password(uow, id_, first, SECURITY, hall.office.now))
    refused("password_due", hall.enter, name="li", password=first.password)


def test_who_is_no_clerk_of_this_center_stays_out(hall: Hall) -> None:
    hall.add("li", "2468", "", Grant("clerk", "village"))
    hall.add("wu", "1357", "", Grant("center", "hall"))
    refused("desk_role_missing", hall.enter, name="li", pin="2468")
    refused("desk_role_missing", hall.enter, name="wu", pin="1357")
    assert hall.sits() is None


def test_who_is_wrong_learns_nothing(hall: Hall) -> None:
    hall.add("li", "2468")
    hall.add("no-pin")
    told = {str(refused("desk_sign_in_wrong", hall.enter, name=name, pin="1357")) for name in ("li", "no-pin", "who")}
    assert len(told) == 1


def test_ten_thousand_pins_are_tried_and_eight_are_weighed(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.add("li", "8642")
    weighed: list[str] = []

    def fits(pin: str, kept: str | None) -> bool:
        weighed.append(pin)
        return pin in ("8642", PASSWORD) and kept is not None

    monkeypatch.setattr("server.office.people.at_desk.fits", fits)
    codes: dict[str, int] = {}
    for number in range(10_000):
        # Whoever is patient: the lock is over whenever they try again, within the day after which locks are forgotten.
        hall.office.now += FIRST_LOCK_MS // 20
        counter = ("hall-1", "hall-2", "hall-3")[number % 3]
        with pytest.raises(Refusal) as wrong:
            hall.enter(counter, name="li", pin=f"{number:04}")
        codes[wrong.value.code] = codes.get(wrong.value.code, 0) + 1
    assert len(weighed) == MOST * VOID_AFTER == 8, "of 10,000 PINs: less than one in a thousand"
    assert codes["pin_void"] > 9_000
    hall.office.now += FIRST_LOCK_MS
    refused("pin_void", hall.enter, name="li", pin="8642")
    assert hall.press(hall.enter(name="li", password=PASSWORD)), "nobody is locked out of their account by that"
    refused("desk_sign_in_wrong", hall.enter, name="li", pin="8642")


def test_who_guesses_cards_at_a_desk_locks_that_desk_alone(hall: Hall) -> None:
    id_ = hall.add("li")
    now = hall.office.now
    hall.office.store.write(CITY, lambda uow: set_card(uow, id_, card_hash(CARD, KEY), SECURITY, now))
    for number in range(MOST_OF_PLACE):
        refused("desk_sign_in_wrong", hall.enter, card=f"{number:08}")
    refused("sign_in_locked", hall.enter, card=CARD)
    assert hall.press(hall.enter("hall-2", card=CARD), "hall-2") == id_


def test_the_next_clerk_takes_a_desk_over_and_the_one_before_presses_nothing_more(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    hall.add("wu", "1357", "luo")
    first = hall.enter(name="li", pin="2468")
    refused("desk_taken", hall.enter, name="wu", pin="1357")
    second = hall.enter(name="wu", pin="1357", take_over=True)
    assert hall.press(second) == "luo"
    refused("token_unknown", hall.press, first)


def test_somebody_who_signs_in_twice_at_a_desk_has_one_token(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    first, second = hall.enter(name="li", pin="2468"), hall.enter(name="li", pin="2468")
    refused("token_unknown", hall.press, first)
    assert hall.press(second) == "chen"


def test_who_moves_to_another_desk_is_signed_out_at_the_first(hall: Hall) -> None:
    hall.add("li", "2468")
    first = hall.enter(name="li", pin="2468")
    refused("person_elsewhere", hall.enter, "hall-2", name="li", pin="2468")
    second = hall.enter("hall-2", take_over=True, name="li", pin="2468")
    refused("token_unknown", hall.press, first)
    assert (hall.sits("hall-1"), hall.press(second, "hall-2")) == (None, hall.ids["li"])


def test_with_a_ticket_in_hand_nobody_takes_the_desk_over(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    hall.add("wu", "1357", "luo")
    hall.enter(name="li", pin="2468")
    hall.office.at("hall-1", "open")
    hall.office.take()
    hall.office.at("hall-1", "call_next")
    refused("counter_busy", hall.enter, name="wu", pin="1357", take_over=True)
    assert hall.sits() == ("chen", "陈静")


@pytest.mark.parametrize("how", ["disable", "take_role", "end", "pin"])
def test_who_may_no_more_presses_nothing_more_and_the_desk_is_free(hall: Hall, how: str) -> None:
    id_ = hall.add("li", "2468", "chen")
    entered = hall.enter(name="li", pin="2468")
    hall.office.at("hall-1", "open")
    now = hall.office.now

    def work(uow: Any) -> None:
        match how:
            case "disable":
                accounts.disable(uow, id_, SECURITY, now)
            case "take_role":
                accounts.take_role(uow, id_, CLERK, SECURITY, now)
            case "pin":
                set_pin(uow, id_, None, SECURITY, now)
            case "end":
                from server.office.people.sign_ins import open_sign_ins

                (open_,) = open_sign_ins(uow, id_)
                assert open_.device == "desk hall-1"
                accounts.end_sign_in(uow, id_, open_.id, SECURITY, now)

    hall.office.store.write(CITY, work)
    refused("token_unknown", hall.press, entered)
    hall.watch()
    assert hall.sits() is None
    assert hall.office.kinds()[-2:] == ["counter.closed", "staff.told"]


def test_whoever_is_let_out_while_they_serve_leaves_the_ticket_to_the_next(hall: Hall) -> None:
    id_ = hall.add("li", "2468", "chen")
    hall.add("wu", "1357", "luo")
    hall.enter(name="li", pin="2468")
    hall.office.at("hall-1", "open")
    hall.office.take()
    hall.office.at("hall-1", "call_next")
    hall.office.store.write(CITY, lambda uow: accounts.disable(uow, id_, SECURITY, hall.office.now))
    hall.watch()
    entered = hall.enter(name="wu", pin="1357")
    assert entered.counter.ticket is not None
    assert entered.counter.state == "open"
    assert hall.press(entered) == "luo"


def test_half_an_hour_without_a_press_ends_it_but_never_while_serving(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    entered = hall.enter(name="li", pin="2468")
    hall.office.at("hall-1", "open")
    hall.office.take()
    hall.office.at("hall-1", "call_next")
    hall.office.now += 2 * IDLE_MS
    hall.watch()
    assert hall.press(entered) == "chen", "who serves for an hour is still there"
    hall.office.at("hall-1", "start")
    hall.office.at("hall-1", "finish")
    hall.office.now += IDLE_MS - 60_000
    hall.watch()
    assert hall.press(entered) == "chen"
    hall.office.now += IDLE_MS
    hall.watch()
    assert hall.sits() is None
    refused("token_unknown", hall.press, entered)


def test_leaving_and_the_end_of_the_day_end_it(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    entered = hall.enter(name="li", pin="2468")
    hall.office.write(lambda uow: leave(uow, CounterCommand("hall-1", "clerk", "chen"), hall.office.now))
    refused("token_unknown", hall.press, entered)
    entered = hall.enter(name="li", pin="2468")
    hall.office.now += 24 * 3600 * 1000
    hall.office.write(lambda uow: open_counter(uow, CounterCommand("hall-2", "clerk", None), hall.office.now))
    refused("token_unknown", hall.press, entered)


def test_where_clerks_sign_in_nobody_sits_down_by_the_list(hall: Hall) -> None:
    refused(
        "desk_sign_in_needed",
        hall.office.write,
        lambda uow: sit_down(uow, SitDownCommand("hall-1", "01", "counter"), hall.office.now),
    )


def test_two_of_the_staff_list_are_two_people(hall: Hall) -> None:
    hall.add("li", "2468", "chen")
    refused("staff_taken", hall.add, "wu", None, "chen")
    refused("staff_unknown", hall.add, "xu", None, "nobody")
