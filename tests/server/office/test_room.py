"""A hall that counts: numbers of a part of the day, people inside, one ticket for each person; and the last place."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select, update

from config.words import both
from server.office.estimates import RULE_MS, Estimates
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.rules.errors import Refusal
from server.store import room_tables, tables
from tests.server.conftest import Office, refused
from tests.server.office.bookings.conftest import Desk, desk, made_desk
from tests.server.office.racing import patiently, race
from tests.server.settings_of import Json, Settings

__all__ = ["desk", "made_desk"]

MINUTE = 60_000
CROWD = 64


def ruled(office: Office, quotas: list[Json] | None = None, **rules: Any) -> None:
    def edit(document: Json) -> None:
        document["rules"].update(rules)
        document["services"][0]["quotas"] = quotas or []

    Settings(office.store, office.now).edit(edit)
    office.now += 5000


def counted(office: Office, column: Any) -> int:
    return int(office.store.read(lambda reading: reading.value(select(func.coalesce(func.sum(column), 0)))))


def test_a_quota_gives_out_its_numbers_and_says_when_there_are_more(office: Office) -> None:
    ruled(
        office, [{"begins": "09:00", "ends": "11:00", "numbers": 2}, {"begins": "11:00", "ends": "12:00", "numbers": 1}]
    )
    first = office.take()
    office.take("idcard", "social")
    office.take("idcard")
    told = refused("quota_used_up", office.take, "idcard", "social").values
    assert told["instead"] == both("The next ones are given out from {time} today.", time="11:00")
    assert (told["begins"], told["ends"]) == ("09:00", "11:00")
    office.cancel(first.id)
    refused("quota_used_up", office.take)
    assert counted(office, room_tables.quota_counts.c.given) == 2, "what was refused is not counted"
    office.now += 60 * MINUTE
    office.take()
    refused("quota_used_up", office.take)
    office.now += 60 * MINUTE
    office.take()
    office.now += 24 * 60 * MINUTE - 2 * 60 * MINUTE
    office.take()
    assert counted(office, room_tables.quota_counts.c.given) == 1, "what was counted yesterday is forgotten"


def test_a_quota_for_the_rest_of_the_day_names_the_next_opening(office: Office) -> None:
    ruled(office, [{"begins": "09:00", "ends": "17:00", "numbers": 0, "days": [2]}])
    told = refused("quota_used_up", office.take).values
    assert told["instead"].en == "Come back 26 Nov, 09:00."  # type: ignore[attr-defined]
    assert told["instead"].zh == "请于 11 月 26 日 09:00 再来。"  # type: ignore[attr-defined]


def test_a_full_hall_takes_nobody_in_until_somebody_has_gone(office: Office) -> None:
    ruled(office, most_people=3)
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    tickets = [office.take() for _ in range(3)]
    assert refused("center_full", office.take).values["people"] == 3
    office.at("hall-1", "call_next")
    refused("center_full", office.take, "idcard")
    office.transfer("hall-1", None, to="hall-2")
    refused("center_full", office.take)
    office.cancel(tickets[2].id)
    office.take()
    refused("center_full", office.take)


def test_each_case_of_a_number_takes_one_of_a_quota_and_what_is_left_is_said(office: Office) -> None:
    ruled(office, [{"begins": "09:00", "ends": "17:00", "numbers": 5}])
    office.take(cases=3)
    told = refused("quota_short", office.take, cases=3)
    assert told.values["left"] == 2
    assert counted(office, room_tables.quota_counts.c.given) == 3, "what was refused is not counted"
    office.take(cases=2)
    refused("quota_used_up", office.take, cases=2)
    refused("quota_used_up", office.take)


def test_a_number_that_is_taken_elsewhere_counts_in_the_quota_of_the_hall(office: Office) -> None:
    ruled(office, [{"begins": "09:00", "ends": "17:00", "numbers": 2}])
    away = office.take_remote()
    office.take()
    refused("quota_used_up", office.take)
    refused("quota_used_up", office.take_remote)
    office.check_in(away.id)
    assert counted(office, room_tables.quota_counts.c.given) == 2, "coming takes no second one"


def test_each_case_of_a_number_takes_the_room_of_one(office: Office) -> None:
    ruled(office, most_people=4)
    office.at("hall-1", "open")
    family = office.take(cases=3)
    refused("center_full", office.take, cases=2)
    office.take("school")
    refused("center_full", office.take, "school")
    assert office.serve("hall-1").id == family.id
    refused("center_full", office.take, "school")
    office.at("hall-1", "finish")
    office.take(cases=3)


def test_whoever_is_on_the_way_has_room_when_they_come(office: Office) -> None:
    ruled(office, most_people=2, remote_minutes=10)
    away = office.take_remote()
    office.take()
    refused("center_full", office.take)
    refused("center_full", office.take_remote)
    assert office.check_in(away.id).state == "waiting"
    refused("center_full", office.take)
    office.cancel(away.id)
    away = office.take_remote()
    office.now += 11 * MINUTE
    assert office.expire_due() == 1
    office.take()


def test_one_live_ticket_for_each_person_and_service(office: Office) -> None:
    ruled(office, one_per_person=True)
    mine = office.take(holder="4419001990")
    assert refused("person_has_ticket", office.take, "idcard", "social", holder="4419001990").values["number"] == "D001"
    office.take("idcard", holder="4419001990")
    office.take(holder="4419001991")
    office.take()
    kept = office.store.read(lambda reading: reading.rows(select(room_tables.person_tickets.c.person)))
    assert len({row[0] for row in kept}) == 2
    assert not any("441900" in row[0] for row in kept)
    office.cancel(mine.id)
    office.take(holder="4419001990")
    office.now += 24 * 60 * MINUTE
    office.take(holder="4419001990")
    assert len(office.store.read(lambda reading: reading.rows(select(room_tables.person_tickets.c.person)))) == 1


def test_where_nobody_wants_to_know_nothing_is_kept(office: Office) -> None:
    for _ in range(2):
        office.take(holder="4419001990")
    assert not office.store.read(lambda reading: reading.rows(select(room_tables.person_tickets)))
    assert not office.store.read(lambda reading: reading.rows(select(room_tables.quota_counts)))


def test_a_hall_that_does_not_want_to_know_any_more_forgets(office: Office) -> None:
    ruled(office, one_per_person=True)
    mine = office.take(holder="4419001990")
    ruled(office, one_per_person=False)
    assert not office.store.read(lambda reading: reading.rows(select(room_tables.person_tickets)))
    office.cancel(mine.id)
    ruled(office, one_per_person=True)
    assert office.take(holder="4419001990").number == "D002"


@pytest.mark.parametrize("code", ["quota_used_up", "center_full", "person_has_ticket"])
def test_the_last_place_is_raced_for_and_one_gets_it(office: Office, code: str) -> None:
    rules: dict[str, dict[str, Any]] = {
        "center_full": {"most_people": 2},
        "person_has_ticket": {"one_per_person": True},
    }
    quotas: list[Json] = [{"begins": "09:00", "ends": "17:00", "numbers": 2}]
    ruled(office, quotas if code == "quota_used_up" else None, **rules.get(code, {}))
    office.take(holder="another")
    command = TakeTicketCommand(("social",), "kiosk", holder="me")
    now = office.now

    def attempt() -> None:
        office.store.write("hall", lambda uow: take_ticket(uow, command, now))

    # Whoever lost the answer is told the second time that it is gone: what was given out is in the table.
    assert race(attempt, code, CROWD) <= 1
    assert office.store.read(lambda reading: reading.value(select(func.count()).select_from(tables.tickets))) == 2


def test_whoever_counts_before_the_lock_gives_one_place_to_many(office: Office) -> None:
    """The negative control: each of them saw a free place before anybody had taken it."""
    ruled(office, [{"begins": "09:00", "ends": "17:00", "numbers": 2}])
    office.take()
    looked = threading.Barrier(CROWD)

    def attempt() -> None:
        seen: list[int] = []
        patiently(lambda: seen.append(counted(office, room_tables.quota_counts.c.given)))
        looked.wait()
        if seen[0] >= 2:
            raise Refusal("quota_used_up")
        one_more = update(room_tables.quota_counts).values(given=seen[0] + 1)
        patiently(lambda: office.store.write("hall", lambda uow: uow.run(one_more)))

    assert race(attempt, "quota_used_up", CROWD) > 1


@pytest.mark.parametrize("rule", ["off", "warn", "stop"])
def test_a_number_that_would_be_served_after_closing_is_given_only_where_the_hall_does_not_mind(
    office: Office, rule: str
) -> None:
    ruled(office, stop_when_late=rule)
    command = TakeTicketCommand(("social",), "kiosk", late=True)
    if rule != "stop":
        assert office.write(lambda uow: take_ticket(uow, command, office.now)).number == "D001"
        return
    told = refused("service_late", office.write, lambda uow: take_ticket(uow, command, office.now)).values
    assert told["closes"] == "17:00"
    assert "09:00" in told["instead"].en  # type: ignore[attr-defined]
    assert office.kinds() == ["settings.changed"]


def test_a_free_time_is_named_where_the_service_is_booked(desk: Desk) -> None:
    Settings(desk.store, desk.now).edit(lambda document: document["rules"].update(stop_when_late="stop"))
    command = TakeTicketCommand(("social",), "kiosk", late=True)
    told = refused("service_late", desk.write, lambda uow: take_ticket(uow, command, desk.now)).values
    assert "Book a time" in told["instead"].en  # type: ignore[attr-defined]


def test_the_estimate_stops_a_line_only_where_the_rule_wants_it(embedded: Office) -> None:
    office, estimates = embedded, Estimates()
    office.at("hall-2", "open")
    for _ in range(3):
        office.take()
        office.at("hall-2", "call_next")
        office.at("hall-2", "start")
        office.now += 20 * MINUTE
        office.at("hall-2", "finish")
    office.now += (16 * 60 + 45 - 11 * 60) * MINUTE
    assert not estimates.stops(office.store, "hall", "social", office.now)
    ruled(office, stop_when_late="stop")
    assert not estimates.stops(office.store, "hall", "social", office.now - 4000), "looked up a moment ago"
    office.now += RULE_MS
    assert estimates.stops(office.store, "hall", "social", office.now)
    assert not estimates.stops(office.store, "hall", "nothing", office.now)
    assert not estimates.stops(office.store, "moon", "social", office.now)
