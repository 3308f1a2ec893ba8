"""How a changing request is carried out: once per Idempotency-Key, in one unit of work, durable before the answer."""

import re
import threading
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec
from flask import request

from server.office.idempotent import Forgetting, KeyedRequest, forget, once
from server.rules.errors import Refusal
from server.store.ordered import Ordered
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.gate import check_body
from server.web.route import Asked, Route, Write, decode

KEY: Final = "Idempotency-Key"
SHORTEST, LONGEST = 8, 255
KEYS: Final = re.compile(f"[!-~]{{{SHORTEST},{LONGEST}}}")
"""Letters that every client and every log can write."""
Answer = tuple[int, str]
"""Status and JSON."""
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


class CarryingOut:
    """Carries out the changes of one process; safe for threads.

    A change happens at the moment (ms) that `clock` tells once it has the lock of its center, not when it was asked
    for: what waited longer is not told before what came first.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._in_flight = InFlight()
        self._forgetting = Forgetting()

    def answer(self, route: Route, write: Write, asked: Asked) -> Answer | Ordered[Answer]:
        """Make the change that `route` makes and return its answer, or what was ordered for it; raises `Refusal`.

        What is told as it is kept is not waited for here.
        """
        # Before anything is read or looked up: without a key nothing of it counts.
        key = _key() if write.keyed else ""
        body = decode(write.body)
        check_body(route, asked.admitted, body)
        given = write.prepare(asked, body) if write.prepare else body
        if not write.keyed:
            center = CITY if write.across else asked.admitted.center
            result = asked.store.write(center, lambda uow: write.work(self._now(asked), uow, given))
            return route.status, _encode(write.tell(asked, result) if write.tell else result).decode()
        return self._once(route, write, asked, key, body, given)

    def _now(self, asked: Asked) -> Asked:
        # Not `replace`, which is slow: this is the writer's time, and everybody waits for that.
        return Asked(asked.house, asked.admitted, asked.places, self._clock())

    def _once(
        self, route: Route, write: Write, asked: Asked, key: str, body: Any, given: Any
    ) -> Answer | Ordered[Answer]:
        who = asked.admitted.who
        digest = sha256(f"{route.method} {request.path}\n".encode() + _encode(body)).hexdigest()
        keyed = KeyedRequest(who=who, key=key, digest=digest, credential=asked.admitted.credential)

        def work(uow: UnitOfWork) -> Answer:
            at = self._now(asked)
            return once(uow, keyed, at.now, lambda: (route.status, _encode(write.work(at, uow, given)).decode()))

        if self._forgetting.due(asked.now):
            asked.store.order(CITY, lambda uow: forget(uow, asked.now))
        self._in_flight.enter((who, key))
        try:
            ordered = asked.store.order(CITY if write.across else asked.admitted.center, work)
        except BaseException:
            self._in_flight.leave((who, key))
            raise
        # Not where the answer is made: an answer that nobody takes is never made, and its key would stay for ever.
        ordered.when_done(lambda: self._in_flight.leave((who, key)))
        if write.tell is None:
            return ordered.result() if ordered.done else ordered
        status, text = ordered.result()
        return status, _told(write.tell, write, asked, text)


def _key() -> str:
    """Return the key of the request; raises `Refusal` key_missing."""
    key = request.headers.get(KEY, "")
    if KEYS.fullmatch(key) is None:
        raise Refusal("key_missing")
    return key


def _told(tell: Callable[[Asked, Any], Any], write: Write, asked: Asked, kept: str) -> str:
    """Return the answer that `tell` makes out of what was `kept` with the key."""
    try:
        result = msgspec.json.decode(kept, type=write.result)
    except msgspec.ValidationError:
        # An older release kept the whole answer.
        return kept
    return _encode(tell(asked, result)).decode()
