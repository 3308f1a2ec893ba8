"""A whole hall on this machine: the fictional city seeded and its server running as a child process."""

import http.client
import threading
import time
from pathlib import Path

import msgspec

from commands.demo.processes import Processes, banshi_command, free_port
from commands.failing import CannotRun
from commands.seeding import now, write_demo
from server.office.access.grant import grant_access
from server.office.releases.signing import signing_key
from server.office.settings.whole import whole_city
from server.store.opening import open_store
from server.store.seeding import CounterReport
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY, UnitOfWork
from server.wire.signed_release import public_key

CENTER = "dj-city"


class Access(msgspec.Struct, frozen=True):
    """What opens the parts of one hall: tokens of kiosk, display and counters, and one-time codes for the pages."""

    kiosk_token: str
    display_token: str
    counters: tuple[CounterReport, ...]
    caller_codes: tuple[str, ...]
    display_code: str


class AskedToEnd(Exception):
    """Somebody wants no hall any more, before or after it stands."""


class Hall:
    """The fictional city's server on loopback; `start` returns when it answers."""

    def __init__(
        self,
        parts: Processes,
        data: Path,
        http_port: int | None = None,
        live_port: int | None = None,
        asked: threading.Event | None = None,
    ) -> None:
        """Set ports, free ones where none are given; who waits for the server is left when somebody `asked` to end."""
        self.asked = asked or threading.Event()
        self.parts = parts
        self.data = data
        self.http_port = http_port or free_port()
        self.live_port = live_port or free_port()
        self.center = CENTER

    @property
    def url(self) -> str:
        """Return the address of API and pages."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def live_url(self) -> str:
        """Return the address of the live socket."""
        return f"ws://127.0.0.1:{self.live_port}/live"

    def prepare(self, counters: int = 2) -> Access:
        """Seed the city and make one-time codes for the first `counters` caller pages and one display."""
        store = open_store(self.data, create=True)
        try:
            report = write_demo(store, self.data)
            at = now()
            if report.already or report.tokens is None:
                kiosk, display, desks = self._again(store, at)
            else:
                kiosk, display = report.tokens.kiosk[self.center], report.tokens.display[self.center]
                desks = next(center.counters for center in report.centers if center.id == self.center)

            def grant(uow: UnitOfWork) -> tuple[tuple[str, ...], str]:
                return (
                    tuple(
                        grant_access(uow, "counter", at, center=self.center, counter=desk.id)
                        for desk in desks[:counters]
                    ),
                    grant_access(uow, "display", at, center=self.center),
                )

            codes, screen = store.write(self.center, grant)
        finally:
            store.close()
        return Access(kiosk, display, desks, codes, screen)

    def _again(self, store: Store, at: int) -> tuple[str, str, tuple[CounterReport, ...]]:
        """Return new tokens of kiosk, display and counters for a city that is here already; raises `CannotRun`."""
        center = dict(store.read(whole_city).centers).get(self.center)
        if center is None:
            raise CannotRun("data_seeded", "{place} holds another city. Give another folder.", place=self.data)
        key = public_key(signing_key(store, self.data, now()))

        def make(uow: UnitOfWork) -> tuple[str, str, tuple[CounterReport, ...]]:
            return (
                new_token(uow, "kiosk", at, center=self.center, release_key=key),
                new_token(uow, "display", at, center=self.center),
                tuple(
                    CounterReport(
                        desk.id,
                        desk.name.zh,
                        new_token(uow, "counter", at, center=self.center, counter=desk.id),
                        desk.services,
                    )
                    for desk in center.counters
                ),
            )

        return store.write(CITY, make)

    def start(self, *options: str, **settings: str) -> None:
        """Start the server with `options` and wait until it is ready; raises `CannotRun` with what it said.

        `settings` are named as in `Settings`.
        """
        self.parts.start(
            "server",
            banshi_command(
                "serve",
                "--data",
                str(self.data),
                "--http",
                f"127.0.0.1:{self.http_port}",
                "--live",
                f"127.0.0.1:{self.live_port}",
                *options,
            ),
            {f"BANSHI_{name.upper()}": value for name, value in settings.items()},
        )
        self.wait()

    def wait(self) -> None:
        """Wait until server and live socket answer; raises `CannotRun`, and `AskedToEnd` when that is asked."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.asked.is_set():
                raise AskedToEnd
            ended = self.parts.ended()
            if ended is not None:
                raise CannotRun("part_ended", "{name} ended: {said}", name=ended[0], said=self.parts.log(ended[0]))
            if _answers(self.http_port, "/readyz") and _answers(self.live_port, "/healthz"):
                return
            time.sleep(0.05)
        raise CannotRun("part_silent", "The server did not answer: {said}", said=self.parts.log("server"))


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
