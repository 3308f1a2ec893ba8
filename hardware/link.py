"""The wire to a device: a TCP socket or a serial line, with a time limit on everything.

Responsible for bytes there and bytes back, and for one border: whatever the libraries below raise comes out as one of
the two words `Unreachable` and `NoReply`. Not for what the bytes mean: that is the driver's.
"""

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import serial

from hardware.errors import DeviceError, NoReply, Unreachable

PATIENCE = 3.0
"""Seconds until a device that does not take or answer bytes is given up."""


class Link(Protocol):
    """An open wire; its methods raise `Unreachable` when the other end is gone, and nothing but `DeviceError`."""

    def write(self, data: bytes, seconds: float = PATIENCE) -> None:
        """Send all of `data`; raises `NoReply` when the device does not take it within `seconds`."""

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes; raises `NoReply` when they do not come within `seconds`."""

    def received(self) -> bytes:
        """Return what has come by now, without waiting."""

    def cut(self) -> None:
        """End what another thread waits for on this wire, which then fails; never raises."""

    def close(self) -> None:
        """Let go; never raises, and never waits for a device that takes nothing more."""


@contextlib.contextmanager
def border(url: str, silence: str) -> Iterator[None]:
    """Let only `NoReply` (saying `silence`) and `Unreachable` out, with the reason of whatever was raised."""
    try:
        yield
    except DeviceError:
        raise
    except (TimeoutError, serial.SerialTimeoutException) as error:
        raise NoReply(url, silence) from error
    except Exception as error:
        # Of any kind: after a pulled cable pyserial raises termios.error, after a close TypeError; none is an OSError.
        raise Unreachable(url, str(error) or type(error).__name__) from error


class SocketLink:
    """A device on TCP, such as a printer on port 9100."""

    def __init__(self, url: str, host: str, port: int) -> None:
        self._url = url
        with border(url, "it takes no connection"):
            self._socket = socket.create_connection((host, port), PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes, seconds: float = PATIENCE) -> None:
        """Send all of `data`."""
        with border(self._url, "it takes no more bytes"):
            self._socket.settimeout(seconds)
            self._socket.sendall(data)

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes."""
        received = b""
        end = time.monotonic() + seconds
        with border(self._url, "it does not answer"):
            while len(received) < size:
                self._socket.settimeout(max(end - time.monotonic(), 0.001))
                received += self._part(size - len(received))
        return received

    def received(self) -> bytes:
        """Return what has come by now."""
        received = b""
        with border(self._url, "it does not answer"):
            self._socket.settimeout(0)
            with contextlib.suppress(BlockingIOError):
                while True:
                    received += self._part(4096)
        return received

    def cut(self) -> None:
        """End what another thread waits for."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go."""
        # A socket closed with unread bytes resets the line, and the printer may throw away what it has not printed.
        with contextlib.suppress(DeviceError):
            self.received()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            self._socket.close()

    def _part(self, size: int) -> bytes:
        part = self._socket.recv(size)
        if not part:
            raise Unreachable(self._url, "it has hung up")
        return part


class SerialLink:
    """A device on a serial line, 8 data bits, no parity, one stop bit."""

    def __init__(self, url: str, device: str, baud: int) -> None:
        self._url = url
        with border(url, "it cannot be opened"):
            # Without a write timeout a device that holds its flow-control line would stop the thread for ever.
            self._line = serial.Serial(device, baud, timeout=PATIENCE, write_timeout=PATIENCE)
        self._baud = baud
        self._was_cut = False

    def write(self, data: bytes, seconds: float = PATIENCE) -> None:
        """Send all of `data`; the time it takes at this speed is added to the limit."""
        with border(self._url, "it takes no more bytes"):
            self._still_there()
            self._line.write_timeout = seconds + len(data) * 10 / self._baud * 2
            self._line.write(data)

    def read(self, size: int, seconds: float) -> bytes:
        """Return exactly `size` bytes."""
        with border(self._url, "it does not answer"):
            self._line.timeout = max(seconds, 0)
            received: bytes = self._line.read(size)
        self._still_there()
        if len(received) < size:
            raise NoReply(self._url, "it does not answer")
        return received

    def received(self) -> bytes:
        """Return what has come by now."""
        with border(self._url, "it does not answer"):
            return bytes(self._line.read(self._line.in_waiting))

    def cut(self) -> None:
        """End what another thread waits for."""
        self._was_cut = True
        with contextlib.suppress(DeviceError), border(self._url, ""):
            self._line.cancel_read()
            self._line.cancel_write()

    def close(self) -> None:
        """Let go."""
        # The kernel waits up to 30 s for bytes that a device does not take, at close and at the end of the process.
        with contextlib.suppress(DeviceError), border(self._url, ""):
            self._line.reset_output_buffer()
        with contextlib.suppress(DeviceError), border(self._url, ""):
            self._line.close()

    def _still_there(self) -> None:
        if self._was_cut:
            raise Unreachable(self._url, "it was cut off")


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
