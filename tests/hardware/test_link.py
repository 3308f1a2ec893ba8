"""The wire to a device: bytes there and back over TCP and a serial line, and an error for whatever may happen."""

import os
import pty
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware import link
from hardware.errors import NoReply, Unreachable
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


def test_what_came_unasked_is_dropped(listening: socket.socket) -> None:
    made, device = both(listening)
    with device:
        device.sendall(b"noise")
        assert made.read(1, 5) == b"n"
        made.drop_received()
        device.sendall(b"x")
        assert made.read(1, 5) == b"x"
        made.close()


def test_a_silent_device_is_given_up(listening: socket.socket) -> None:
    made, device = both(listening)
    with device, pytest.raises(NoReply):
        made.read(1, 0.01)
    made.close()


@pytest.mark.parametrize("ask", ["read", "drop"])
def test_a_device_that_hung_up_is_gone(listening: socket.socket, ask: str) -> None:
    made, device = both(listening)
    device.close()
    with pytest.raises(Unreachable, match="hung up"):
        made.read(1, 5) if ask == "read" else made.drop_received()
    made.close()


def test_a_device_that_takes_nothing_more_is_given_up(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, device = both(listening)
    data = b"x" * 20_000_000
    monkeypatch.setattr(link, "PATIENCE", 0.05 - len(data) / 5000)
    with device, pytest.raises(NoReply, match="takes no more"):
        made.write(data)
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
    made.drop_received()
    with pytest.raises(NoReply):
        made.read(1, 0.01)
    made.close()


def test_a_socket_is_opened_for_a_socket(listening: socket.socket) -> None:
    made, device = both(listening)
    assert isinstance(made, SocketLink)
    made.close()
    device.close()
