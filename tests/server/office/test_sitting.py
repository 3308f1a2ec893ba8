"""One person a desk, one desk a person: who sits down, what that lets the counter call, and what ends it."""

import threading
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from config.centers import Staff
from server.office.counter import open_counter
from server.office.desks import desks_of, people_at
from server.office.requests import CounterCommand
from server.office.seat import person_at, seat_at
from server.rules.errors import Refusal
from server.store import tables
from server.store.seeding import seed
from server.store.store import Store
from server.wire.desks import Pause
from tests.server.conftest import MORNING, Office, city_with, refused
from tests.server.settings_of import HALL, Settings

PEOPLE = (
    Staff("chen", "陈静", "hall-1", "01", ("social",), ("zh", "yue")),
    Staff("luo", "罗艳", None, "02"),
    Staff("wu", "吴敏", None, "03", ("idcard", "school")),
)


def staffed(store: Store, **rules: Any) -> Office:
    city = city_with(**rules)
    hall = msgspec.structs.replace(city.centers[0], staff=PEOPLE)
    seed(store, msgspec.structs.replace(city, centers=(hall, *city.centers[1:])), MORNING)
    return Office(store)


@pytest.fixture
def office(store: Store) -> Office:
    return staffed(store)


def told(office: Office) -> list[tuple[str, str, str]]:
    j = tables.journal.c
    rows = office.store.read(
        lambda reading: reading.rows(select(j.private).where(j.kind == "staff.told").order_by(j.seq))
    )
    found = [msgspec.json.decode(row[0]) for row in rows]
    return [(each["what"], each["counter"], each["person"]) for each in found]


def sits(office: Office, counter: str) -> str | None:
    seat = office.store.read(lambda reading: seat_at(reading, counter))
    return None if seat is None else seat.person


def test_somebody_sits_down_by_their_number_or_their_id_and_once(office: Office) -> None:
    answer = office.sit("hall-1", "01")
    assert answer.seat is not None
    assert (answer.seat.person, answer.seat.name) == ("chen", "陈静")
    assert office.sit("hall-1", "chen").seat == answer.seat, "who sits there already stays, since when they do"
    assert told(office) == [("sat_down", "hall-1", "chen")]
    people = office.store.read(lambda reading: people_at(reading, "hall-2")).people
    assert [(each.number, each.sits_at) for each in people] == [("01", "hall-1"), ("02", None), ("03", None)]
    assert refused("person_unknown", office.sit, "hall-2", "99").values["person"] == "99"
    refused("counter_unknown", office.sit, "village-1", "01")


def test_two_on_one_desk_are_refused_unless_one_takes_it_over(office: Office) -> None:
    office.sit("hall-1", "01")
    assert refused("desk_taken", office.sit, "hall-1", "02").values["name"] == "陈静"
    assert sits(office, "hall-1") == "chen"
    office.sit("hall-1", "02", take_over=True)
    assert sits(office, "hall-1") == "luo"
    assert told(office)[1:] == [("taken_over", "hall-1", "chen"), ("sat_down", "hall-1", "luo")]


def test_one_on_two_desks_is_refused_unless_they_move_and_the_desk_they_leave_closes(office: Office) -> None:
    office.sit("hall-1", "02")
    office.at("hall-1", "open")
    assert refused("person_elsewhere", office.sit, "hall-2", "02").values["name"] == "罗艳"
    office.sit("hall-2", "02", take_over=True)
    assert (sits(office, "hall-1"), sits(office, "hall-2")) == (None, "luo")
    refused("counter_closed", office.at, "hall-1", "call_next")


def test_a_ticket_in_hand_stays_with_its_clerk(office: Office) -> None:
    office.sit("hall-1", "02")
    office.at("hall-1", "open")
    office.take()
    office.serve("hall-1")
    refused("counter_busy", office.at, "hall-1", "leave")
    refused("counter_busy", office.sit, "hall-1", "01", take_over=True)
    refused("counter_busy", office.sit, "hall-2", "02", take_over=True)
    assert sits(office, "hall-1") == "luo"
    office.at("hall-1", "finish")
    assert office.at("hall-1", "leave").state == "closed"
    assert sits(office, "hall-1") is None


def test_leaving_hands_over_whoever_is_bound_here(office: Office) -> None:
    office.sit("hall-1", "02")
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    office.transfer("hall-2", None, to="hall-1")
    assert office.look(ticket.id).bound == "hall-1"
    office.at("hall-1", "leave")
    assert office.look(ticket.id).bound is None
    called = office.at("hall-2", "call_next").ticket
    assert called is not None
    assert called.id == ticket.id


def test_a_counter_calls_only_what_both_its_settings_and_its_person_allow(office: Office) -> None:
    office.at("hall-1", "open")
    card, social = office.take("idcard"), office.take("social")
    answer = office.sit("hall-1", "01")
    assert answer.waiting == 1, "the line of identity cards is not this person's"
    assert office.look(card.id).counters_open == 0
    called = office.at("hall-1", "call_next").ticket
    assert called is not None
    assert called.id == social.id
    office.at("hall-1", "start")
    office.at("hall-1", "finish")
    refused("line_empty", office.at, "hall-1", "call_next")
    refused("counter_serves_not", office.serve_at_once, "hall-1", "school")
    refused("skill_missing", office.serve_at_once, "hall-1", "idcard")
    office.sit("hall-1", "03", take_over=True)
    called = office.at("hall-1", "call_next").ticket
    assert called is not None
    assert called.id == card.id


