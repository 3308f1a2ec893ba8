"""A webhook: one POST to an address that somebody typed, which never leads into the own network unless that is allowed.

The name is looked up once, each of its addresses is judged, and the connection goes to the one that was judged: a name
that leads elsewhere a moment later leads nowhere. Nothing is followed, five seconds are all, of the answer only its
first line is believed.
"""

import hmac
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

from server.rules.errors import Refusal

Network = IPv4Network | IPv6Network
SECONDS: Final = 5.0
MOST: Final = 16 * 1024
LONGEST: Final = 500
SIGNATURE: Final = "X-Banshi-Signature"
TRANSLATED: Final = ip_network("64:ff9b::/96")
"""Addresses of IPv6 that routers turn into those of IPv4."""


class HookFailed(Exception):
    """A webhook was not delivered; the text says why, for people who look after it."""


def read_address(typed: str) -> str:
    """Return an address as it is kept; raises `Refusal` hook_unfit for anything that is no web address."""
    text = typed.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refusal("hook_unfit") from error
    plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= LONGEST
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or port == 0:
        raise Refusal("hook_unfit")
    return text


def may_go_to(address: str, inside: Sequence[Network]) -> bool:
    """Tell whether a webhook may go to an IP address: to one of the whole world, or to one of the networks `inside`."""
    found = ip_address(address.partition("%")[0])
    if any(found in network for network in inside):
        return True
    within = _within(found)
    if within is not None:
        return may_go_to(str(within), inside)
    return found.is_global and not found.is_multicast and not found.is_reserved


def _within(found: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 stands for."""
    if isinstance(found, IPv4Address):
        return None
    if found in TRANSLATED:
        return IPv4Address(int(found) & 0xFFFF_FFFF)
    teredo = found.teredo[1] if found.teredo else None
    return found.ipv4_mapped or found.sixtofour or teredo


def signed(secret: str, body: bytes) -> str:
    """Return what proves that `body` comes from here: an HMAC of SHA-256, in hex."""
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


def deliver(address: str, secret: str, body: bytes, inside: Sequence[Network] = ()) -> None:
    """Send `body` (JSON), signed with `secret`, to a web address; raises `HookFailed` unless it is taken (2xx)."""
    over = time.monotonic() + SECONDS
    parts = urlsplit(address)
    try:
        with _connected(parts, over, inside) as line:
            line.sendall(_request(parts, secret, body))
            status = _status(line, over)
    except (OSError, ssl.SSLError, UnicodeError) as error:
        raise HookFailed(str(error) or type(error).__name__) from error
    if not 200 <= status < 300:
        raise HookFailed(f"HTTP {status}")


def _connected(parts: SplitResult, over: float, inside: Sequence[Network]) -> socket.socket:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    places = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not places or not all(may_go_to(each, inside) for each in places):
        raise HookFailed("it leads into the own network")
    line = socket.create_connection((places[0], port), timeout=_left(over))
    if parts.scheme == "http":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def _request(parts: SplitResult, secret: str, body: bytes) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{SIGNATURE}: {signed(secret, body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def _status(line: socket.socket, over: float) -> int:
    """Return the status of the answer, whose first line must be there in time and within bounds."""
    told = b""
    while b"\r\n" not in told:
        line.settimeout(_left(over))
        piece = line.recv(MOST - len(told))
        told += piece
        if not piece or len(told) >= MOST:
            raise HookFailed("no answer that is one")
    version, _, rest = told.partition(b" ")
    if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
        raise HookFailed("no answer that is one")
    return int(rest[:3])


def _left(over: float) -> float:
    left = over - time.monotonic()
    if left <= 0:
        raise HookFailed("no answer in time")
    return left


Deliver = Callable[[str, str, bytes], None]
