"""Following the hall over the live socket: what was missed first, then every event, across every cut."""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from server.wire.frames import PROTOCOL, Known

Frame = dict[str, Any]
LONGEST_PAUSE = 10.0


def follow(
    url: str, token: str, centers: Sequence[str], on_frame: Callable[[Frame], None], stop: threading.Event
) -> None:
    """Call `on_frame` with each snapshot and event of `centers`, in this thread, until `stop` is set.

    Reconnects by itself with growing, jittered pauses and asks from the last seq it has; a gap makes it ask again.
    """
    after: dict[str, Known] = {}
    pause = 0.5
    while not stop.is_set():
        try:
            with connect(url, compression=None, open_timeout=5, ping_interval=15, ping_timeout=15) as socket:
                hello = {"type": "hello", "protocol": PROTOCOL, "token": token, "follow": list(centers), "after": after}
                socket.send(msgspec.json.encode(hello).decode())
                pause = 0.5
                while not stop.is_set():
                    try:
                        frame: Frame = msgspec.json.decode(socket.recv(timeout=0.5))
                    except TimeoutError:
                        continue
                    if not _in_order(frame, after):
                        break
                    on_frame(frame)
        except (OSError, ConnectionClosed, InvalidHandshake, msgspec.DecodeError):
            # Jitter, so that a hall's devices do not all come back in the same moment after a restart.
            stop.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause = min(pause * 2, LONGEST_PAUSE)


def _in_order(frame: Frame, after: dict[str, Known]) -> bool:
    """Take note of the frame's seq; tell whether it follows on without a gap."""
    center, now = frame["center"], Known(frame.get("epoch", 1), frame["seq"])
    if frame["type"] != "snapshot" and center in after and now != Known(after[center].epoch, after[center].seq + 1):
        return False
    after[center] = now
    return True
