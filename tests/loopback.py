"""Tests talk to this machine only: a socket that would go elsewhere is refused, and its test fails."""

import ipaddress
import sys
from typing import Any

NETWORK = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})
HERE = frozenset({"localhost", "ip6-localhost"})
asked_elsewhere: list[str] = []


class Elsewhere(RuntimeError):
    """A test wanted to talk to another machine, or to be reached from one."""


def stay_here() -> None:
    """From now on refuse every other address; for the rest of the process, as an audit hook cannot be taken back."""
    sys.addaudithook(_refuse)


def is_here(host: object) -> bool:
    """Return whether `host`, a name or an address, is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in HERE:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in NETWORK:
        return
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        # A socket in the file system has a path for an address.
        return
    # Asking for no host at all means this machine.
    if (event == "socket.getaddrinfo" and host is None) or is_here(host):
        return
    asked_elsewhere.append(f"{event} {host!r}")
    raise Elsewhere(f"{event} {host!r}: tests stay on this machine")
