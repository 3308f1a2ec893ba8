"""A crowd at the door of the administrators' house: whoever weighs passwords keeps no citizen and no clerk waiting."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest

from server.office.people import hashing
from server.rules.people.roles import Grant
from server.store.seeding import seed
from server.store.store import Store
from server.web import serving
from server.web.app import create_app
from server.web.http.limits import Limits
from server.web.serving import THREADS, lane_of
from server.web.table import TABLE
from tests.server.conftest import MORNING
from tests.server.office.bookings.conftest import booked_city
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.conftest import Web, web_over

CROWD = 24
"""More than there are threads for a hall."""
FORM = urlencode({"login": "nobody", "password": PASSWORD}).encode()


@contextmanager
def slow_hashes() -> Iterator[None]:
    """Let no password be weighed meanwhile."""
    with ExitStack() as held:
        for _ in range(hashing.AT_ONCE):
            held.enter_context(hashing._gate)
        yield


@contextmanager
def crowd(web: Web) -> Iterator[list[socket.socket]]:
    """Let so many sign in at once whose passwords are not weighed yet."""
    port = str(web.port).encode()
    head = b"POST /admin/sign-in HTTP/1.1\r\nHost: 127.0.0.1:" + port + b"\r\nOrigin: http://127.0.0.1:" + port
    kind = b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + str(len(FORM)).encode()
    come = [socket.create_connection(("127.0.0.1", web.port), 20) for _ in range(CROWD)]
    try:
        for each in come:
            each.sendall(head + kind + b"\r\n\r\n" + FORM)
        yield come
    finally:
        for each in come:
            each.close()


@pytest.fixture
def people(web: Web) -> House:
    return House(web.store)


def test_a_crowd_at_the_door_takes_nobody_a_thread(web: Web, people: House) -> None:
    people.add("city", Grant("city"))
    browser = Browser(web)
    browser.open("/admin/sign-in")
    browser.send("/admin/sign-in", login="city", password=PASSWORD)
    with slow_hashes(), crowd(web):
        assert web.take().status == 201
        assert web.ask("POST", "/counters/hall-1/open", web.counter(), {}).status == 200
        assert browser.open("/admin/").status == 200


@pytest.mark.parametrize("lane", ["door", "desk"])
def test_only_what_weighs_passwords_waits_there(lane: str) -> None:
    assert {(each.method, each.path) for each in TABLE if each.lane == lane} == {
        "door": {("POST", "/admin/sign-in"), ("POST", "/admin/first-run")},
        "desk": {("POST", "/api/v1/counters/{counter}/sign-in")},
    }[lane]


def test_every_address_is_answered_by_the_lane_that_it_names(store: Store) -> None:
    seed(store, booked_city(), MORNING)
    lane = lane_of(create_app(store, clock=lambda: MORNING, live_port=9))
    for each in TABLE:
        path = each.path.replace("{", "").replace("}", "").encode()
        assert lane(each.method, path) == each.lane, each.path
        assert each.lane in THREADS
    assert lane("HEAD", b"/admin/people") == "house"
    assert (lane("GET", b"/nowhere"), lane("PUT", b"/admin/people"), lane("GET", b"")) == ("hall",) * 3


def test_where_all_share_one_lane_the_hall_stands_still(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "lane_of", lambda _app: lambda _method, _path: "hall")
    monkeypatch.setattr(serving, "Limits", lambda: Limits(queued=0.5))
    with web_over(store) as web, slow_hashes(), crowd(web):
        assert web.take().code == "busy"
