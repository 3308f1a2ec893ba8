"""A plan whose trips lie in two centers leads to both numbers, under one visit: over the API and on the phone."""

import http.client
import json
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commands.seeding import now
from server.client.commands import Commands
from server.office.releases.shipped import publish_shipped
from server.store.unit_of_work import CITY
from server.wire.messages import milliseconds
from tests.hall_pages import Hall, hall_for
from tests.two_centers import TOWN, case, two_centers

MARRIAGE, MEDICAL = "dj-city-07", "dj-shixi-02"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("two") / "data") as made:
        key = Ed25519PrivateKey.generate()
        made.store.write(CITY, lambda uow: publish_shipped(uow, two_centers(), key, now()))
        made.at(MARRIAGE, "open")
        made.at(MEDICAL, "open")
        yield made


@pytest.fixture
def code(hall: Hall) -> str:
    """Return the code of a plan that leads to the city first and then to the town."""
    return hall.kiosk.start_consultation(case().checklists, case().answers).code


def ask(hall: Hall, method: str, path: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(hall.url.removeprefix("http://"), timeout=60)
    try:
        body = "{}" if method == "PUT" else None
        connection.request(method, f"/api/v1{path}", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def trips(hall: Hall, code: str) -> Any:
    status, told = ask(hall, "GET", f"/consultations/{code}/trips")
    assert status == 200, told
    return told


def test_with_the_first_number_in_its_line_the_second_can_be_taken_in_the_other_center(hall: Hall, code: str) -> None:
    first, second = trips(hall, code)["trips"]
    assert [(each["center"], each["services"], each["offer"]) for each in (first, second)] == [
        (hall.center, ["marriage"], "take"),
        (TOWN, ["medical"], "after"),
    ]
    assert second["way_min"] == 35
    assert ask(hall, "PUT", f"/consultations/{code}/trips/2/ticket")[1]["code"] == "trip_after"
    here = hall.take("marriage", code)
    told = trips(hall, code)
    first, second = told["trips"]
    assert told["visit"] == here.visit
    assert (first["ticket"]["number"], first["offer"], second["offer"]) == (here.number, "none", "take")
    assert milliseconds(second["arrives_at"]) - milliseconds(first["arrives_at"]) >= 35 * 60_000
    status, there = ask(hall, "PUT", f"/consultations/{code}/trips/2/ticket")
    assert (status, there["center"], there["state"], there["visit"], there["plan"]) == (
        201,
        TOWN,
        "remote",
        here.visit,
        code,
    )
    # Kept until one can be there when the first trip is done, and as long as any number is kept after that.
    assert milliseconds(there["arrive_by"]) >= milliseconds(second["arrives_at"]) + 44 * 60_000
    again = trips(hall, code)["trips"][1]
    assert (again["ticket"]["number"], again["ticket"]["arrive_by"]) == (there["number"], there["arrive_by"])
    assert ask(hall, "PUT", f"/consultations/{code}/trips/2/ticket")[1]["code"] == "trip_taken"


def test_a_number_that_ran_out_or_was_given_back_can_be_taken_again(hall: Hall, code: str) -> None:
    hall.take("marriage", code)
    _, there = ask(hall, "PUT", f"/consultations/{code}/trips/2/ticket")
    town = Commands(hall.url, hall.kiosk_tokens[TOWN], timeout=60)
    town.cancel(there["id"])
    town.close()
    assert trips(hall, code)["trips"][1]["offer"] == "take"
    assert ask(hall, "PUT", f"/consultations/{code}/trips/2/ticket")[0] == 201


def test_what_is_no_trip_is_refused(hall: Hall, code: str) -> None:
    for trip in ("3", "x", "0", "99999"):
        assert ask(hall, "PUT", f"/consultations/{code}/trips/{trip}/ticket")[1]["code"] == "trip_unknown"
    begun = hall.kiosk.start_consultation(case().checklists, {}).code
    assert trips(hall, begun) == {"code": begun, "visit": None, "trips": []}


class Phone:
    """A phone that keeps its cookies."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def look(self, path: str, **form: str) -> str:
        body = urlencode(form).encode() if form else None
        asked = Request(self.hall.url + path, body, {"Accept-Language": "en"})
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return str(answer.read().decode())
        except HTTPError as refused:
            return refused.read().decode()


def test_a_phone_takes_the_second_number_from_the_plan_and_keeps_it(hall: Hall, code: str) -> None:
    phone, other = Phone(hall), Phone(hall)
    page = phone.look(f"/c/{code}/plan")
    assert page.count("Take a number there") == 1
    assert "Check in for the trip before first." in page
    assert "Take the number of the trip before first" in phone.look(f"/c/{code}/trips/2", take="1")
    here = hall.take("marriage", code)
    page = phone.look(f"/c/{code}/plan")
    assert f"Your number there: {here.number}" in page
    assert "From the trip before: about 35 minutes" in page
    assert re.search(r"You can be there at about \d\d:\d\d\.", page)
    taken = phone.look(f"/c/{code}/trips/2", take="1")
    assert re.search(r"It is kept for you until \d\d:\d\d\.", taken)
    (link,) = re.findall(r'href="(/t/[^"]+#[^"]+)"', taken)
    assert link
    # Whoever else knows the code sees the number and opens nothing.
    assert not re.findall(r'href="(/t/[^"]+)"', other.look(f"/c/{code}/plan"))
    assert "already" in phone.look(f"/c/{code}/trips/2", take="1")


def test_a_channel_has_the_steps_of_a_ticket_put_in_order_and_without_asking_they_stay(hall: Hall) -> None:
    def take(services: list[str], **more: object) -> list[str]:
        connection = http.client.HTTPConnection(hall.url.removeprefix("http://"), timeout=60)
        headers = {
            "Authorization": f"Bearer {hall.kiosk_token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"route-{services}-{more}".replace(" ", ""),
        }
        try:
            body = json.dumps({"services": services, **more})
            connection.request("POST", f"/api/v1/centers/{hall.center}/tickets", body, headers)
            answer = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        taken: list[str] = answer["services"]
        return taken

    # By place: ground floor A, first floor C, ground floor A again is one walk more than needed.
    there_and_back = ["residence", "food", "hukou"]
    assert take(there_and_back) == there_and_back
    assert take(there_and_back, route=True) == ["residence", "hukou", "food"]
