"""A server asked for everything, 50 times a second, for as long as it takes: nothing of it grows.

`BANSHI_SOAK_SECONDS` says how long (1,200 s without it). Memory, descriptors, threads and files are looked at all the
while; of the rows those that are no history are counted, and all that has an end is gone when that has come.
"""

import itertools
import os
import random
import selectors
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select
from websockets.sync.client import connect

from commands.bench import load
from commands.bench.asking import Asking, Tally
from commands.bench.processor import part_id, resident
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes
from commands.seeding import now
from server.office.purging import purge
from server.store import tables
from server.store.opening import open_store
from server.store.unit_of_work import Reading
from server.wire.frames import PROTOCOL
from tests.growing import grown

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("soak")]
SECONDS = float(os.environ.get("BANSHI_SOAK_SECONDS", "1200"))
RATE = 50
CLIENTS = 8
LOOKS = 60
SOCKETS = 3
"""Opened and left again between two looks."""
LATER_MS = 40 * 24 * 3600 * 1000
HISTORY = {"journal", "tickets", "intervals", "numbers", "lines"}
"""What stays: figures rest on it."""
ENDING = {"idempotency", "consultations", "access_codes"}
"""What is kept for hours or days, and then thrown away."""
EXPECTED = (200, 201, 401, 404, 409, 429)
"""What is unknown, not possible just now, or tried too often: each of it is asked for here."""


class Wishes:
    """Requests in turn, each other than the ones before: what somebody keeps for each of them is seen to grow."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._center = f"/api/v1/centers/{hall.center}"
        self._access = access
        self.opens = [
            load.post(f"/api/v1/counters/{desk.id}/open", desk.token, f"open-{desk.id}") for desk in access.counters
        ]
        self._chance = random.Random(1)
        self._turn = itertools.count()

    def next(self) -> bytes:
        """Return the next request."""
        number = next(self._turn)
        kiosk, key = self._access.kiosk_token, f"soak-{number:09}"
        desk = self._access.counters[number // 20 % len(self._access.counters)]
        word = "".join(self._chance.choices("社保医疗户口新生儿住房公积金养老abcdefgh", k=4))
        match number % 20:
            case 0 | 1:
                # As many as are called, so that the line stays as long as it is.
                body = b'{"services":["%s"]}' % desk.services[number // 7 % len(desk.services)].encode()
                return load.post(f"{self._center}/tickets", kiosk, key, body)
            case 2 | 5:
                return load.post(f"/api/v1/counters/{desk.id}/call-next", desk.token, key)
            case 3 | 6:
                return load.post(f"/api/v1/counters/{desk.id}/start", desk.token, key)
            case 4 | 7:
                return load.post(f"/api/v1/counters/{desk.id}/finish", desk.token, key)
            case 8:
                body = msgspec.json.encode({"checklists": ["rent"], "answers": {}})
                return load.post("/api/v1/consultations", kiosk, key, body)
            case 9:
                return load.get(f"/api/v1/search?q={_quoted(word)}", kiosk)
            case 10:
                return load.get(f"/api/v1/search?q={_quoted(word)}&limit={1 + number % 50}", kiosk)
            case 11:
                return load.get("/api/v1/centers", f"nobody-{number}-{word.encode().hex()}")
            case 12:
                return load.get(f"/nothing/{number}/{_quoted(word)}?at={number}")
            case 13:
                return load.get(f"/c/{number:08}")
            case 14:
                return load.get(f"/display/voice.wav?number=A{number % 1000:03}&counter={1 + number % 40}")
            case 15:
                return load.get(f"/t/{number:016}")
            case 16:
                return load.get(f"{self._center}/journal?after={number}&limit=10", kiosk)
            case 17:
                return load.get(self._center, kiosk)[:-2] + f"Accept-Language: x-{number}, zh\r\n\r\n".encode()
            case 18:
                return load.get(f"/api/v1/tickets/{number:016}", kiosk)
            case _:
                return load.get(f"{self._center}/board", self._access.display_token)


def _quoted(text: str) -> str:
    return "".join(f"%{each:02x}" for each in text.encode())


def test_nothing_of_a_server_grows_with_what_it_is_asked(tmp_path: Path) -> None:
    with Processes(tmp_path / "logs") as parts:
        hall = Hall(parts, tmp_path / "data")
        access = hall.prepare()
        seeded = _rows(hall.data)
        hall.start(tickets_per_minute="0")
        seen, tally = _asked_for_everything(hall, access)
    sys.stdout.write(f"{SECONDS:g} s, {len(tally.waits)} answers: {seen}\n")
    assert not tally.failed, Counter(tally.failed)
    assert len(tally.waits) > SECONDS * RATE / 2
    assert {what: grown(values, spare=4) for what, values in seen.items() if grown(values, spare=4)} == {}, seen
    left = _rows(hall.data, purged=True)
    assert {name: left[name] for name in ENDING} == dict.fromkeys(ENDING, 0)
    assert {name: rows for name, rows in left.items() if name not in HISTORY | ENDING and rows > seeded[name]} == {}


def _asked_for_everything(hall: Hall, access: Access) -> tuple[dict[str, list[float]], Tally]:
    """Ask, and return what was seen of the server meanwhile, and what came of what was asked."""
    wishes = Wishes(hall, access)
    server = part_id(hall.parts, "server")
    seen: dict[str, list[float]] = {"MiB": [], "descriptors": [], "threads": [], "files": []}
    tally = Tally()
    with selectors.EpollSelector() as selector:
        clients = [Asking(hall.http_port, selector, EXPECTED) for _ in range(CLIENTS)]
        for request in wishes.opens:
            clients[0].wish(request, time.perf_counter(), tally)
        began, asked = time.perf_counter(), 0
        for look in range(LOOKS):
            while (now := time.perf_counter()) < began + (look + 1) * SECONDS / LOOKS:
                if asked < (now - began) * RATE:
                    min(clients, key=lambda each: each.waiting).wish(wishes.next(), now, tally)
                    asked += 1
                for key, _ in selector.select(0.005):
                    key.data.owner.heard(time.perf_counter())
            for _ in range(SOCKETS):
                _come_and_go(hall, access.display_token)
            seen["MiB"].append(resident(server))
            seen["descriptors"].append(len(os.listdir(f"/proc/{server}/fd")))
            seen["threads"].append(len(os.listdir(f"/proc/{server}/task")))
            seen["files"].append(sum(1 for each in hall.data.rglob("*") if each.is_file()))
        for each in clients:
            each.close()
    return seen, tally


def _come_and_go(hall: Hall, token: str) -> None:
    with connect(hall.live_url, compression=None) as socket:
        hello = {"type": "hello", "protocol": PROTOCOL, "token": token, "follow": [hall.center], "after": {}}
        socket.send(msgspec.json.encode(hello).decode())
        assert socket.recv(20)


def _rows(data: Path, *, purged: bool = False) -> dict[str, int]:
    """Return how many rows each table has, once what has an end by `LATER_MS` is gone if it shall be `purged`."""
    store = open_store(data)
    try:
        if purged:
            purge(store, now() + LATER_MS)
        return store.read(lambda reading: {name: _count(reading, name) for name in tables.metadata.tables})
    finally:
        store.close()


def _count(reading: Reading, name: str) -> int:
    return int(reading.value(select(func.count()).select_from(tables.metadata.tables[name])))
