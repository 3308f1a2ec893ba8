"""A webhook goes to the whole world, never into the own network, whatever its name says, and waits for nobody long."""

import hmac
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network

import pytest

from server.office.alerts import hook
from server.office.alerts.hook import HookFailed, deliver, may_go_to, read_address, signed
from server.rules.errors import Refusal

HERE = (ip_network("127.0.0.0/8"),)
Talk = Callable[[socket.socket], None]


@contextmanager
def listening(talk: Talk) -> Iterator[int]:
    """Listen on this machine for one connection and `talk` with it; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line:
                talk(line)

        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()[1]
        thread.join(20)
        assert not thread.is_alive()


def read_all(line: socket.socket) -> bytes:
    told = b""
    while b"\r\n\r\n" not in told:
        told += line.recv(65536)
    head, _, body = told.partition(b"\r\n\r\n")
    size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < size:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def test_a_body_arrives_signed() -> None:
    heard: list[bytes] = []

    def talk(line: socket.socket) -> None:
        heard.append(read_all(line))
        line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with listening(talk) as port:
        deliver(f"http://127.0.0.1:{port}/hook?a=1", "s3cret", b'{"lost":[]}', HERE)
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?a=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    mine = hmac.digest(b"s3cret", body, "sha256").hex()
    assert f"X-Banshi-Signature: sha256={mine}".encode() in head
    assert signed("s3cret", body) == f"sha256={mine}"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n",
        b"HTTP/1.1 500 No\r\n\r\n",
        b"SSH-2.0-x\r\n",
        b"",
        b"x" * 20_000,
    ],
)
def test_what_is_not_taken_has_failed_and_nothing_is_followed(answer: bytes) -> None:
    def talk(line: socket.socket) -> None:
        read_all(line)
        try:
            line.sendall(answer)
        except OSError:
            return

    with listening(talk) as port, pytest.raises(HookFailed):
        deliver(f"http://127.0.0.1:{port}/", "s", b"{}", HERE)


def test_whoever_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "SECONDS", 0.5)
    over = threading.Event()

    def talk(line: socket.socket) -> None:
        read_all(line)
        while not over.wait(0.05):
            try:
                line.sendall(b"H")
            except OSError:
                return

    began = time.monotonic()
    with listening(talk) as port:
        with pytest.raises(HookFailed):
            deliver(f"http://127.0.0.1:{port}/", "s", b"{}", HERE)
        over.set()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1",
    ],
)  # fmt: skip
def test_nothing_leads_into_the_own_network(address: str) -> None:
    assert not may_go_to(address, ())


def test_the_world_is_open_and_so_is_what_the_settings_allow() -> None:
    assert may_go_to("1.1.1.1", ())
    assert may_go_to("2606:4700:4700::1111", ())
    assert may_go_to("10.1.2.3", (ip_network("10.1.0.0/16"),))
    assert may_go_to("::ffff:10.1.2.3", (ip_network("10.1.0.0/16"),))
    assert not may_go_to("10.2.2.3", (ip_network("10.1.0.0/16"),))


@pytest.mark.parametrize("name", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::1]"])
def test_however_this_machine_is_called_nobody_connects_to_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name[-1].isdigit() and name != "127.0.0.1":
        # Every system reads these as 127.0.0.1; this one is not asked, because tests ask nobody.
        here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was connected to"))
    with pytest.raises(HookFailed):
        deliver(f"http://{name}:80/", "s", b"{}")


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the very address that was judged: the name is not looked up a second time."""
    asked: list[str] = []
    gone: list[tuple[str, int]] = []

    def looked_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        place = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        gone.append(place)
        raise OSError("no way there")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(HookFailed, match="no way there"):
        deliver("http://rebinds.example/", "s", b"{}")
    assert (asked, gone) == (["rebinds.example"], [("93.184.216.34", 80)])


def test_one_bad_address_of_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 80)) for place in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(HookFailed, match="own network"):
        deliver("http://two.example/", "s", b"{}")


@pytest.mark.parametrize(
    "typed",
    [
        "", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http://user:pw@example.org/",
        "http://@example.org/", "http://example.org/\r\nX: 1", "http://exa mple.org/", "http://例.org/",
        "http://example.org:0/", "http://example.org:99999/", "http://[::1/", "https://example.org/" + "x" * 500,
        "gopher://127.0.0.1:25/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_address(typed)
    assert refused.value.code == "hook_unfit"


def test_a_web_address_is_kept_as_it_is() -> None:
    assert read_address("  https://example.org:8443/hook?x=1 ") == "https://example.org:8443/hook?x=1"
