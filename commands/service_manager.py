"""What the service manager of the machine is told: that a program is ready, and again and again that it lives.

Nothing happens where no systemd has started it. One that tells nothing any more is ended and started anew by systemd.
"""

import http.client
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

ASK_SECONDS: Final = 5.0


def tell(state: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send `state`, such as `READY=1`; return whether somebody was there to hear it."""
    place = environment.get("NOTIFY_SOCKET", "")
    if not place:
        return False
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
        to.connect(address)
        to.sendall(state.encode())
        return True
    return False


def tell_every(environment: Mapping[str, str] = os.environ) -> float | None:
    """Return how often (s) it has to be told that this process lives; None where nobody watches it."""
    try:
        watched = int(environment.get("WATCHDOG_USEC", "0")) / 1e6
        meant = int(environment.get("WATCHDOG_PID", os.getpid()))
    except ValueError:
        return None
    return watched / 3 if watched > 0 and meant == os.getpid() else None


def answers(place: tuple[str, int]) -> bool:
    """Tell whether what listens at `place` (host, port) answers, well or not, within some seconds."""
    host, port = place
    # Whoever listens everywhere listens here.
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(near, port, timeout=ASK_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
