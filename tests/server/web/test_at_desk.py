"""Clerks sign in at a paired counter over HTTP: a stolen token acts as nobody, a PIN alone opens nothing."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from server.live.service import LiveService
from server.office.people.accounts import disable
from server.office.people.hashing import hashed
from server.office.people.keys import set_pin
from server.rules.people.roles import Grant
from server.store import tables
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.web import known_tokens
from server.web.table import API
from tests.server.office.people.conftest import SECURITY, House
from tests.server.settings_of import Settings
from tests.server.web.conftest import Answer, Web

HERE = "/counters/hall-1"


def sign_rule(web: Web, holds: bool) -> None:
    def edit(document: dict[str, object]) -> None:
        document["rules"] = {"desks_signed_in": holds}

    Settings(web.store, web.moment[0]).edit(edit)


def clerk(web: Web, login: str, pin: str) -> str:
    people = House(web.store)
    id_ = people.add(login, Grant("clerk", "hall"))
    kept = hashed(pin)
    web.store.write(WHOLE_CITY, lambda uow: set_pin(uow, id_, kept, SECURITY, web.moment[0]))
    return id_


@pytest.fixture
def hall(web: Web) -> Web:
    sign_rule(web, True)
    return web


def enter(web: Web, token: str | None = None, **shown: object) -> Answer:
    body = shown or {"name": "li", "pin": "2468"}
    return web.ask("POST", f"{HERE}/sign-in", token or web.counter(), body, None)


def test_a_clerk_signs_in_serves_and_every_fact_names_them(hall: Web) -> None:
    li = clerk(hall, "li", "2468")
    answer = enter(hall)
    assert (answer.status, answer.json["counter"]["seat"]["name"]) == (200, "Li")
    token = answer.json["token"]
    assert hall.ask("POST", f"{HERE}/open", token, {}).status == 200
    hall.take()
    assert hall.ask("POST", f"{HERE}/call-next", token, {}).status == 200
    j = tables.journal.c
    kinds = ("counter.opened", "ticket.called", "staff.told")
    rows = hall.store.read(lambda reading: reading.rows(select(j.kind, j.person)))
    assert {tuple(row) for row in rows if row[0] in kinds} == {(kind, li) for kind in kinds}


def test_a_stolen_token_of_a_counter_acts_as_nobody(hall: Web) -> None:
    clerk(hall, "li", "2468")
    stolen = hall.counter()
    assert enter(hall).status == 200
    for verb in ("open", "call-next", "leave", "sign-out", "close"):
        answer = hall.ask("POST", f"{HERE}/{verb}", stolen, {})
        assert (answer.status, answer.code) == (401, "desk_sign_in_needed")
    assert hall.ask("POST", f"{HERE}/sit-down", stolen, {"who": "chen", "take_over": True}).status == 401


def test_no_address_of_a_counter_changes_anything_before_somebody_signed_in(hall: Web) -> None:
    """Made from the route table: what comes new is held, too."""
    asked = 0
    for route in API:
        if "counter" not in route.scopes or route.method == "GET" or route.unnamed or "{ticket}" in route.path:
            continue
        path = route.path.format_map(_Places())
        answer = hall.ask(route.method, path, hall.counter(), {})
        assert (answer.status, answer.code) == (401, "desk_sign_in_needed"), path
        asked += 1
    assert asked > 25


class _Places(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return {"counter": "hall-1", "center": "hall"}.get(name, "nothing")


def test_a_pin_alone_opens_nothing(hall: Web) -> None:
    clerk(hall, "li", "2468")
    shown = {"name": "li", "pin": "2468"}
    assert hall.ask("POST", f"{HERE}/sign-in", None, shown, None).code == "token_missing"
    for token in (hall.kiosk, hall.display, hall.channel, hall.counter("hall-2")):
        assert hall.ask("POST", f"{HERE}/sign-in", token, shown, None).code == "token_scope"


def test_the_token_of_a_clerk_is_for_their_desk_alone_and_lets_the_next_one_in(hall: Web) -> None:
    clerk(hall, "li", "2468")
    wu = clerk(hall, "wu", "1357")
    first = enter(hall).json["token"]
    assert hall.ask("POST", "/counters/hall-2/open", first, {}).code == "token_scope"
    answer = enter(hall, first, name="wu", pin="1357", take_over=True)
    assert answer.json["counter"]["seat"]["person"] == wu
    assert hall.ask("POST", f"{HERE}/open", first, {}).status == 401
    assert hall.ask("POST", f"{HERE}/open", answer.json["token"], {}).status == 200


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ({"name": "li", "pin": "1357"}, "desk_sign_in_wrong"),
        ({"name": "li"}, "desk_sign_in_wrong"),
        ({"pin": "2468"}, "desk_sign_in_wrong"),
        ({"card": "1234"}, "card_unfit"),
        ({"name": "li", "pin": "24\x008"}, "bad_request"),
        ({"name": "li", "pin": "123456789"}, "bad_request"),
        ({"who": "li"}, "bad_request"),
    ],
)
def test_what_opens_no_desk(hall: Web, shown: dict[str, object], code: str) -> None:
    clerk(hall, "li", "2468")
    assert hall.ask("POST", f"{HERE}/sign-in", hall.counter(), shown, None).code == code


def test_signing_out_closes_the_counter_and_ends_the_token(hall: Web) -> None:
    clerk(hall, "li", "2468")
    token = enter(hall).json["token"]
    hall.ask("POST", f"{HERE}/open", token, {})
    answer = hall.ask("POST", f"{HERE}/sign-out", token, {})
    assert (answer.status, answer.json["state"], answer.json["seat"]) == (200, "closed", None)
    assert hall.ask("POST", f"{HERE}/open", token, {}).status == 401


def test_halls_without_the_rule_work_as_they_did(web: Web) -> None:
    clerk(web, "li", "2468")
    assert web.ask("GET", "/centers/hall", web.counter()).json["desks_signed_in"] is False
    assert web.at("open").status == 200
    assert web.ask("POST", f"{HERE}/sit-down", web.counter(), {"who": "chen"}).status == 200
    assert enter(web, take_over=True, name="li", pin="2468").status == 200


def test_a_counter_stays_paired_where_clerks_sign_in(hall: Web) -> None:
    token = hall.ask("POST", "/access", None, {"code": hall.code("counter")}, None).json["token"]
    hall.moment[0] += 3 * 24 * 3600 * 1000
    assert hall.ask("GET", HERE, token).status == 200


@contextmanager
def living(web: Web) -> Iterator[int]:
    """Run the live half over the same store, on a socket of its own."""
    service, loop = LiveService(web.store), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(service.start("127.0.0.1", 0), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(service.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def heard(socket: ClientConnection, seconds: float) -> None:
    while True:
        socket.recv(seconds)


def test_who_is_disabled_loses_token_and_socket_within_seconds(hall: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.moment[0] = time.time_ns() // 1_000_000
    li = clerk(hall, "li", "2468")
    token = enter(hall).json["token"]
    hello = f'{{"type":"hello","protocol":1,"token":"{token}","follow":["hall"],"after":{{}}}}'
    with living(hall) as port, connect(f"ws://127.0.0.1:{port}/live") as socket:
        socket.send(hello)
        assert '"snapshot"' in str(socket.recv(10))
        assert hall.ask("GET", HERE, token).status == 200
        hall.store.write(WHOLE_CITY, lambda uow: disable(uow, li, SECURITY, hall.moment[0]))
        # At once, whatever was believed of the token: the change looks itself.
        assert hall.ask("POST", f"{HERE}/open", token, {}).status == 401
        # As long as revoking may take; a socket that is still open then says so.
        with pytest.raises(ConnectionClosed):
            heard(socket, 5)
    later = time.monotonic() + known_tokens.STALE_SECONDS
    monkeypatch.setattr(known_tokens, "time", SimpleNamespace(monotonic=lambda: later, time_ns=time.time_ns))
    assert hall.ask("GET", HERE, token).code == "token_unknown"
