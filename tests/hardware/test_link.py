"""The wire to a device: bytes there and back over TCP and a serial line, and an error for whatever may happen."""

import os
import pty
import re
import socket
import termios
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
import serial

from hardware import link
from hardware.errors import DeviceError, NoReply, Unreachable
from hardware.link import SerialLink, SocketLink, open_link


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def both(listening: socket.socket) -> tuple[link.Link, socket.socket]:
    made = open_link(f"socket://127.0.0.1:{listening.getsockname()[1]}")
    return made, listening.accept()[0]


def test_bytes_go_there_and_come_back(listening: socket.socket) -> None:
    made, device = both(listening)
    with device:
        made.write(b"print")
        assert device.recv(16) == b"print"
        device.sendall(b"\x12")
        answering = threading.Thread(target=device.sendall, args=(b"\x16",))
        answering.start()
        assert made.read(2, 5) == b"\x12\x16"
        answering.join()
        made.close()
        assert device.recv(1) == b""
    made.close()


def test_what_came_unasked_is_there_without_waiting(listening: socket.socket) -> None:
    made, device = both(listening)
    with device:
        device.sendall(b"noise")
        assert made.read(1, 5) == b"n"
        assert made.received() == b"oise"
        device.sendall(b"x")
        assert made.read(1, 5) == b"x"
        made.close()


def test_a_silent_device_is_given_up(listening: socket.socket) -> None:
    made, device = both(listening)
    with device, pytest.raises(NoReply):
        made.read(1, 0.01)
    made.close()


@pytest.mark.parametrize("ask", ["read", "received"])
def test_a_device_that_hung_up_is_gone(listening: socket.socket, ask: str) -> None:
    made, device = both(listening)
    device.close()
    with pytest.raises(Unreachable, match="hung up"):
        made.read(1, 5) if ask == "read" else made.received()
    made.close()


def test_a_device_that_takes_nothing_more_is_given_up(listening: socket.socket) -> None:
    made, device = both(listening)
    with device, pytest.raises(NoReply, match="takes no more"):
        made.write(b"x" * 20_000_000, 0.05)
    made.close()


def test_nothing_there_is_said(listening: socket.socket, tmp_path: Path) -> None:
    port = listening.getsockname()[1]
    listening.close()
    with pytest.raises(Unreachable):
        open_link(f"socket://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        open_link(f"serial://{tmp_path}/no-such-line")


@pytest.mark.parametrize(
    "url", ["", "socket://127.0.0.1", "socket://:9100", "http://127.0.0.1:80", "serial://", "serial:///dev/x?baud=0"]
)
def test_what_is_no_address_is_told_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match="write socket://HOST:PORT"):
        open_link(url)


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """Return a serial line: the device's end as a descriptor, ours by its name."""
    device, ours = pty.openpty()
    yield device, os.ttyname(ours)
    os.close(device)
    os.close(ours)


def test_a_serial_line_carries_bytes_too(line: tuple[int, str]) -> None:
    device, name = line
    made = open_link(f"serial://{name}?baud=115200")
    assert isinstance(made, SerialLink)
    made.write(b"\x10\x04\x01")
    assert os.read(device, 16) == b"\x10\x04\x01"
    os.write(device, b"\x12")
    assert made.read(1, 5) == b"\x12"
    os.write(device, b"noise")
    assert made.read(1, 5) == b"n"
    assert made.received() == b"oise"
    with pytest.raises(NoReply):
        made.read(1, 0.01)
    made.close()


def test_a_socket_is_opened_for_a_socket(listening: socket.socket) -> None:
    made, device = both(listening)
    assert isinstance(made, SocketLink)
    made.close()
    device.close()


def test_a_serial_device_that_takes_nothing_more_is_given_up_and_let_go(line: tuple[int, str]) -> None:
    _, name = line
    made = open_link(f"serial://{name}?baud=10000000")
    with pytest.raises(NoReply, match="takes no more"):
        made.write(b"x" * 100_000, 0.05)
    made.close()


@pytest.mark.parametrize("raised", [termios.error(5, "Input/output error"), TypeError("fd"), OSError("gone")])
@pytest.mark.parametrize("does", ["write", "read", "received"])
def test_whatever_the_library_raises_is_a_device_that_is_gone(
    line: tuple[int, str], raised: Exception, does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pulled cable: pyserial lets out what is neither its own error nor an OSError."""
    made = open_link(f"serial://{line[1]}")
    asks: dict[str, Callable[[], object]] = {
        "write": lambda: made.write(b"x"),
        "read": lambda: made.read(1, 1),
        "received": made.received,
    }

    def breaks(*_: object) -> None:
        raise raised

    for name in ("read", "write"):
        monkeypatch.setattr(serial.Serial, name, breaks)
    with pytest.raises(Unreachable, match=re.escape(str(raised))):
        asks[does]()
    made.close()


def test_a_pulled_cable_is_a_device_that_is_gone() -> None:
    device, ours = pty.openpty()
    made = open_link(f"serial://{os.ttyname(ours)}")
    os.close(ours)
    os.close(device)
    for ask in (lambda: made.write(b"x"), lambda: made.read(1, 1), made.received):
        with pytest.raises(Unreachable):
            ask()
    made.close()
    with pytest.raises(Unreachable):
        made.read(1, 1)


@pytest.mark.parametrize("kind", ["socket", "serial"])
def test_who_waits_is_sent_home(kind: str, listening: socket.socket, line: tuple[int, str]) -> None:
    made, device = both(listening) if kind == "socket" else (open_link(f"serial://{line[1]}"), None)
    ended: SimpleQueue[DeviceError] = SimpleQueue()
    waits = threading.Event()

    def wait() -> None:
        waits.set()
        try:
            made.read(1, 600)
        except DeviceError as error:
            ended.put(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    waits.wait(20)
    while waiting.is_alive():
        made.cut()
        waiting.join(0.05)
    assert ended.get(timeout=20)
    made.close()
    if device is not None:
        device.close()
