"""A hall whose pages a real browser opens: web and live halves on sockets of this process, a clock that tests turn.

`BANSHI_PICTURES=FOLDER` keeps a picture of every state that a test calls by name.
"""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caller.blueprint import page as caller_page
from commands.demo.browser import Page
from commands.doctor import diagnosed
from commands.seeding import now
from config.backing_up import Backup
from config.centers import City, LineRules
from config.city_file import shipped_city
from config.documents import Scope as Document
from config.documents import WrittenCity
from config.settings import Settings
from displays.blueprint import page as display_page
from server.client.commands import Commands
from server.live.service import LiveService
from server.office.access.grant import Scope, grant_access
from server.office.care.care_desk import CareDesk
from server.office.releases.shipped import publish_shipped
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.tokens import new_token
from server.store.unit_of_work import CITY
from server.web.app import create_app
from server.web.serving import WebServer, bind
from server.wire.messages import CounterAnswer, Ticket
from tests.dongjiang import city_guidance
from tests.server.settings_of import Settings as Office

CENTER = "dj-city"
DESK = "dj-city-03"
"""Counter 3 serves social insurance, medical insurance and employment."""
HALL = (1920, 1080)
STANDING = (1080, 1920)
COUNTER_PC = (1366, 768)
PICTURES = os.environ.get("BANSHI_PICTURES")


class Hall:
    """The city's server; `offset` (ms) turns its clock, `stop` and `start` cut it off and bring it back."""

    def __init__(self, data: Path, city: City | WrittenCity, recordings: Path | None) -> None:
        self.store = open_store(data, create=True)
        report = seed(self.store, city, now())
        assert report.tokens is not None
        self.offset = 0
        self.center = report.centers[0].id
        self.counter_tokens = {each.id: each.token for center in report.centers for each in center.counters}
        backup = Backup(folder=data / "backups")
        self._settings = Settings(data=data, backup=backup, voice_times=1, voice_recordings=recordings)
        self.kiosk_tokens = report.tokens.kiosk
        self.kiosk_token = self.kiosk_tokens[self.center]
        self._http = self._live = 0
        self.start()
        self.kiosk = Commands(self.url, self.kiosk_token, timeout=60)
        self.admin = Commands(self.url, report.tokens.admin, timeout=60)
        self._desks: dict[str, Commands] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http}"

    def start(self) -> None:
        """Listen, at the same ports as before."""
        self._service = LiveService(self.store)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="live")
        self._thread.start()
        starting = self._service.start("127.0.0.1", self._live)
        self._live = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        listening = bind("127.0.0.1", self._http)
        self._http = int(listening.getsockname()[1])
        pages = [caller_page(), display_page(self._settings)]
        app = create_app(
            self.store,
            clock=lambda: now() + self.offset,
            live_port=self._live,
            blueprints=pages,
            care_desk=CareDesk(self._settings, diagnosed),
        )
        self._web = WebServer(app, listening)
        self._web.start()

    def stop(self) -> None:
        """Stop listening; every page loses its server."""
        self._web.stop()
        asyncio.run_coroutine_threadsafe(self._service.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def close(self) -> None:
        for client in (self.kiosk, self.admin, *self._desks.values()):
            client.close()
        self.stop()
        self.store.close()

    def code(self, scope: Scope, counter: str | None = None) -> str:
        """Return a one-time code for a page."""
        at = now() + self.offset
        return self.store.write(
            self.center, lambda uow: grant_access(uow, scope, at, center=self.center, counter=counter)
        )

    def new_counter_token(self, counter: str) -> str:
        """Return a token for a counter that came later."""
        return self.store.write(CITY, lambda uow: new_token(uow, "counter", now(), center=self.center, counter=counter))

    def take(self, service: str = "social", plan: str | None = None) -> Ticket:
        return self.kiosk.take_ticket(self.center, [service], plan=plan)

    def at(self, counter: str, *verbs: str) -> CounterAnswer:
        """Do `verbs` at `counter` one after the other, as another device would."""
        for verb in verbs:
            answer = self.desk(counter).at_counter(counter, verb)
        return answer

    def desk(self, counter: str) -> Commands:
        """Return another device of `counter`."""
        if counter not in self._desks:
            self._desks[counter] = Commands(self.url, self.counter_tokens[counter], timeout=60)
        return self._desks[counter]

    def call(self, counter: str, service: str) -> Ticket:
        """Let somebody take a number and call it to `counter`, which becomes free for it."""
        self.take(service)
        state = self.at(counter, "open")
        if state.ticket is not None:
            self.at(counter, *(("start", "finish") if state.ticket.state == "called" else ("finish",)))
        ticket = self.at(counter, "call-next").ticket
        assert ticket is not None
        return ticket

    def plan(self) -> str:
        """Publish the city's guidance; return the code of a consultation that ended in a plan."""
        guidance, key = city_guidance(), Ed25519PrivateKey.generate()
        self.store.write(CITY, lambda uow: publish_shipped(uow, guidance, key, now() + self.offset))
        case = next(case for case in guidance.pack.cases if case.checklists == ("hukou-in",))
        return self.kiosk.start_consultation(case.checklists, case.answers).code


@contextmanager
def hall_for(data: Path, recordings: Path | None = None, **rules: Any) -> Iterator[Hall]:
    """Run the fictional city; `rules` are line rules of its first center, where it is about noon now.

    Its day would end in the middle of a test, whenever tests run at midnight, and send everybody home.
    """
    city = shipped_city("dongjiang")
    first = msgspec.structs.replace(city.centers[0], rules=LineRules(**rules), timezone=noon_zone())
    with running(msgspec.structs.replace(city, centers=(first, *city.centers[1:])), data, recordings) as hall:
        yield hall


@cache
def noon_zone() -> str:
    """Return the time zone whose clocks showed twelve something at the first question; POSIX counts them westwards.

    It stays what it was: a hall that was set up in one hour is asked in the next one, too.
    """
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def keep_hours(hall: Hall, *spans: tuple[str, str], **more: object) -> None:
    """Let the hall be open every day from one clock to another; `more` are other fields of its document."""

    def edit(document: dict[str, object]) -> None:
        document["hours"] = [{"days": list(range(1, 8)), "opens": opens, "closes": closes} for opens, closes in spans]
        document.update(more)

    Office(hall.store, now()).edit(edit, Document("center", hall.center))


def hall_clock(minutes: int) -> str:
    """Return what the clocks of the hall show in so many minutes, at most that of the end of its day."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo(noon_zone())) + timedelta(minutes=minutes):%H:%M}"


@contextmanager
def running(city: City | WrittenCity, data: Path, recordings: Path | None = None) -> Iterator[Hall]:
    hall = Hall(data, city, recordings)
    try:
        yield hall
    finally:
        hall.close()


def keep_picture(page: Page, name: str) -> None:
    """Write a picture of `page`, when pictures are asked for."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.picture(Path(PICTURES) / f"{name}.png")


def accessible(page: Page) -> list[str]:
    """Return what axe finds wrong with `page`: rule, how bad, where."""
    found = Axe().run(page.page).response["violations"]
    return [f"{each['id']} ({each['impact']}): {node['html'][:120]}" for each in found for node in each["nodes"]]
