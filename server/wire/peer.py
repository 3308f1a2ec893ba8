"""Who is at the other end: real addresses, and what a trusted proxy says of the one it speaks for. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network
LOOPBACK: Final[tuple[Network, ...]] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
Address = IPv4Address | IPv6Address
HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?\Z")
"""A host and perhaps its port, as it may stand in a header; what is none of it could mean anything further on."""


@lru_cache(maxsize=4096)
def real(text: str) -> str:
    """Return the address `text` without a zone, an IPv4 one inside IPv6 as IPv4; "" for what is none."""
    found = _address(text)
    return "" if found is None else str(found)


@lru_cache(maxsize=4096)
def limited_as(text: str) -> str:
    """Return what is limited as one: an IPv4 address, or the /64 of an IPv6 one (a home has 2^64 of those)."""
    found = _address(text)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return text if found is None else str(found)


def within(text: str, networks: Iterable[Network]) -> bool:
    """Tell whether the address `text` lies in one of `networks`."""
    found = _address(text)
    return found is not None and any(found in each for each in networks)


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return networks such as `10.0.0.0/8` or `::1`; raises `ValueError` with a sentence for what is none."""
    found = []
    for text in texts:
        try:
            found.append(ip_network(text.strip(), strict=False))
        except ValueError as error:
            raise ValueError(f"{text!r} is no network; write for example 10.0.0.0/8 or 192.168.1.5") from error
    return tuple(found)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


@dataclass(frozen=True)
class Asker:
    """Who really asks, and the `scheme` and `host` that they wrote; `host` is "" where no proxy told one.

    `proxied` says that a trusted proxy stands between.
    """

    address: str
    scheme: str = "http"
    host: str = ""
    proxied: bool = False


@dataclass(frozen=True)
class Proxies:
    """The networks whose word on the asker is taken, and nobody else's."""

    trusted: tuple[Network, ...] = ()

    def asker(self, peer: str, told: Sequence[tuple[str, str]]) -> Asker:
        """Return who asks over a connection of `peer`; `told` are the header lines, names in lower case, in order.

        The address is the right-most one that is no trusted proxy: further left stands what anybody may have written.
        `Forwarded` (RFC 7239) comes before the `X-Forwarded-` headers.
        """
        peer = real(peer)
        if not self.trusted or not within(peer, self.trusted):
            return Asker(peer)
        hops = _forwarded([value for name, value in told if name == "forwarded"])
        if not hops:
            hops = _x_forwarded(told)
        address, scheme, host = peer, "http", ""
        for hop in reversed(hops):
            scheme, host = _scheme(hop.get("proto", "")) or scheme, hop.get("host", "") or host
            found = _node(hop.get("for", ""))
            if not found:
                break
            address = found
            if not within(found, self.trusted):
                break
        return Asker(address, scheme, host if HOST.match(host) else "", proxied=True)


def _forwarded(values: Sequence[str]) -> list[dict[str, str]]:
    hops = []
    for element in ",".join(values).split(","):
        pairs = (pair.partition("=") for pair in element.split(";"))
        hop = {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs if name.strip()}
        if hop:
            hops.append(hop)
    return hops


def _x_forwarded(told: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the hops of the `X-Forwarded-` headers; of scheme and host the last value is the nearest proxy's word."""

    def values(header: str) -> list[str]:
        joined = ",".join(value for name, value in told if name == header)
        return [each.strip() for each in joined.split(",") if each.strip()]

    hops = [{"for": each} for each in values("x-forwarded-for")] or [{}]
    for header, name in (("x-forwarded-proto", "proto"), ("x-forwarded-host", "host")):
        said = values(header)
        if said:
            hops[-1][name] = said[-1]
    return hops if any(hops) else []


def _scheme(text: str) -> str:
    return text.lower() if text.lower() in ("http", "https") else ""


def _node(text: str) -> str:
    """Return the address in a node such as `192.0.2.1:4711` or `[2001:db8::1]:80`; "" for `unknown` and the like."""
    if text.startswith("["):
        return real(text[1:].partition("]")[0])
    return real(text) or real(text.rpartition(":")[0])
