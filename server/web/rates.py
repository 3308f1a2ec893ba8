"""How much one kiosk or one address may ask for in a minute: enough for people, too little to stop others.

Kept in this process alone. Everything leaks out evenly: who has used a minute's worth may go on a little later.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from server.office.access.bearer import Bearer
from server.rules.errors import Refusal
from server.web.address import Rate

MINUTE: Final = 60.0
REMEMBERED: Final = 10_000
TICKETS: Final = 600
CONSULTATIONS: Final = 300
BOOKINGS: Final = 60
"""Of one address; a channel books for a whole city and counts its own people."""
SEARCHES: Final = 300
"""Of one token or address: a whole hall's phones may stand behind one."""
SIGN_INS: Final = 30
"""Of one address: a whole hall may begin its day at once."""
PAIRINGS: Final = 5
"""Codes of new devices that one address is given."""
EFFORT: Final = 15.0
"""Seconds of the processor: a quarter of one for each address that shows no token."""


class Rates:
    """What was used of late, by whom; 0 of `tickets` a minute and kiosk is no limit. Safe for threads."""

    def __init__(self, tickets: int = TICKETS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most: dict[Rate, float] = {
            "tickets": tickets,
            "consultations": CONSULTATIONS,
            "bookings": BOOKINGS,
            "searches": SEARCHES,
            "sign_ins": SIGN_INS,
            "pairings": PAIRINGS,
            "effort": EFFORT,
        }
        self._clock = clock
        self._used: OrderedDict[tuple[Rate, str], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, rate: Rate, bearer: Bearer | None, address: str) -> None:
        """Count one more of `rate` (of effort nothing yet); raises `Refusal` too_many with the seconds to wait."""
        who = _who(rate, bearer, address)
        if who is None or not self._most[rate]:
            return
        most, now = self._most[rate], self._clock()
        with self._lock:
            used = self._left(rate, who, now)
            more = 0.0 if rate == "effort" else 1.0
            if used + more > most:
                wait = (used + more - most) / most * MINUTE
                raise Refusal("too_many", seconds=max(1, int(wait) + 1))
            self._keep(rate, who, used + more, now)

    def spend(self, bearer: Bearer | None, address: str, seconds: float) -> None:
        """Count `seconds` of the processor that were spent for an address."""
        who = _who("effort", bearer, address)
        if who is not None:
            now = self._clock()
            with self._lock:
                self._keep("effort", who, self._left("effort", who, now) + seconds, now)

    def _left(self, rate: Rate, who: str, now: float) -> float:
        used, at = self._used.get((rate, who), (0.0, now))
        return max(0.0, used - (now - at) / MINUTE * self._most[rate])

    def _keep(self, rate: Rate, who: str, used: float, now: float) -> None:
        self._used[rate, who] = (used, now)
        self._used.move_to_end((rate, who))
        while len(self._used) > REMEMBERED:
            self._used.popitem(last=False)


def _who(rate: Rate, bearer: Bearer | None, address: str) -> str | None:
    """Return whose `rate` is counted, None for who is not limited in it."""
    if rate == "tickets":
        return bearer.id if bearer is not None and bearer.scope == "kiosk" else None
    if rate == "bookings":
        return None if bearer is not None and bearer.scope == "channel" else address
    if rate == "effort":
        return address if bearer is None else None
    if rate == "searches" and bearer is not None:
        return bearer.id
    return address
