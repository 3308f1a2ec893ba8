"""Tables of a report are drawn where scripts may run: under the closed policy, in the colours of the page."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import msgspec
import pytest
from sqlalchemy import insert

from commands.demo.browser import Chromium
from commands.seeding import now
from server.office.counter import open_counter
from server.office.day import begin_day
from server.office.requests import AtOnceCommand, CounterCommand
from server.office.serve_at_once import serve_at_once
from server.rules.hall.day_figures import WHOLE, Desk, Figures, together
from server.rules.people.roles import Grant
from server.store.day_tables import folds
from server.store.unit_of_work import UnitOfWork
from tests.hall_pages import CENTER, DESK, Hall, accessible, hall_for, keep_picture
from tests.server.office.people.conftest import PASSWORD, House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin-looks")]

DAYS = 9
DAY_MS = 24 * 3_600_000
BYTES = "[...performance.getEntriesByType('resource')].filter((each) => each.name.includes('drawing')).length"
COLOUR = "document.querySelector('.drawing svg text').getAttribute('fill')"


def one(number: int, many: int) -> Figures:
    """Return the figures of something like `many` people."""
    waits = {bucket: 1 + (bucket * number) % 5 for bucket in range(6, 6 + many)}
    served = sum(waits.values())
    made = Figures(issued=served + 6, joined=served + 6, called=served + 4, served=served, finished=served)
    made.no_shows, made.gone, made.waits, made.serves = 4, 2, waits, {8: served // 2, 14: served - served // 2}
    made.waits[1] = 4
    return made


def keep(uow: UnitOfWork, day: str, figures: dict[str, Figures]) -> None:
    for service, each in figures.items():
        body = msgspec.json.encode(each).decode()
        uow.run(insert(folds), center=CENTER, span="day", day=day, service=service, figures=body)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Return a hall of the week after next, with a figure for each of its days."""
    with hall_for(tmp_path_factory.mktemp("drawing") / "data") as made:
        at = now()
        command = AtOnceCommand(DESK, "social", "clerk")
        made.store.write(CENTER, lambda uow: open_counter(uow, CounterCommand(DESK, "clerk"), at))
        made.store.write(CENTER, lambda uow: serve_at_once(uow, command, at))
        made.store.write(CENTER, lambda uow: begin_day(uow, at + DAYS * DAY_MS))
        made.offset = DAYS * DAY_MS
        first = date.fromisoformat(made.store.read(lambda reading: reading.hall(CENTER).day(at)))
        for number in range(DAYS):
            figures = {each: one(number + place, 9 + 4 * place) for place, each in enumerate(("social", "medical"))}
            whole = figures[WHOLE] = together(list(figures.values()))
            whole.hours = {hour: one(hour, 4 + hour % 5) for hour in range(9, 17)}
            whole.took, whole.desks = (
                {"kiosk": 80, "phone": 9, "desk": 7},
                {DESK: Desk(20_000_000, 900_000, 90, 15_000_000)},
            )
            made.store.write(CENTER, partial(keep, day=(first + timedelta(days=number)).isoformat(), figures=figures))
        House(made.store, now=at + made.offset).add("root", Grant("city"))
        yield made


@pytest.mark.parametrize(("language", "dark", "size"), [("zh-CN", False, (1366, 900)), ("en-GB", True, (390, 844))])
def test_tables_are_drawn_in_the_colours_of_the_page(
    hall: Hall, chromium: Chromium, language: str, dark: bool, size: tuple[int, int]
) -> None:
    page = chromium.open(f"{hall.url}/admin/sign-in", *size, language, color_scheme="dark" if dark else "light")
    page.page.fill("#login", "root")
    page.page.fill("#password", PASSWORD)
    page.press("button.main")
    page.wait("document.querySelector('nav') !== null")
    page.page.goto(f"{hall.url}/admin/reports?center={CENTER}")
    assert page.value(BYTES) == 0
    page.page.locator("#series").scroll_into_view_if_needed()
    page.wait("document.querySelectorAll('.drawing svg path').length > 30")
    assert page.value("document.querySelectorAll('.drawing').length") == 3
    light = page.value(COLOUR)
    keep_picture(page, f"reports-{language}-{'dark' if dark else 'light'}")
    page.page.emulate_media(color_scheme="light" if dark else "dark")
    page.wait(f"{COLOUR} !== {light!r}")
    assert accessible(page) == []
    assert page.value("document.documentElement.scrollWidth <= innerWidth")
    assert page.errors == []
    page.close()
