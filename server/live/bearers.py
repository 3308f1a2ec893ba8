"""Whose token each socket showed: one that is revoked or has ended loses its sockets within seconds."""

import time
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
        self._tokens: dict[Socket, str] = {}
        self._looked = _now()

    def let_in(self, socket: Socket, bearer: Bearer) -> None:
        """Remember what `socket` was let in by."""
        self._tokens[socket] = bearer.id

    def leave(self, socket: Socket) -> None:
        """Forget `socket`."""
        self._tokens.pop(socket, None)

    def gone(self, store: Store) -> list[Socket]:
        """Return the sockets whose token opens nothing any more; raises `Refusal` store_unavailable."""
        held, now = dict(self._tokens), _now()
        # A clock that was set back since the last look: what is over now is not behind that moment.
        since = min(self._looked, now) - BACK_MS
        over = store.read(lambda reading: over_since(reading, since, now))
        self._looked = now
        return [socket for socket, token in held.items() if token in over]


def _now() -> int:
    return time.time_ns() // 1_000_000
