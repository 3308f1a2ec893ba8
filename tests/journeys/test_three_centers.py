"""A citizen's way from a village over the town to the city, with one visit: at a real kiosk, consoles and a phone.

`BANSHI_PICTURES=FOLDER` keeps a picture of each step; those of the guide (docs/across-centers.md) are made by this.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from sqlalchemy import text

from commands.demo.browser import Chromium, Page
from commands.demo.hall import Access
from commands.demo.hall import Hall as DemoHall
from commands.demo.parts import start_kiosk
from commands.demo.processes import Processes, Xvfb
from commands.demo.touching import Finger
from commands.seeding import now
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from server.client.commands import Commands
from server.office.access.grant import Scope, grant_access
from server.office.releases.shipped import publish_shipped
from server.office.visits import visit_of_ticket
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork
from server.wire.signed_release import public_key
from tests.dongjiang import city_guidance
from tests.hall_pages import COUNTER_PC, HALL, PICTURES, Hall, hall_for, keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.screen, pytest.mark.long]

VILLAGE, TOWN, CITY = "dj-shixi-luobei", "dj-shixi", "dj-city"
TOWN_DESK, CITY_DESK = "dj-shixi-02", "dj-city-03"
PHONE = (390, 844)
SERVED = "document.querySelector('#ticket .number')?.dataset.state === '{state}'"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


@pytest.fixture
def finger(hall: Hall, tmp_path: Path) -> Iterator[Finger]:
    """Return a finger at the real kiosk of the village station."""
    with ExitStack() as stack:
        parts = stack.enter_context(Processes(tmp_path / "logs"))
        station = DemoHall(parts, tmp_path / "nothing", int(hall.url.rpartition(":")[2]))
        station.center = VILLAGE
        printer = stack.enter_context(EmulatedPrinter())
        display = stack.enter_context(Xvfb(*KIOSK_CANVAS)).display
        access = Access(hall.store.write(WHOLE_CITY, _kiosk_of_the_village), "", (), (), "")
        trace = start_kiosk(station, access, printer.url, tmp_path / "kiosk", display, KIOSK_CANVAS)
        yield Finger(display, trace)


def _kiosk_of_the_village(uow: UnitOfWork) -> str:
    """Publish the guidance of the city; return a token that trusts its key."""
    key = Ed25519PrivateKey.generate()
    publish_shipped(uow, city_guidance(), key, now())
    return new_token(uow, "kiosk", now(), center=VILLAGE, release_key=public_key(key))


def let_in(hall: Hall, center: str, scope: Scope, counter: str | None = None) -> str:
    at = now()
    return hall.store.write(center, lambda uow: grant_access(uow, scope, at, center=center, counter=counter))


def seen(finger: Finger, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        finger.picture(Path(PICTURES) / f"{name}.png")


def take_in_the_village(finger: Finger) -> Any:
    """Find out at the kiosk where it can be done, and take a number of the town; return what the kiosk shows."""
    finger.wait_until("the station", lambda shown: "罗背村便民服务站" in shown["words"], 20)
    finger.touch("start:zh")
    finger.wait_for("home")
    finger.touch("direct")
    finger.wait_for("service")
    finger.touch("service:social")
    finger.wait_until("an offer", lambda shown: shown["screen"] == "confirm" and "elsewhere" in shown["targets"])
    seen(finger, "way-1-village-kiosk-nobody-serves")
    finger.touch("elsewhere")
    finger.wait_for("places")
    seen(finger, "way-2-village-kiosk-places")
    finger.touch(f"place:{TOWN}")
    finger.wait_for("place")
    finger.touch("take")
    shown = finger.wait_until("a slip", lambda now: now["screen"] == "ticket" and now["slip"] == "printed")
    seen(finger, "way-3-village-kiosk-number")
    return shown["ticket"]


def phone_of(hall: Hall, finger: Finger, chromium: Chromium, folder: Path) -> Page:
    """Return the page that a phone opens which reads the code on the kiosk's screen."""
    picture = folder / "kiosk.png"
    finger.picture(picture)
    with Image.open(picture) as screen:
        (code,) = [found.text for found in zxingcpp.read_barcodes(screen)]
    path = urlsplit(code)
    page = chromium.open(f"{hall.url}{path.path}#{path.fragment}", *PHONE, "zh-CN")
    page.wait("document.querySelector('#number .card') !== null")
    return page


