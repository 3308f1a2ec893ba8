"""A line between kiosk and server that can be told to lose answers: the order arrives, its ticket does not."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from commands.demo.processes import free_port


class Line:
    """Carries bytes between its own `url` and the server on `port`, each connection in two threads."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._own = free_port()
        self._listener = socket.create_server(("127.0.0.1", self._own))
        self.url = f"http://127.0.0.1:{self._own}"
        self.loses_tickets = False
        self.loses_consultations = False
        self.loses_slots = False
        self.lost = threading.Event()
        self._carried: list[tuple[threading.Thread, tuple[socket.socket, socket.socket]]] = []

    def __enter__(self) -> Self:
        self._accepting = threading.Thread(target=self._accept, name="line", daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing alone does not wake a thread that waits in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        for carrying, ends in self._carried:
            _hang_up(*ends)
            carrying.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._port), 5)
                except OSError:
                    near.close()
                    continue
                far.settimeout(None)
                carrying = threading.Thread(target=self._carry, args=(near, far), daemon=True)
                self._carried.append((carrying, (near, far)))
                carrying.start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Carry a question there and its answer back, until one end hangs up."""
        asked, opened, looked = threading.Event(), threading.Event(), threading.Event()

        def back() -> None:
            with suppress(OSError):
                while data := far.recv(65536):
                    lost = (
                        (asked.is_set() and self.loses_tickets)
                        or (opened.is_set() and self.loses_consultations)
                        or (looked.is_set() and self.loses_slots)
                    )
                    if lost:
                        self.lost.set()
                        break
                    near.sendall(data)
            _hang_up(near, far)

        coming_back = threading.Thread(target=back, daemon=True)
        coming_back.start()
        with suppress(OSError):
            while data := near.recv(65536):
                first = data.split(b"\r\n", 1)[0]
                if data.startswith(b"POST") and first.split(b"/")[-2].startswith((b"tickets ", b"bookings ")):
                    asked.set()
                if data.startswith(b"GET") and b"/slots?" in first:
                    looked.set()
                if data.startswith(b"GET /api/v1/consultations/"):
                    opened.set()
                far.sendall(data)
        _hang_up(near, far)
        coming_back.join()
        near.close()
        far.close()


def _hang_up(*ends: socket.socket) -> None:
    """Wake whoever reads them; the carrier closes: a number closed early may be another socket's by then."""
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
