"""Whose token each socket showed: one that is revoked or has ended loses its sockets within seconds."""

import time
from collections.abc import Iterable, Mapping, Set
from typing import Final, Generic, TypeVar

from server.office.access.bearer import Bearer
from server.office.access.keeping import over_since
from server.store.store import Store

LOOK_SECONDS: Final = 2.0
BACK_MS: Final = 600_000
"""How far behind the last look is looked again: clocks of several machines differ, and a socket may be let in late."""

Socket = TypeVar("Socket")


class Bearers(Generic[Socket]):
    """The sockets that were let in, by the id of their token. Belongs to one event loop; `gone` may block."""

    def __init__(self) -> None:
        self._bearers: dict[Socket, Bearer] = {}
        self._looked = _now()

    def let_in(self, socket: Socket, bearer: Bearer) -> None:
        """Remember what `socket` was let in by."""
        self._bearers[socket] = bearer

    def leave(self, socket: Socket) -> None:
        """Forget `socket`."""
        self._bearers.pop(socket, None)

    def heard(self, rooms: Mapping[str, Set[Socket]]) -> Iterable[str]:
        """Give, of each room in which a device of that center is, the token of one of them."""
        for center, sockets in rooms.items():
            own = (bearer for each in sockets if (bearer := self._bearers.get(each)) is not None)
            token = next((bearer.id for bearer in own if bearer.center == center), None)
            if token is not None:
                yield token

    def gone(self, store: Store) -> list[Socket]:
        """Return the sockets whose token opens nothing any more; raises `Refusal` store_unavailable."""
        held, now = dict(self._bearers), _now()
        # A clock that was set back since the last look: what is over now is not behind that moment.
        since = min(self._looked, now) - BACK_MS
        over = store.read(lambda reading: over_since(reading, since, now))
        self._looked = now
        return [socket for socket, bearer in held.items() if bearer.id in over]


def _now() -> int:
    return time.time_ns() // 1_000_000