def come(hall: Hall, center: str, number: str) -> str:
    """Check in at the kiosk of `center` with a number that was taken elsewhere; return the ticket's id."""
    ticket = hall.store.read(
        lambda reading: reading.value(
            text("SELECT id FROM tickets WHERE center = :c AND label = :n"), c=center, n=number
        )
    )
    kiosk = Commands(hall.url, hall.kiosk_tokens[center], timeout=60)
    try:
        assert kiosk.move(ticket, "check-in").state == "waiting"
    finally:
        kiosk.close()
    return str(ticket)


def console(hall: Hall, chromium: Chromium, center: str, counter: str) -> Page:
    page = chromium.open(f"{hall.url}/caller/#{let_in(hall, center, 'counter', counter)}", *COUNTER_PC, "zh-CN")
    page.wait("document.querySelector('#state').textContent !== ''")
    page.key("o")
    page.wait("document.querySelector('#state').className === 'open'")
    return page


def test_from_the_village_over_the_town_to_the_city_under_one_visit(
    hall: Hall, finger: Finger, chromium: Chromium, tmp_path: Path
) -> None:
    town = console(hall, chromium, TOWN, TOWN_DESK)
    city = console(hall, chromium, CITY, CITY_DESK)
    taken = take_in_the_village(finger)
    phone = phone_of(hall, finger, chromium, tmp_path)
    keep_picture(phone, "way-4-phone-on-the-way")
    first = come(hall, TOWN, taken["number"])
    screen = chromium.open(f"{hall.url}/display/?voice=off#{let_in(hall, TOWN, 'display')}", *HALL)
    town.wait("document.querySelector('#line h2 .count')?.textContent === '1'")
    town.key("Enter")
    town.wait(SERVED.format(state="called"))
    screen.wait(f"document.querySelector('#newest').dataset.number === '{taken['number']}'")
    keep_picture(screen, "way-5-town-screen")
    town.key("s")
    town.wait(SERVED.format(state="serving"))
    keep_picture(town, "way-6-town-counter-serves")
    town.key("t")
    town.press("#chooser [data-elsewhere]")
    town.wait(f"document.querySelector('#chooser [data-center={CITY}]') !== null")
    keep_picture(town, "way-7-town-counter-sends-on")
    town.press(f"#chooser [data-center={CITY}]")
    town.wait(SERVED.format(state="finished"))
    phone.wait("document.querySelector('#number a[href*=\"/t/\"]') !== null")
    keep_picture(phone, "way-8-phone-goes-on")
    kiosk = Commands(hall.url, hall.kiosk_tokens[TOWN], timeout=60)
    onward = kiosk.ticket(first).onward
    kiosk.close()
    assert onward is not None
    assert (onward.center, onward.state) == (CITY, "remote")
    come(hall, CITY, onward.number)
    city.wait("document.querySelector('#line h2 .count')?.textContent === '1'")
    city.key("Enter")
    city.wait(SERVED.format(state="called"))
    city.key("s")
    city.wait(SERVED.format(state="serving"))
    keep_picture(city, "way-9-city-counter-serves")
    city.key("f")
    city.wait(SERVED.format(state="finished"))
    phone.press('#number a[href*="/t/"]')
    phone.wait("document.querySelector('#number .card') !== null")
    keep_picture(phone, "way-10-phone-done")
    visit = hall.store.read(lambda reading: visit_of_ticket(reading, onward.ticket))
    assert [(each.center, each.state) for each in visit.tickets] == [(TOWN, "finished"), (CITY, "finished")]
    assert [stay.state for stay in visit.tickets[0].stays][:2] == ["remote", "waiting"]
    wall = chromium.open(f"{hall.url}/display/?wall#{let_in(hall, CITY, 'display')}", *HALL)
    wall.wait("document.querySelectorAll('#halls li').length > 3")
    keep_picture(wall, "way-11-wall")
    for page in (town, city, screen, wall, phone):
        assert page.errors == []
        page.close()
