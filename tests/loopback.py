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
    found = _address(host)
    return _name(host) in HERE if found is None else found.is_loopback


def _name(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host)


def _address(host: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(_name(host).partition("%")[0])
    except ValueError:
        return None


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in NETWORK:
        return
    if event == "socket.getaddrinfo":
        host = arguments[0]
        # Nobody is asked about an address, and no host at all means this machine.
        allowed = host is None or _address(host) is not None or is_here(host)
    else:
        # A socket in the file system has a path for an address.
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
        allowed = host is None or is_here(host)
    if not allowed:
        asked_elsewhere.append(f"{event} {host!r}")
        raise Elsewhere(f"{event} {host!r}: tests stay on this machine")
