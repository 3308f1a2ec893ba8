"""`banshi bench house`: how the administrators' house opens, and what a crowd at its door costs the hall beside it."""

import http.client
import re
import tempfile
import threading
import time
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from commands.bench import load
from commands.bench.issue import SERVICES
from commands.bench.processor import part_id, resident
from commands.bench.report import Figure, Noise, at_most, percentile, plain, say_failures
from commands.demo.browser import PATIENCE, Chromium, browser
from commands.demo.hall import Hall
from commands.demo.processes import Processes
from commands.seeding import now
from server.office.people.accounts import By, NewPerson, Own, add_person
from server.office.people.hashing import hashed
from server.rules.people.passwords import LAWS
from server.rules.people.roles import Grant
from server.store.opening import open_store
from server.store.unit_of_work import CITY, UnitOfWork

PEOPLE: Final = 50
PASSWORD: Final = "Tea7-by-the-river"  # noqa: S105
TICKETS_PER_SECOND: Final = 10
LOOK_SECONDS: Final = 0.1
PAGES: Final = ("/admin/sign-in", "/admin/", "/admin/live", "/admin/centers", "/admin/devices/wall", "/admin/record")
KIB: Final = 1024


class _Crowd:
    """Everybody signs in at once: seconds until each was in, why others were not, and the server's memory meanwhile."""

    def __init__(self, port: int, server: int) -> None:
        self.port, self.server = port, server
        self.waits: list[float] = []
        self.failed: list[str] = []
        self.most = resident(server)

    def come(self) -> None:
        """Let all come, and wait until the last one is in."""
        threads = [threading.Thread(target=self._one, args=(number,), daemon=True) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            self.most = max(self.most, resident(self.server))
            time.sleep(LOOK_SECONDS)

    def _one(self, number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, 2 * PATIENCE, (f"127.0.1.{number + 1}", 0))
        began = time.perf_counter()
        form = urlencode({"login": f"person{number}", "password": PASSWORD, "onward": "/admin/"})
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            line.request("POST", "/admin/sign-in", form, sent)
            answer = line.getresponse()
            words = answer.read().decode()
        except OSError as error:
            self.failed.append(str(error))
            return
        finally:
            line.close()
        if answer.status == 303 and SimpleCookie(answer.headers["Set-Cookie"]):
            self.waits.append(time.perf_counter() - began)
        else:
            told = re.search(r'role="alert"[^>]*>([^<]*)', words)
            self.failed.append(f"{answer.status} {told[1] if told else ''}")


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about half a minute and three times `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        _let_in(hall)
        hall.start(tickets_per_minute="0")
        noise.sample()
        figures = _crowd(hall, access.kiosk_token, seconds)
        noise.sample()
        with browser() as chromium:
            figures += _views(hall, chromium)
        noise.sample()
    return figures


def _let_in(hall: Hall) -> None:
    store, own = open_store(hall.data), Own(hashed(PASSWORD))
    by = By("bench", "Bench", "127.0.0.1", (Grant("security"),))

    def work(uow: UnitOfWork) -> None:
        for number in range(PEOPLE):
            role = Grant("city") if number else Grant("auditor")
            roles = (Grant("system"), Grant("city"), Grant("security")) if number == 1 else (role,)
            add_person(uow, NewPerson(f"person{number}", f"Person {number}", roles), own, by, LAWS["mlps2"], now())

    store.write(CITY, work)
    store.close()


def _crowd(hall: Hall, token: str, seconds: float) -> list[Figure]:
    def ticket(run: str) -> list[float]:
        path = f"/api/v1/centers/{hall.center}/tickets"
        answers, _ = load.run(
            hall.http_port,
            4,
            seconds,
            lambda n: load.post(
                path, token, f"bench-{run}-{n}", b'{"services":["%s"]}' % SERVICES[n % len(SERVICES)].encode()
            ),
            rate=TICKETS_PER_SECOND,
        )
        return [each.seconds for each in answers if each.status == 201]

    ticket("warm")
    quiet = ticket("quiet")
    server = part_id(hall.parts, "server")
    before = resident(server)
    crowd = _Crowd(hall.http_port, server)
    coming = threading.Thread(target=crowd.come)
    coming.start()
    beside = ticket("beside")
    coming.join()
    say_failures(crowd.failed)
    return [
        at_most("not signed in", PEOPLE - len(crowd.waits), "people", 0, absolute=True),
        at_most(f"{PEOPLE} sign in at once, p95", percentile(crowd.waits, 0.95), "s", 15, absolute=True),
        plain("the same, median", percentile(crowd.waits, 0.5), "s", absolute=True),
        at_most("memory of the server above what it was", crowd.most - before, "MiB", 200),
        plain("a ticket, nobody at the door, p95", percentile(quiet, 0.95) * 1000, "ms", absolute=True),
        plain("a ticket while all sign in, p95", percentile(beside, 0.95) * 1000, "ms", absolute=True),
    ]


def _views(hall: Hall, chromium: Chromium) -> list[Figure]:
    """Return how long and how large each page is that a browser opens for the first time."""
    figures = []
    cookies: list[object] = []
    for path in PAGES:
        page = chromium.new_page(1366, 768)
        page.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        inside = page.page.context.new_cdp_session(page.page)
        inside.send("Network.enable")
        sizes: list[float] = []
        inside.on("Network.loadingFinished", lambda told, sizes=sizes: sizes.append(told["encodedDataLength"]))
        began = time.perf_counter()
        page.page.goto(hall.url + path)
        took = time.perf_counter() - began
        figures += [
            at_most(f"first view of {path}", took, "s", 1.5, absolute=True),
            at_most(f"what {path} brings", sum(sizes) / KIB, "KiB", 150),
        ]
        if not cookies:
            page.page.fill("#login", "person1")
            page.page.fill("#password", PASSWORD)
            page.press("button.main")
            page.wait("document.querySelector('nav') !== null")
            cookies = list(page.page.context.cookies())
        page.close()
    return figures
