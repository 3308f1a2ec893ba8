"""The code that a hall shows, so that a phone checks in inside it and not from home: another one every ten minutes."""

import hmac
from hashlib import sha256
from typing import Final

from server.office.bookings.person import key_of
from server.office.bookings.record import DIGITS
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.bookings import HallCode
from server.wire.messages import moment

EVERY_MS: Final = 10 * 60 * 1000


def hall_code(uow: UnitOfWork, now: int) -> HallCode:
    """Return the code that this work's center shows at `now` (ms)."""
    turn = now // EVERY_MS
    return HallCode(_code(uow, turn), moment((turn + 1) * EVERY_MS))


def check_hall_code(uow: UnitOfWork, code: str, now: int) -> None:
    """Believe the code of now and the one before it, as people walk on; raises `Refusal` booking_not_here."""
    turn = now // EVERY_MS
    if not any(hmac.compare_digest(code.encode(), _code(uow, each).encode()) for each in (turn, turn - 1)):
        raise Refusal("booking_not_here")


def _code(uow: UnitOfWork, turn: int) -> str:
    shown = hmac.new(key_of(uow), f"hall {turn}".encode(), sha256).hexdigest()
    return f"{int(shown, 16) % 10**DIGITS:0{DIGITS}}"
