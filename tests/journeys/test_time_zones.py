"""One time on every surface: the hall's own, wherever server, browser and kiosk believe to be, and across its DST."""

import io
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from queue import SimpleQueue
from zoneinfo import ZoneInfo

import msgspec
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route
from pypdf import PdfReader

from commands.demo.browser import Chromium
from commands.seeding import now
from config.centers import Hours
from config.city_file import shipped_city
from config.font import font_file
from hardware.printer.lettering import Lettering
from kiosk import clock
from kiosk.page.slip import ticket_slip
from kiosk.page.standing import standing
from kiosk.visit.touches import PrintTicket
from kiosk.visit.world import CenterSeen, News, World
from kiosk.work.local_guide import HeldRelease
from kiosk.work.lookout import Lookout
from server.client.commands import Commands
from server.rules.guidance.plan.wording import date_words
from tests.hall_pages import HALL, Hall, running
from tests.hardware.printer.sheet import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHEN = {
    # The last minute of summer time, and the same hour of the wall again: Sunday, 1 November 2026.
    "los-angeles-summer": ("America/Los_Angeles", datetime(2026, 11, 1, 8, 59, 30, tzinfo=UTC), "01:59", "11月1日"),
    "los-angeles-winter": ("America/Los_Angeles", datetime(2026, 11, 1, 9, 0, 30, tzinfo=UTC), "01:00", "11月1日"),
    # Another day than in Shanghai and London.
    "los-angeles-evening": ("America/Los_Angeles", datetime(2026, 11, 2, 1, 30, 30, tzinfo=UTC), "17:30", "11月1日"),
    "urumqi-night": ("Asia/Urumqi", datetime(2026, 7, 1, 18, 10, 30, tzinfo=UTC), "00:10", "7月2日"),
    "kathmandu": ("Asia/Kathmandu", datetime(2026, 7, 1, 18, 20, 30, tzinfo=UTC), "00:05", "7月2日"),
}
QUICK = ("los-angeles-winter", "kathmandu")
"""Enough to see each time; the others take their time in the long tests."""


@contextmanager
def elsewhere(zone: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process believe that it is in `zone`."""
    with monkeypatch.context() as turned:
        turned.setenv("TZ", zone)
        time.tzset()
        try:
            yield
        finally:
            turned.undo()
            time.tzset()


def seen_by_kiosk(hall: Hall, folder: Path) -> World:
    """Return what a kiosk knows of its center."""
    learned: SimpleQueue[News] = SimpleQueue()
    with closing(Commands(hall.url, hall.kiosk_token)) as commands:
        lookout = Lookout(commands, hall.center, HeldRelease(folder), lambda: datetime.now(UTC), learned.put)
        lookout.start()
        news = learned.get(timeout=20)
        lookout.close()
    assert isinstance(news, CenterSeen)
    return World().after(news)


@pytest.mark.parametrize(
    "case", [each if each in QUICK else pytest.param(each, marks=pytest.mark.long) for each in WHEN]
)
def test_every_surface_shows_the_hall_s_own_time(
    case: str, tmp_path: Path, chromium: Chromium, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone, moment, shown, day = WHEN[case]
    city = shipped_city("dongjiang")
    hours = (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "23:00"),)
    center = msgspec.structs.replace(city.centers[0], timezone=zone, hours=hours)
    city = msgspec.structs.replace(city, centers=(center, *city.centers[1:]))
    local = moment.astimezone(ZoneInfo(zone))

    class Moment(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            assert isinstance(tz, ZoneInfo)
            return moment.astimezone(tz)

    def told_then(route: Route) -> None:
        try:
            answer = route.fetch()
        except PlaywrightError:
            route.abort()
            return
        route.fulfill(response=answer, headers={**answer.headers, "date": format_datetime(moment, usegmt=True)})

    with elsewhere("Europe/Lisbon", monkeypatch), running(city, tmp_path / "data") as hall:
        hall.offset = round(moment.timestamp() * 1000) - now()
        plan = hall.plan()
        ticket = hall.take("social", plan)

        # The hall screen, on a box in New Zealand.
        screen = chromium.new_page(*HALL, timezone_id="Pacific/Auckland")
        screen.page.route("**/api/**", told_then)
        screen.page.goto(f"{hall.url}/display/?voice=off#{hall.code('display')}")
        screen.wait(f"document.querySelector('#clock .time')?.textContent === '{shown}'")
        assert screen.text("#clock .zh").startswith(day)
        hall.stop()
        screen.wait("document.querySelector('#notice').className === 'late'")
        assert local.strftime("%H:") in screen.text("#notice")
        screen.close()
        hall.start()

        # Kiosk and slip.
        world = seen_by_kiosk(hall, tmp_path / "held")
        assert world.timezone == zone
        with monkeypatch.context() as turned:
            turned.setattr(clock, "datetime", Moment)
            assert clock.time_of_day(world.timezone) == shown
            assert clock.now(world.timezone).date() == local.date()
        printed = read(ticket_slip(PrintTicket(ticket, "en", ()), world, Lettering(font_file()).raster))
        assert any(f"{local:%Y-%m-%d %H:%M}" in line[0] for line in printed.lines)

        # What is weighed by the day, on phone and paper.
        kept = hall.kiosk.consultation(plan)
        assert kept.state.day == local.date().isoformat()
        phone = chromium.new_page(390, 844, timezone_id="Pacific/Auckland")
        phone.page.goto(f"{hall.url}/c/{plan}/plan")
        answer = phone.page.request.get(f"{hall.url}/api/v1/consultations/{plan}/plan.pdf?language=en")
        sheets = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
        assert date_words("en", kept.state.day) in sheets
        phone.close()


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        # Saturday evening in summer time; the center opens on Monday at nine, in winter time.
        (datetime(2026, 11, 1, 1, 0, tzinfo=UTC), datetime(2026, 11, 2, 17, 0, tzinfo=UTC)),
        # Friday evening in winter time; on Sunday clocks go forward, and Monday's nine is an hour sooner.
        (datetime(2027, 3, 13, 2, 0, tzinfo=UTC), datetime(2027, 3, 15, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_center_that_is_closed_opens_by_its_own_clock(
    tmp_path: Path, asked: datetime, opens: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = shipped_city("dongjiang")
    hours = (Hours((1, 2, 3, 4, 5), "09:00", "17:00"),)
    center = msgspec.structs.replace(city.centers[0], timezone="America/Los_Angeles", hours=hours)
    city = msgspec.structs.replace(city, centers=(center, *city.centers[1:]))
    with elsewhere("Asia/Tokyo", monkeypatch), running(city, tmp_path / "data") as hall:
        hall.offset = round(asked.timestamp() * 1000) - now()
        world = seen_by_kiosk(hall, tmp_path / "held")
        told = hall.kiosk.center(hall.center)
        assert told.opens_at is not None
        assert datetime.fromisoformat(told.opens_at) == opens
        (found,) = [each for each in standing(world) if each.ink == "wait"]
        assert "09:00" in found.text.zh
        assert "09:00" in found.text.en
