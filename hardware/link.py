"""The wire to a device: a TCP socket or a serial line, with a time limit on everything.

Responsible for bytes there and bytes back. Not for what they mean: that is the driver's.
"""

import contextlib
import socket
import time
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import serial

from hardware.errors import NoReply, Unreachable

PATIENCE = 3.0
"""Seconds until a device that does not take or answer bytes is given up."""


class Link(Protocol):
    """An open wire; every method raises `Unreachable` when the other end is gone."""

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises `NoReply` when the device does not take it in time."""

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes; raises `NoReply` when they do not come within `seconds`."""

    def drop_received(self) -> None:
        """Throw away what came unasked, so that the next byte read answers the next question."""

    def close(self) -> None:
        """Let go; never raises."""


class SocketLink:
    """A device on TCP, such as a printer on port 9100."""

    def __init__(self, url: str, host: str, port: int) -> None:
        self._url = url
        try:
            self._socket = socket.create_connection((host, port), PATIENCE)
        except OSError as error:
            raise Unreachable(url, str(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        self._socket.settimeout(PATIENCE + len(data) / 5000)
        try:
            self._socket.sendall(data)
        except TimeoutError as error:
            raise NoReply(self._url, "it takes no more bytes") from error
        except OSError as error:
            raise Unreachable(self._url, str(error)) from error

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes."""
        received = b""
        end = time.monotonic() + seconds
        while len(received) < size:
            self._socket.settimeout(max(end - time.monotonic(), 0.001))
            try:
                part = self._socket.recv(size - len(received))
            except TimeoutError as error:
                raise NoReply(self._url, "it does not answer") from error
            except OSError as error:
                raise Unreachable(self._url, str(error)) from error
            if not part:
                raise Unreachable(self._url, "it has hung up")
            received += part
        return received

    def drop_received(self) -> None:
        """Throw away what came unasked."""
        self._socket.settimeout(0)
        try:
            while self._socket.recv(4096):
                pass
        except BlockingIOError:
            return
        except OSError as error:
            raise Unreachable(self._url, str(error)) from error
        raise Unreachable(self._url, "it has hung up")

    def close(self) -> None:
        """Let go."""
        with contextlib.suppress(OSError):
            self._socket.close()


class SerialLink:
    """A device on a serial line, 8 data bits, no parity, one stop bit."""

    def __init__(self, url: str, device: str, baud: int) -> None:
        self._url = url
        try:
            # Without a write timeout a device that holds its flow-control line would stop the thread for ever.
            self._line = serial.Serial(device, baud, timeout=PATIENCE, write_timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise Unreachable(url, str(error)) from error
        self._baud = baud

    def write(self, data: bytes) -> None:
        """Send all of `data`; the time it takes at this speed is added to the limit."""
        self._line.write_timeout = PATIENCE + len(data) * 10 / self._baud * 2
        try:
            self._line.write(data)
        except serial.SerialTimeoutException as error:
            raise NoReply(self._url, "it takes no more bytes") from error
        except OSError as error:
            raise Unreachable(self._url, str(error)) from error

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes."""
        self._line.timeout = seconds
        try:
            received: bytes = self._line.read(size)
        except OSError as error:
            raise Unreachable(self._url, str(error)) from error
        if len(received) < size:
            raise NoReply(self._url, "it does not answer")
        return received

    def drop_received(self) -> None:
        """Throw away what came unasked."""
        try:
            self._line.reset_input_buffer()
        except (OSError, serial.SerialException) as error:
            raise Unreachable(self._url, str(error)) from error

    def close(self) -> None:
        """Let go."""
        with contextlib.suppress(OSError):
            self._line.close()


def open_link(url: str) -> Link:
    """Open `socket://HOST:PORT` or `serial:///dev/NAME?baud=115200` (9600 when absent).

    Raises `Unreachable` when nothing is there, `ValueError` with what to write when `url` is neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "socket" and parts.hostname and parts.port:
        return SocketLink(url, parts.hostname, parts.port)
    if parts.scheme == "serial" and parts.path.startswith("/"):
        baud = parse_qs(parts.query).get("baud", ["9600"])[0]
        if baud.isdecimal() and int(baud) > 0:
            return SerialLink(url, parts.path, int(baud))
    raise ValueError(f"{url!r} is no device address; write socket://HOST:PORT or serial:///dev/NAME?baud=9600")
