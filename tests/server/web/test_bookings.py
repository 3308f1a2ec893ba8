"""Bookings over HTTP: made once per key, opened by their secret alone, and used in the hall."""

from typing import Any

import pytest

from server.office.access.tries import MOST
from server.office.ticket import ticket_of
from server.web.rates import BOOKINGS
from tests.server.web.conftest import Answer, Web, held

SLOT = {"service": "social", "day": "2025-11-26", "clock": "14:00"}
SOON = {"service": "social", "day": "2025-11-25", "clock": "10:30"}


def booked(web: Web, body: dict[str, Any] = SLOT) -> Any:
    answer = web.ask("POST", "/centers/hall/bookings", web.channel, body)
    assert answer.status == 201, answer.data
    return answer.json


def own(web: Web, booking: Any, verb: str, body: dict[str, Any] | None = None) -> Answer:
    headers = {"X_Ticket_Secret": booking["secret"]}
    method = "GET" if verb in ("", "calendar") else "POST"
    path = f"/bookings/{booking['id']}/{verb}".rstrip("/")
    return web.ask(method, path, None, None if method == "GET" else body or {}, **headers)


def test_what_can_be_booked_is_told_and_a_place_less_afterwards(web: Web) -> None:
    def free() -> int:
        told = web.ask("GET", "/centers/hall/services/social/slots?first=2025-11-26&days=1", web.kiosk).json
        return next(int(slot["free"]) for slot in told["days"][0]["slots"] if slot["clock"] == "14:00")

    assert free() == 3
    booking = booked(web)
    assert free() == 2
    assert own(web, booking, "").json["digits"] == booking["digits"]
    assert web.ask("GET", "/centers/hall/services/idcard/slots", web.kiosk).code == "booking_off"


