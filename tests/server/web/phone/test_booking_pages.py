"""Booking on a phone without script: chosen, booked once, moved, given back; nobody else's phone opens it."""

import re
from urllib.parse import urlencode

from tests.server.web.conftest import Answer, Web

SLOTS = "/b/hall/social"


def send(web: Web, path: str, cookie: str = "", **fields: str) -> Answer:
    body = urlencode(fields).encode()
    return web.ask("POST", path, None, body, None, Content_Type="application/x-www-form-urlencoded", Cookie=cookie)


def look(web: Web, path: str, cookie: str = "", language: str = "zh") -> str:
    answer = web.ask("GET", path, Cookie=f"{cookie}; banshi-language={language}")
    assert answer.status == 200, answer.data
    return answer.data.decode()


def chosen(web: Web, clock: str = "14:00", **more: str) -> dict[str, str]:
    page = look(web, f"{SLOTS}?{urlencode({'day': '2025-11-26', 'clock': clock, **more})}")
    return dict(re.findall(r'name="(day|clock|secret|move)" value="([^"]*)"', page))


def booked(web: Web, **fields: str) -> tuple[str, str]:
    """Return the address of a booking and the cookie that opens it."""
    answer = send(web, SLOTS, **chosen(web), **fields)
    assert answer.status == 303, answer.data
    return answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]


def test_from_the_hall_over_day_and_time_to_a_code(web: Web) -> None:
    assert f'href="{SLOTS}"' in look(web, "/b/hall")
    page = look(web, SLOTS)
    assert 'aria-current="date"' in page
    assert "clock=10:30" in page
    place, cookie = booked(web, phone="138 0000 0000")
    own = look(web, place, cookie)
    assert re.search(r'<p class="big">\d{4} \d{4}</p>', own)
    assert "14:00" in own
    calendar = web.ask("GET", f"{place}/calendar", Cookie=cookie)
    assert b"DTSTART:20251126T060000Z" in calendar.data


def test_a_form_that_is_sent_twice_books_once(web: Web) -> None:
    form = chosen(web)
    answers = [send(web, SLOTS, **form) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(web.ask("GET", "/centers/hall/bookings?day=2025-11-26", web.counter()).json["bookings"]) == 1


def test_a_booking_moves_and_is_given_back(web: Web) -> None:
    place, cookie = booked(web)
    form = chosen(web, "15:00", move=place.rpartition("/")[2])
    assert send(web, SLOTS, cookie, **form).headers["location"] == place
    assert "15:00" in look(web, place, cookie)
    assert send(web, place, cookie).status == 303
    assert "已取消" in look(web, place, cookie)
    assert send(web, place, cookie).status == 409


def test_another_phone_sees_changes_and_moves_nothing(web: Web) -> None:
    place, _ = booked(web)
    other, cookie = booked(web)
    stolen = cookie.replace(other.rpartition("/")[2], place.rpartition("/")[2])
    for shown in ("", cookie, stolen):
        assert web.ask("GET", place, Cookie=shown).status == 404
        assert send(web, place, shown).status == 404
        moved = chosen(web, "15:00", move=place.rpartition("/")[2])
        assert send(web, SLOTS, shown, **moved).status == 404


def test_a_slot_that_was_taken_meanwhile_is_told_beside_the_free_ones(web: Web) -> None:
    forms = [chosen(web) for _ in range(4)]
    assert [send(web, SLOTS, **form).status for form in forms] == [303, 303, 303, 409]
    page = send(web, SLOTS, **chosen(web, "15:00", phone="")).headers
    assert page["location"]
    full = look(web, f"{SLOTS}?day=2025-11-26")
    assert "<span><b>14:00</b><small>已满</small></span>" in full


def test_forms_that_nobody_filled_in_are_refused_in_words(web: Web) -> None:
    for fields in ({}, {"day": "x", "clock": "y", "secret": "z" * 24}, {**chosen(web), "secret": "short"}):
        answer = send(web, SLOTS, **fields)
        assert answer.status == 400
        assert 'role="alert"' in answer.data.decode()
    assert web.ask("GET", "/b/nowhere").status == 404
    assert web.ask("GET", "/b/hall/idcard").status == 409


def test_both_languages_and_the_manners_of_all_pages(web: Web) -> None:
    place, cookie = booked(web)
    for path in ("/b/hall", SLOTS, f"{SLOTS}?day=2025-11-26&clock=15:00", place):
        english = look(web, path, cookie, "en")
        assert "预约" not in english, path
        answer = web.ask("GET", path, Cookie=cookie)
        assert answer.headers["cache-control"] == "no-store"
        assert "style=" not in answer.data.decode()


def hall_code(web: Web) -> str:
    """Return the path that the code of the hall leads to now."""
    told = web.ask("GET", "/centers/hall/hall-code", web.display).json
    assert len(told["rows"]) == len(told["rows"][0])
    assert told["address"].endswith(f"/h/hall/{told['code']}")
    return f"/h/hall/{told['code']}"


def test_a_phone_that_scans_the_hall_checks_in_with_its_booking(web: Web) -> None:
    web.moment[0] -= 30 * 60_000
    answer = send(web, SLOTS, **{**chosen(web), "day": "2025-11-25", "clock": "10:30"})
    place, cookie = answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]
    assert "大屏" not in look(web, place, cookie), "it is too early"
    early = hall_code(web)
    booking = place.rpartition("/")[2]
    assert send(web, early, cookie, booking=booking).status == 409
    web.moment[0] += 30 * 60_000
    assert "大屏" in look(web, place, cookie)
    assert send(web, early, cookie, booking=booking).status == 403, "half an hour ago somebody stood there"
    here = hall_code(web)
    assert f'value="{booking}"' in look(web, here, cookie)
    assert booking not in look(web, here), "another phone"
    assert send(web, here, "", booking=booking).status == 404
    done = send(web, here, cookie, booking=booking)
    assert (done.status, done.headers["location"][:3]) == (303, "/t/")
    own = look(web, place, cookie)
    assert "D001" in own
    assert place in look(web, here, cookie)
    assert send(web, here, cookie, booking=booking).status == 409