def test_nobody_is_bound_to_a_counter_whose_person_cannot_do_it(office: Office) -> None:
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    office.sit("hall-1", "03")
    refused("skill_missing", office.transfer, "hall-2", None, to="hall-1")
    office.sit("hall-1", "02", take_over=True)
    office.transfer("hall-2", None, to="hall-1")
    office.sit("hall-1", "03", take_over=True)
    assert office.look(ticket.id).bound is None, "who takes over and cannot do it hands over"


def test_what_somebody_else_pressed_is_not_taken_back_after_the_desk_changed_hands(office: Office) -> None:
    office.at("hall-1", "open")
    office.take()
    office.serve("hall-1", until="finish")
    office.sit("hall-1", "02")
    refused("undo_nothing", office.at, "hall-1", "undo")


def test_where_desks_are_staffed_no_counter_opens_or_calls_without_somebody(store: Store) -> None:
    office = staffed(store, desks_staffed=True)
    refused("desk_empty", office.at, "hall-1", "open")
    office.sit("hall-1", "02")
    office.at("hall-1", "open")
    office.take()
    assert office.at("hall-1", "call_next").ticket is not None


def test_a_break_has_a_reason_that_console_journal_and_figures_know(office: Office) -> None:
    office.sit("hall-1", "01")
    office.at("hall-1", "open")
    answer = office.pause("hall-1", "lunch")
    assert isinstance(answer.pause, Pause)
    assert answer.pause.reason == "lunch"
    assert office.journal()[-1].reason == "lunch"
    office.now += 29 * 60_000
    desk = office.store.read(lambda reading: desks_of(reading, "hall", office.now)).desks[0]
    assert desk.seat is not None
    assert desk.pause is not None
    assert (desk.seat.name, desk.lines, desk.pause.reason) == ("陈静", ("social",), "lunch")
    assert [(each.reason, each.times, each.minutes) for each in desk.breaks] == [("lunch", 1, 29)]
    assert office.at("hall-1", "open").pause is None


def test_the_day_ends_for_whoever_forgot_to_leave(office: Office) -> None:
    office.sit("hall-1", "01")
    office.now += 24 * 3_600_000
    office.take("idcard")
    assert sits(office, "hall-1") is None
    assert told(office)[-1] == ("day_closed", "hall-1", "chen")
    assert office.at("hall-1", "open").waiting == 1


def test_who_is_not_of_the_staff_any_more_sits_nowhere(office: Office) -> None:
    office.sit("hall-1", "01")
    settings = Settings(office.store, office.now)
    document = settings.document(HALL)
    del document["staff"][0]
    settings.put(document, HALL)
    assert sits(office, "hall-1") is None
    assert told(office)[-1] == ("settings_changed", "hall-1", "chen")
    office.at("hall-1", "open")
    office.take("idcard")
    assert office.at("hall-1", "call_next").ticket is not None


def test_every_fact_of_a_counter_names_its_person_and_no_screen_learns_it(office: Office) -> None:
    office.sit("hall-1", "01")
    office.write(lambda uow: open_counter(uow, CounterCommand("hall-1", "clerk", person_at(uow, "hall-1")), office.now))
    j = tables.journal.c
    people = office.store.read(lambda reading: reading.rows(select(j.kind, j.person).order_by(j.seq)))
    assert [tuple(row) for row in people] == [("staff.told", "chen"), ("counter.opened", "chen")]
    assert "chen" not in msgspec.json.encode(office.journal()).decode()


def test_many_who_sit_down_at_one_desk_at_once_are_one(office: Office) -> None:
    """The negative control: each of those that looked before the lock saw an empty desk."""
    together, seen, refusals = threading.Barrier(3), [], []

    def sit_down_at_once(who: str) -> None:
        seen.append(sits(office, "hall-1"))
        together.wait()
        try:
            Office(office.store, now=office.now).sit("hall-1", who)
        except Refusal as refusal:
            refusals.append(refusal.code)

    threads = [threading.Thread(target=sit_down_at_once, args=(each.id,)) for each in PEOPLE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [None] * 3
    assert refusals == ["desk_taken"] * 2
    assert [each[0] for each in told(office)] == ["sat_down"]


def test_one_who_sits_down_at_many_desks_at_once_sits_at_one(office: Office) -> None:
    together, refusals = threading.Barrier(3), []

    def sit_down_at_once(counter: str) -> None:
        together.wait()
        try:
            Office(office.store, now=office.now).sit(counter, "luo")
        except Refusal as refusal:
            refusals.append(refusal.code)

    threads = [threading.Thread(target=sit_down_at_once, args=(f"hall-{each}",)) for each in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["person_elsewhere"] * 2
