"""Whether this machine may listen where it was told to: looked at before anything else begins."""

import errno
import socket
from collections.abc import Sequence
from contextlib import ExitStack

from commands.failing import CannotRun
from config.system_words import system_says

Place = tuple[str, int]


def may_listen(places: Sequence[Place]) -> None:
    """Return when all `places` are this machine's own and free, and may be used together; raises `CannotRun`."""
    if len(set(places)) < len(places):
        raise CannotRun(
            "port_twice", "--http and --live are both {place}. Give each its own port.", place=_said(places[0])
        )
    with ExitStack() as held:
        for place in places:
            try:
                held.enter_context(_listening(place))
            except OSError as error:
                raise _why(place, error) from error


def _listening(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
    return socket.create_server(place, family=family)


def _why(place: Place, error: OSError) -> CannotRun:
    host, port = place
    if error.errno == errno.EADDRINUSE:
        return CannotRun("port_taken", "{place} is in use. Choose another port.", place=_said(place))
    if error.errno in (errno.EACCES, errno.EPERM):
        return CannotRun("port_forbidden", "This user may not listen at port {port}. Choose one above 1023.", port=port)
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return CannotRun(
            "address_foreign",
            "This machine has no address {host}. Listen at 0.0.0.0 for all of its addresses, or at 127.0.0.1.",
            host=host,
        )
    return CannotRun("port_unusable", "{place}: {why}.", place=_said(place), why=system_says(error))


def _said(place: Place) -> str:
    return f"[{place[0]}]:{place[1]}" if ":" in place[0] else f"{place[0]}:{place[1]}"
