"""How a changing request is carried out: once per Idempotency-Key, in one unit of work, durable before the answer."""

import threading
from hashlib import sha256
from typing import Any, Final

import msgspec
from flask import request

from server.office.idempotent import once
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write, decode

KEY: Final = "Idempotency-Key"
SHORTEST, LONGEST = 8, 255
_encode = msgspec.json.Encoder().encode


class InFlight:
    """The keys that are being worked on in this process right now."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def enter(self, key: tuple[str, str]) -> None:
        """Begin with `key`; raises `Refusal` key_in_flight when somebody has it."""
        with self._lock:
            if key in self._keys:
                raise Refusal("key_in_flight")
            self._keys.add(key)

    def leave(self, key: tuple[str, str]) -> None:
        """End with `key`."""
        with self._lock:
            self._keys.discard(key)


def carry_out(route: Route, write: Write, asked: Asked, in_flight: InFlight) -> tuple[int, bytes]:
    """Return (status, JSON) of the change that `route` makes; raises `Refusal`."""
    center = write.center_of(asked)
    body = decode(write.body)
    given = write.prepare(asked, body) if write.prepare else body
    if not write.keyed:
        result = asked.store.write(center, lambda uow: write.work(asked, uow, given))
        return route.status, _encode(write.tell(asked, result) if write.tell else result)
    key = request.headers.get(KEY, "")
    if not SHORTEST <= len(key) <= LONGEST:
        raise Refusal("key_missing")
    who = asked.bearer.id if asked.bearer else "holder"
    whole = sha256(f"{route.method} {request.path}\n".encode() + _encode(body)).hexdigest()

    def work(uow: UnitOfWork) -> tuple[int, str]:
        return once(uow, who, key, whole, asked.now, lambda: (route.status, _text(write.work(asked, uow, given))))

    in_flight.enter((who, key))
    try:
        status, text = asked.store.write(center, work)
    finally:
        in_flight.leave((who, key))
    return status, text.encode()


def _text(answer: Any) -> str:
    return _encode(answer).decode()
