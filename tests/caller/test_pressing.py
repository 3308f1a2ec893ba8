"""A press, the focus and the scroll of a console last over whatever happens in the hall meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.demo.browser import Chromium, Page
from tests.hall_pages import DESK, Hall, hall_for

pytestmark = pytest.mark.browser

TALL = (1366, 1400)
"""Several rows are seen at once: no scrolling makes up for a row that goes."""
ROW = "#lists li[data-ticket='{}']"
BACK = ROW + " button[data-verb=back-in-line]"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


@pytest.fixture
def page(hall: Hall, chromium: Chromium) -> Iterator[Page]:
    opened = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *TALL)
    opened.wait("document.querySelector('#line li') !== null && document.querySelector('#state').textContent !== ''")
    yield opened
    assert opened.errors == []
    opened.close()


def put_off(hall: Hall, page: Page, count: int) -> list[str]:
    """Return the ids of `count` tickets that stand aside, in the order of the page."""
    made = [hall.take("social").id for _ in range(count)]
    for ticket in made:
        hall.kiosk.move(ticket, "postpone")
    page.wait(f"document.querySelectorAll('#lists li').length === {count}")
    listed: list[str] = page.value("[...document.querySelectorAll('#lists li')].map((row) => row.dataset.ticket)")
    assert sorted(listed) == sorted(made)
    return listed


def leaves(hall: Hall, page: Page, ticket: str) -> None:
    hall.kiosk.move(ticket, "come-back")
    page.wait(f'document.querySelector("{ROW.format(ticket)}") === null')


@pytest.mark.parametrize("gone", [0, 2])
def test_a_press_that_is_held_while_the_list_changes_acts_on_its_row(hall: Hall, page: Page, gone: int) -> None:
    rows = put_off(hall, page, 3)
    page.page.hover(BACK.format(rows[1]))
    page.page.mouse.down()
    leaves(hall, page, rows[gone])
    page.page.mouse.up()
    page.wait("document.querySelectorAll('#lists li').length === 1")
    left = next(row for at, row in enumerate(rows) if at not in (1, gone))
    assert page.value("document.querySelector('#lists li').dataset.ticket") == left
    assert hall.kiosk.ticket(rows[1]).state == "waiting"


def test_a_press_that_is_taken_back_acts_on_nothing(hall: Hall, page: Page) -> None:
    rows = put_off(hall, page, 3)
    page.page.hover(BACK.format(rows[1]))
    page.page.mouse.down()
    leaves(hall, page, rows[0])
    page.page.mouse.move(5, 5)
    page.page.mouse.up()
    leaves(hall, page, rows[2])
    assert hall.kiosk.ticket(rows[1]).state == "postponed"


def test_focus_and_scroll_stay_while_rows_come_and_go(hall: Hall, page: Page) -> None:
    rows = put_off(hall, page, 12)
    page.value(f'document.querySelector("{BACK.format(rows[9])}").focus()')
    page.value("document.querySelector('#aside-body').scrollTop = 200")
    page.value(f'void (window.first = document.querySelector("{ROW.format(rows[9])}"))')
    leaves(hall, page, rows[11])
    assert page.value(f'document.querySelector("{BACK.format(rows[9])}") === document.activeElement')
    assert page.value(f'document.querySelector("{ROW.format(rows[9])}") === window.first')
    assert page.value("document.querySelector('#aside-body').scrollTop") == 200