def test_one_key_makes_one_booking(web: Web) -> None:
    answers = [web.ask("POST", "/centers/hall/bookings", web.channel, SLOT, "one-booking") for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(web.ask("GET", "/centers/hall/bookings?day=2025-11-26", web.counter()).json["bookings"]) == 1


def test_the_holder_moves_it_has_it_in_a_calendar_and_gives_it_back(web: Web) -> None:
    booking = booked(web)
    assert own(web, booking, "move", {"day": "2025-11-26", "clock": "15:00"}).json["clock"] == "15:00"
    calendar = own(web, booking, "calendar")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"DTSTART:20251126T070000Z" in calendar.data
    assert own(web, booking, "cancel").json["state"] == "cancelled"
    assert own(web, booking, "cancel").code == "booking_state"


def test_a_held_place_is_booked_with_its_secret(web: Web) -> None:
    held = booked(web, {**SLOT, "hold": True})
    assert held["held_until"]
    assert own(web, held, "book", {"phone": "138 0000 0000"}).json["state"] == "booked"


def test_a_secret_opens_its_own_booking_alone(web: Web) -> None:
    one, other = booked(web), booked(web)
    stolen = {**one, "secret": other["secret"]}
    assert own(web, stolen, "").code == own(web, {**one, "id": "nothing"}, "").code == "secret_unknown"
    assert web.ask("GET", f"/bookings/{one['id']}").code == "token_missing"
    assert web.ask("GET", "/bookings/nothing", web.channel).code == "booking_unknown"


def test_a_kiosk_checks_in_by_digits_and_a_phone_with_the_code_of_the_hall(web: Web) -> None:
    web.moment[0] -= 10 * 60_000
    at_kiosk, on_phone = booked(web, SOON), booked(web, SOON)
    web.moment[0] += 10 * 60_000
    done = web.ask("POST", "/centers/hall/check-in", web.kiosk, {"digits": at_kiosk["digits"]})
    assert done.status == 201
    assert done.json["ticket"]["digits"]
    assert own(web, on_phone, "check-in", {"hall": "00000000"}).code == "booking_not_here"
    code = web.ask("GET", "/centers/hall/hall-code", web.display).json["code"]
    assert own(web, on_phone, "check-in", {"hall": code}).json["booking"]["state"] == "checked_in"


def test_who_comes_too_early_takes_an_ordinary_ticket_instead(web: Web) -> None:
    booking = booked(web, {**SOON, "clock": "15:00"})
    body = {"digits": booking["digits"]}
    assert web.ask("POST", "/centers/hall/check-in", web.kiosk, body).code == "booking_early"
    done = web.ask("POST", "/centers/hall/check-in", web.kiosk, {**body, "walk_in": True}).json
    assert (done["booking"]["state"], done["ticket"]["state"]) == ("freed", "waiting")


def test_a_kiosk_looks_at_a_booking_and_moves_it_by_its_digits(web: Web) -> None:
    booking = booked(web, {**SOON, "clock": "15:00"})
    digits = {"digits": booking["digits"]}
    seen = web.ask("POST", "/centers/hall/look-up", web.kiosk, digits).json
    assert (seen["id"], seen["clock"], seen.get("secret")) == (booking["id"], "15:00", None)
    other = {**digits, "day": SOON["day"], "clock": "16:00"}
    moved = web.ask("POST", "/centers/hall/move", web.kiosk, other, "one-key-for-both").json
    assert (moved["id"], moved["clock"], moved["digits"]) == (booking["id"], "16:00", booking["digits"])
    assert web.ask("POST", "/centers/hall/move", web.kiosk, other, "one-key-for-both").json == moved
    assert web.ask("POST", "/centers/hall/move", web.kiosk, other).code == "booking_twice"
    assert web.ask("POST", "/centers/hall/move", web.kiosk, {**other, "clock": "03:33"}).code == "booking_no_slot"
    wrong = {"digits": "00000000"}
    assert web.ask("POST", "/centers/hall/look-up", web.kiosk, wrong).code == "booking_unknown"
    assert web.ask("POST", "/centers/hall/move", web.kiosk, {**other, **wrong}).code == "booking_unknown"
    assert web.ask("POST", "/centers/hall/move", web.channel, other).code == "token_scope"
    web.ask("POST", "/centers/hall/give-up", web.kiosk, digits)
    assert web.ask("POST", "/centers/hall/move", web.kiosk, other).code == "booking_unknown"


def test_a_booking_is_looked_at_while_somebody_writes_and_without_a_key(web: Web) -> None:
    digits = {"digits": booked(web, {**SOON, "clock": "15:00"})["digits"]}
    with held(web) as writer:
        seen = web.ask("POST", "/centers/hall/look-up", web.kiosk, digits, None)
        assert (seen.status, seen.json["clock"]) == (200, "15:00")
        assert writer.is_alive()


def test_digits_are_not_guessed(web: Web) -> None:
    for _ in range(MOST):
        assert web.ask("POST", "/centers/hall/check-in", web.kiosk, {"digits": "00000000"}).code == "booking_unknown"
    assert web.ask("POST", "/centers/hall/check-in", web.kiosk, {"digits": "00000000"}).code == "booking_tries"


def test_staff_lift_what_was_missed(web: Web) -> None:
    known, nameless = booked(web, {**SLOT, "phone": "13800000000"}), booked(web)
    path = "/centers/hall/bookings/{}/lift"
    why = {"reason": "ill"}
    assert web.ask("POST", path.format(known["id"]), web.counter(), why).json == {}
    assert web.ask("POST", path.format(nameless["id"]), web.counter(), why).code == "booking_unknown"
    assert web.ask("POST", path.format(known["id"]), web.counter(), {"reason": "no"}).code == "bad_request"


def test_staff_see_who_comes_and_check_them_in(web: Web) -> None:
    web.moment[0] -= 10 * 60_000
    one, later = booked(web, {**SOON, "phone": "13800000000"}), booked(web, {**SOON, "clock": "15:00"})
    web.moment[0] += 10 * 60_000
    listed = web.ask("GET", "/centers/hall/bookings", web.counter()).json["bookings"]
    assert [(each["ending"], each["known"], each["state"]) for each in listed] == [
        (one["digits"][-4:], True, "booked"),
        (later["digits"][-4:], False, "booked"),
    ]
    found = web.ask("GET", f"/centers/hall/bookings?digits={later['digits']}", web.counter()).json
    assert (found["day"], [each["id"] for each in found["bookings"]]) == (SOON["day"], [later["id"]])
    assert web.ask("GET", "/centers/hall/bookings?digits=00000000", web.counter()).code == "booking_unknown"
    path = "/centers/hall/bookings/{}/check-in"
    done = web.ask("POST", path.format(one["id"]), web.counter(), {})
    assert (done.status, done.json["booking"]["state"]) == (201, "checked_in")
    assert web.ask("POST", path.format(later["id"]), web.counter(), {}).code == "booking_early"
    assert web.ask("POST", path.format(later["id"]), web.kiosk, {}).code == "token_scope"
    ordinary = web.ask("POST", path.format(later["id"]), web.counter(), {"walk_in": True}).json
    assert ordinary["booking"]["state"] == "freed"
    listed = web.ask("GET", "/centers/hall/bookings", web.counter()).json["bookings"]
    assert [each["number"] for each in listed] == [done.json["ticket"]["number"], ordinary["ticket"]["number"]]


def test_a_service_that_is_booked_is_told_with_its_center(web: Web) -> None:
    told = web.ask("GET", "/centers/hall", web.kiosk).json["services"]
    assert [each["id"] for each in told if each["booked"]] == ["social"]


def test_one_address_books_so_much_a_minute_and_a_channel_for_everybody(web: Web) -> None:
    past = {**SOON, "clock": "09:00"}
    for _ in range(BOOKINGS):
        assert web.ask("POST", "/centers/hall/bookings", web.kiosk, past).code == "booking_past"
    # One more a second comes free meanwhile, however slow the machine is.
    assert "too_many" in (web.ask("POST", "/centers/hall/bookings", web.kiosk, past).code for _ in range(BOOKINGS))
    assert web.ask("POST", "/centers/hall/bookings", web.channel, past).code == "booking_past"


@pytest.mark.parametrize("walk_in", [False, True])
def test_what_somebody_speaks_who_checks_in_is_on_their_ticket(web: Web, walk_in: bool) -> None:
    made = web.ask("POST", "/centers/hall/bookings", web.channel, SOON)
    body = {"digits": made.json["digits"], "walk_in": walk_in, "language": "en"}
    done = web.ask("POST", "/centers/hall/check-in", web.kiosk, body)
    ticket = done.json["ticket"]["id"]
    assert web.store.read(lambda reading: ticket_of(reading, ticket)).language == "en"
