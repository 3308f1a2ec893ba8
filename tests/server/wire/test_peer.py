"""Who really asks: only a trusted proxy's word is taken, and of it only what nobody else can have written."""

import pytest

from server.wire.peer import Asker, Proxies, limited_as, networks_of, real, within

PROXIES = Proxies(networks_of(["10.0.0.0/8", "::1"]))
PHONE = "203.0.113.9"


def told(**headers: str) -> list[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_an_address_is_written_in_one_way(text: str, address: str) -> None:
    assert real(text) == address


def test_a_home_of_ipv6_is_limited_as_one() -> None:
    assert limited_as("2001:db8:1:2:3::4") == limited_as("2001:db8:1:2:ffff::1") != limited_as("2001:db8:1:3::1")
    assert limited_as("192.0.2.1") != limited_as("192.0.2.2")
    assert limited_as("::ffff:192.0.2.1") == limited_as("192.0.2.1")


def test_networks_are_read_or_said_to_be_none() -> None:
    assert within("::ffff:10.1.2.3", networks_of(["10.0.0.0/8"]))
    assert within("2001:db8::7", networks_of(["2001:db8::/32"]))
    assert not within("unknown", networks_of(["0.0.0.0/0"]))
    with pytest.raises(ValueError, match="is no network"):
        networks_of(["proxy.example"])


@pytest.mark.parametrize(
    "headers",
    [
        told(x_forwarded_for=PHONE, x_forwarded_proto="https", x_forwarded_host="hall.example"),
        told(forwarded=f"for={PHONE};proto=https;host=hall.example"),
    ],
)
def test_nobody_but_a_trusted_proxy_is_believed(headers: list[tuple[str, str]]) -> None:
    assert Proxies().asker("10.0.0.1", headers) == Asker("10.0.0.1")
    assert PROXIES.asker("198.51.100.1", headers) == Asker("198.51.100.1")
    assert PROXIES.asker("10.0.0.1", headers) == Asker(PHONE, "https", "hall.example", proxied=True)
    assert PROXIES.asker("::ffff:10.0.0.1", headers) == Asker(PHONE, "https", "hall.example", proxied=True)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (f"1.2.3.4, {PHONE}", PHONE),
        (f"1.2.3.4, {PHONE}, 10.0.0.7", PHONE),
        ("10.0.0.9, 10.0.0.7", "10.0.0.9"),
        (f"{PHONE}, unknown", "10.0.0.1"),
        ("'; drop table", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("2001:db8::5", "2001:db8::5"),
        (f"{PHONE}:4711", PHONE),
    ],
)
def test_the_rightmost_that_is_no_proxy_asks(forwarded: str, address: str) -> None:
    assert PROXIES.asker("10.0.0.1", told(x_forwarded_for=forwarded)).address == address


@pytest.mark.parametrize(
    ("forwarded", "asker"),
    [
        ('for="[2001:db8::5]:4711";proto=https', Asker("2001:db8::5", "https", proxied=True)),
        (
            f"for=1.2.3.4;host=evil.example, for={PHONE};host=hall.example",
            Asker(PHONE, "http", "hall.example", proxied=True),
        ),
        ("for=_hidden;proto=https", Asker("10.0.0.1", "https", proxied=True)),
        (f"For={PHONE} ; Proto=HTTPS", Asker(PHONE, "https", proxied=True)),
        (f"for={PHONE};proto=gopher", Asker(PHONE, "http", proxied=True)),
    ],
)
def test_forwarded_is_read_as_its_standard_says(forwarded: str, asker: Asker) -> None:
    headers = told(forwarded=forwarded, x_forwarded_for="9.9.9.9")
    assert PROXIES.asker("10.0.0.1", headers) == asker


def test_a_client_cannot_put_a_scheme_or_host_before_the_proxys() -> None:
    headers = told(
        x_forwarded_for=PHONE, x_forwarded_proto="https, http", x_forwarded_host="evil.example, hall.example"
    )
    assert PROXIES.asker("10.0.0.1", headers) == Asker(PHONE, "http", "hall.example", proxied=True)


def test_a_host_that_is_none_is_not_passed_on() -> None:
    headers = told(x_forwarded_for=PHONE, x_forwarded_host="a;script-src *")
    assert PROXIES.asker("10.0.0.1", headers).host == ""
