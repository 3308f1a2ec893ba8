"""A screen and a counter without a token in a real browser: they show a code, and begin when they are let in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from commands.demo.browser import Chromium
from commands.seeding import now
from server.office.access.pairing import Choice, approve, find
from server.office.people.accounts import By
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY, UnitOfWork
from tests.hall_pages import CENTER, COUNTER_PC, DESK, HALL, STANDING, Hall, hall_for, keep_picture

pytestmark = pytest.mark.browser
ANN = By("ann", "Ann", "10.0.0.1", (Grant("city"),))
CODE = "document.querySelector('.pairing-code')?.textContent ?? ''"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


def pair(hall: Hall, code: str, choice: Choice) -> None:
    def work(uow: UnitOfWork) -> None:
        found = find(uow, code, ANN, now())
        assert found is not None
        approve(uow, found, choice, ANN, now())

    hall.store.write(CITY, work)


def test_a_screen_is_paired_by_the_code_that_it_shows(hall: Hall, chromium: Chromium, tmp_path: Path) -> None:
    page = chromium.new_page(*HALL)
    page.page.clock.install()
    page.page.goto(f"{hall.url}/display/?voice=off")
    page.wait(f"({CODE}) !== ''")
    keep_picture(page, "display-pairing")
    code = str(page.value(CODE))
    page.picture(tmp_path / "screen.png")
    with Image.open(tmp_path / "screen.png") as screen:
        assert [found.text for found in zxingcpp.read_barcodes(screen)] == [
            f"{hall.url}/admin/devices/pair?code={code}"
        ]
    page.page.set_viewport_size({"width": STANDING[0], "height": STANDING[1]})
    keep_picture(page, "display-pairing-standing")
    page.page.set_viewport_size({"width": HALL[0], "height": HALL[1]})
    pair(hall, code, Choice(CENTER, None, "TV"))
    page.page.clock.run_for(5100)
    page.wait("document.querySelector('#center .zh') !== null")
    page.page.reload()
    page.wait("document.querySelector('#center .zh') !== null")
    assert page.value("document.querySelector('#sign-in')") is None
    assert page.errors == []
    page.close()


def test_a_counter_is_paired_and_may_still_be_opened_by_a_code(hall: Hall, chromium: Chromium) -> None:
    page = chromium.new_page(*COUNTER_PC)
    page.page.clock.install()
    page.page.goto(f"{hall.url}/caller/")
    page.wait(f"({CODE}) !== ''")
    code = page.value(CODE)
    keep_picture(page, "counter-pairing")
    page.page.click(".other")
    assert page.value(CODE) == code, "another language asks for no other code"
    pair(hall, str(code), Choice(None, DESK, "Desk"))
    page.page.clock.run_for(5100)
    page.wait("(document.querySelector('#place b')?.textContent ?? '') !== ''")
    assert page.errors == []
    page.close()
    beside = chromium.open(f"{hall.url}/caller/", *COUNTER_PC, "zh-CN")
    beside.wait(f"({CODE}) !== ''")
    beside.page.fill("#code", hall.code("counter", DESK))
    beside.key("Enter")
    beside.wait("(document.querySelector('#place b')?.textContent ?? '') !== ''")
    assert beside.errors == []