def test_a_code_of_another_hall_checks_nobody_in(web: Web) -> None:
    place, cookie = booked(web)
    booking = place.rpartition("/")[2]
    here = hall_code(web).replace("/hall/", "/village/")
    assert send(web, here, cookie, booking=booking).status == 404
    assert "自助机" in look(web, here, cookie)
    assert web.ask("GET", "/h/nowhere/12345678").status == 404


def test_whoever_waits_for_a_full_day_sees_their_place_and_is_told_when_one_comes_free(web: Web) -> None:
    day = "2025-11-26"
    free = web.ask("GET", f"/centers/hall/services/social/slots?first={day}&days=1", web.channel).json["days"][0]
    made = [
        web.ask(
            "POST", "/centers/hall/bookings", web.channel, {"service": "social", "day": day, "clock": slot["clock"]}
        )
        for slot in free["slots"]
        for _ in range(slot["free"])
    ]
    page = look(web, f"{SLOTS}?day={day}")
    assert 'name="wait"' in page
    assert 'name="wait"' not in look(web, f"{SLOTS}?day=2025-11-27")

    def wait() -> tuple[str, str]:
        web.moment[0] += 1000
        fields = dict(re.findall(r'name="(day|wait|secret)" value="([^"]*)"', look(web, f"{SLOTS}?day={day}")))
        answer = send(web, SLOTS, **fields)
        assert answer.status == 303, answer.data
        return answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]

    first, second, third = wait(), wait(), wait()
    assert '<p class="big">1</p>' in look(web, *first)
    assert '<p class="big">3</p>' in look(web, *third)
    assert 'http-equiv="refresh"' in look(web, *third)
    assert send(web, *second).status == 303
    assert '<p class="big">2</p>' in look(web, *third)
    gone = made[-1].json
    secret = {"X_Ticket_Secret": gone["secret"]}
    assert web.ask("POST", f"/bookings/{gone['id']}/cancel", None, {}, **secret).status == 200
    told = look(web, f"{first[0]}?waited=1", first[1])
    assert "候补成功" in told
    assert gone["clock"] in told
    assert 'http-equiv="refresh"' not in told
    assert '<p class="big">1</p>' in look(web, *third)
    full = send(web, SLOTS, day="2025-11-27", wait="1", secret="s" * 24)
    assert full.status == 409, "nobody waits for a day with free places"
