"""The trips of a plan to two centers, on a phone: readable in both languages, in every state."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commands.demo.browser import Chromium
from commands.seeding import now
from server.office.releases.shipped import publish_shipped
from server.store.unit_of_work import CITY
from tests.geometry import Rules, look
from tests.hall_pages import Hall, accessible, hall_for
from tests.two_centers import case, two_centers

pytestmark = pytest.mark.browser

PHONES = ((390, 844), (360, 640))
ON_PHONE = Rules(smallest=16, touch=44)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("two") / "data") as made:
        key = Ed25519PrivateKey.generate()
        made.store.write(CITY, lambda uow: publish_shipped(uow, two_centers(), key, now()))
        yield made


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_both_trips_with_their_numbers(hall: Hall, chromium: Chromium, language: str) -> None:
    code = hall.kiosk.start_consultation(case().checklists, case().answers).code
    page = chromium.new_page(*PHONES[0], language)
    url = f"{hall.url}/c/{code}/plan"
    page.page.goto(url)
    page.wait("document.querySelector('#trip-1 form') !== null")
    wrong = look(page, f"phone-trips-{language}-before", PHONES, ON_PHONE)
    hall.take("marriage", code)
    page.page.goto(url)
    page.press("#trip-2 button")
    page.wait("document.querySelector('#trip-2 a[href*=\"/t/\"]') !== null")
    # From the top: the address leads to the trip, whose number stands beside the fixed bar then; a page that is not yet
    # whole goes there once more.
    page.wait("document.readyState === 'complete'")
    page.value("scrollTo(0, 0)")
    wrong += look(page, f"phone-trips-{language}-both", PHONES, ON_PHONE)
    wrong += accessible(page)
    assert not wrong, "\n".join(wrong)
    page.press('#trip-2 a[href*="/t/"]')
    page.wait("document.querySelector('#number .card') !== null")
    assert page.errors == []
    page.close()
