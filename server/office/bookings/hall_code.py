"""The code that a hall shows, so that a phone checks in inside it and not from home: another one every ten minutes."""

import hmac
from hashlib import sha256
from typing import Final

from server.office.bookings.person import key_of
from server.office.bookings.record import DIGITS
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork

EVERY_MS: Final = 10 * 60 * 1000


def hall_code(uow: UnitOfWork, now: int) -> tuple[str, int]:
    """Return the code that this work's center shows at `now` (ms), and until when (ms)."""
    turn = now // EVERY_MS
    return _code(uow, turn), (turn + 1) * EVERY_MS


def check_hall_code(uow: UnitOfWork, code: str, now: int) -> None:
    """Let somebody check in who has seen the code of the hall; raises `Refusal` booking_not_here."""
    if not shows(uow, code, now):
        raise Refusal("booking_not_here")


def shows(uow: UnitOfWork, code: str, now: int) -> bool:
    """Tell whether the hall shows `code` at `now` (ms), or did just before: the code before is believed still."""
    turn = now // EVERY_MS
    return any(hmac.compare_digest(code.encode(), _code(uow, each).encode()) for each in (turn, turn - 1))


def _code(uow: UnitOfWork, turn: int) -> str:
    shown = hmac.new(key_of(uow), f"hall {turn}".encode(), sha256).hexdigest()
    return f"{int(shown, 16) % 10**DIGITS:0{DIGITS}}"
