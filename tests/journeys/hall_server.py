"""A whole server as its own process, as a hall runs it, and many clients that hurry."""

import http.client
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from commands.demo.processes import Processes, banshi_command, free_port
from commands.seeding import write_demo
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.store.opening import open_store


class ServerProcess:
    """`banshi serve` (or a half of it) over `data` or a database; `start` returns when it is ready."""

    def __init__(
        self, parts: Processes, name: str, data: Path | None, url: str | None = None, half: str = "both"
    ) -> None:
        self.parts = parts
        self.name = name
        self.http, self.live = free_port(), free_port()
        place = ["--database", url] if url else ["--data", str(data)]
        addresses = ["--http", f"127.0.0.1:{self.http}", "--live", f"127.0.0.1:{self.live}"]
        self._command = banshi_command("serve", half, *place, *addresses)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        # Its clients hurry more than any kiosk.
        self.parts.start(self.name, self._command, {"BANSHI_TICKETS_PER_MINUTE": "0"})
        wait_until(self.parts, self.name, self.http)

    def stop(self, sign: int) -> None:
        """Send `sign` to the process and wait until it is gone."""
        (place,) = [at for at, (name, _) in enumerate(self.parts.running) if name == self.name]
        _, process = self.parts.running.pop(place)
        process.send_signal(sign)
        process.wait(20)


def wait_until(parts: Processes, name: str, port: int) -> None:
    """Return when part `name` answers at `port` that it is ready."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert parts.ended() is None, parts.log(name)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            threading.Event().wait(0.03)
        finally:
            connection.close()
    raise AssertionError(parts.log(name))


def together(works: Iterable[Callable[[], None]]) -> None:
    """Do all `works` at once, each in a thread; the first error is raised."""
    errors: list[BaseException] = []
    planned = list(works)
    start = threading.Barrier(len(planned))

    def guarded(work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in planned]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def whole_journal(commands: Commands, center: str) -> list[Any]:
    events: list[Any] = []
    while page := commands.journal(center, events[-1].seq if events else 0):
        events += page
    return events


def prove_order(events: list[Any]) -> None:
    """The journal has no gap; numbers are 1, 2, 3 ... in it; nobody is called by two counters at once."""
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    issued = [event.ticket.number for event in events if event.type == "ticket.issued"]
    for prefix in {number[0] for number in issued}:
        numbers = [int(number[1:]) for number in issued if number[0] == prefix]
        assert numbers == list(range(1, len(numbers) + 1))
    called = [event.ticket.number for event in events if event.type == "ticket.called"]
    assert len(called) == len(set(called))


def seeded(data: Path | None, url: str | None) -> dict[str, Any]:
    """Write the fictional city and return its tokens as `banshi seed --json` tells them, without its process."""
    store = open_store(data, url, create=True)
    with tempfile.TemporaryDirectory() as elsewhere, closing(store):
        report = write_demo(store, data or Path(elsewhere))
    told: dict[str, Any] = msgspec.to_builtins(report)
    return told


def serve_until_empty(url: str, counter: str, token: str, done: list[str]) -> None:
    """Work at a counter: call, start, finish, until nobody waits."""
    desk = Commands(url, token, language="en")
    desk.at_counter(counter, "open")
    while (number := _called(desk, counter)) is not None:
        done.append(number)
        desk.at_counter(counter, "start")
        desk.at_counter(counter, "finish")
    desk.close()


def _called(desk: Commands, counter: str) -> str | None:
    try:
        ticket = desk.at_counter(counter, "call-next").ticket
    except Refusal as refusal:
        if refusal.code != "line_empty":
            raise
        return None
    return ticket.number if ticket else None
