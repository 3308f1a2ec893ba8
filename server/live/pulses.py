"""Pulses: how pages know that what they show is still true, and how sockets are found behind which nobody is left.

A page that hears nothing cannot tell a quiet hall from a dead link. So every few seconds each room says how far it is,
which the store confirms; whoever does not hear that asks over HTTP. One round for all rooms instead of a timer for
each socket: five thousand timers cost more than everything else that a city's screens are told.
"""

import asyncio
import time
from collections.abc import Mapping
from itertools import count
from typing import Final

import structlog
from websockets.asyncio.server import broadcast

from server.live.caller import Caller
from server.live.rooms import Rooms
from server.rules.errors import Refusal
from server.store.store import Store
from server.store.unit_of_work import heads_of

PULSE_SECONDS: Final = 8
"""Below the ten seconds of silence after which a page asks over HTTP (server/client/browser/watch.ts)."""
TURNS: Final = 8
"""Parts of a round: told all at once, thousands of sockets would hold up a call for a tenth of a second."""

_log = structlog.get_logger("live")


async def pulse(store: Store, rooms: Rooms[Caller]) -> None:
    """Tell rooms how far they are, for ever, as long as `store` says the same; let go of sockets that do not answer."""
    for turn in count():
        await asyncio.sleep(PULSE_SECONDS / TURNS)
        centers = sorted(rooms.rooms)[turn % TURNS :: TURNS]
        heads = await _heads(store)
        now = time.monotonic()
        for center in centers:
            _tell(rooms, center, heads, now)


async def _heads(store: Store) -> Mapping[str, tuple[int, int]]:
    try:
        return await asyncio.to_thread(store.read, heads_of)
    except Refusal:
        # Without a word from the store nothing is confirmed: pages hear nothing, and ask for themselves.
        return {}


def _tell(rooms: Rooms[Caller], center: str, heads: Mapping[str, tuple[int, int]], now: float) -> None:
    room = rooms.rooms.get(center)
    if room is None:
        return
    epoch, seq = heads.get(center, (0, 0))
    if epoch == room.board.epoch and seq <= room.board.seq:
        broadcast([each for each in room.sockets if each.wants_pulses], room.pulse())
    for socket in [each for each in room.sockets if not each.still_there(now)]:
        _log.info("silent socket let go", center=center)
        rooms.leave(socket)
        socket.transport.abort()
