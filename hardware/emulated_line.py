"""The line of a device that is not there: TCP or a pty, served by one thread until it is left.

Responsible for opening, accepting and ending. What is said on the line is each emulator's own.
"""

import contextlib
import os
import pty
import select
import socket
import threading
import tty
from collections.abc import Callable
from types import TracebackType
from typing import Self


class EmulatedLine:
    """One line at `url`; `connections` counts those who came."""

    def __init__(self, name: str, *, on_pty: bool = False, port: int = 0) -> None:
        self.connections = 0
        self._ends_read, self._ends_write = os.pipe()
        self._listener: socket.socket | None = None
        self._terminal = -1
        if on_pty:
            self._terminal, self._other = pty.openpty()
            tty.setraw(self._other)
            self.url = f"serial://{os.ttyname(self._other)}?baud=115200"
        else:
            self._listener = socket.create_server(("127.0.0.1", port))
            self._port = self._listener.getsockname()[1]
            self.url = f"socket://127.0.0.1:{self._port}"
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.write(self._ends_write, b"x")
        self._thread.join()
        if self._listener:
            self._listener.close()
        else:
            os.close(self._terminal)
            os.close(self._other)
        os.close(self._ends_read)
        os.close(self._ends_write)

    def _serve(self) -> None:
        if self._listener is None:
            self._talk(self._terminal, lambda data: os.write(self._terminal, data))
            return
        while self._waits(self._listener.fileno()):
            line, _ = self._listener.accept()
            self.connections += 1
            self._came()
            with line, contextlib.suppress(OSError):
                self._talk(line.fileno(), line.sendall)
            self._went()

    def _came(self) -> None:
        """Do what the device does when somebody came, before anything is said."""

    def _went(self) -> None:
        """Do what the device does when they have gone."""

    def _talk(self, source: int, answer: Callable[[bytes], object]) -> None:
        """Read from the descriptor `source` and `answer`, until the line is over."""
        raise NotImplementedError

    def _waits(self, source: int, seconds: float | None = None) -> bool:
        """Return whether there is something to read from `source` (-1 for nothing) within `seconds`."""
        if seconds == 0 and source < 0:
            return False
        ready, _, _ = select.select([self._ends_read, *([source] if source >= 0 else [])], [], [], seconds)
        return self._ends_read not in ready and bool(ready)
