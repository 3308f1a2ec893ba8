"""How long it takes now, on any phone: every line, whether it is open, and what such words were worth lately."""

from server.office.kept_waits import DayWaits, keep
from server.rules.hall.estimate.kept import Kept
from server.rules.hall.line import MINUTE
from tests.server.web.conftest import Web
from tests.server.web.phone.test_booking_pages import look


def test_every_line_says_who_waits_and_how_long_it_takes(web: Web) -> None:
    page = look(web, "/w/hall")
    assert "社保" in page
    assert page.count("现在没有窗口开放") == 3
    web.at("open")
    assert look(web, "/w/hall").count("随到随叫") == 2
    web.take()
    english = look(web, "/w/hall", language="en")
    assert "1 person waiting" in english
    assert "Open until 17:00. Open again 09:00 tomorrow." in english
    assert "Rare" not in english


def test_a_closed_hall_says_when_it_opens(web: Web) -> None:
    web.at("open")
    web.moment[0] += 12 * 60 * MINUTE
    page = look(web, "/w/hall", language="en")
    assert "Closed for today. Open again 09:00 tomorrow." in page
    assert "called at once" not in page


def test_what_was_said_lately_is_owned_up_to(web: Web) -> None:
    assert "10 次里有 8 次" in look(web, "/w/hall")
    kept = DayWaits("2025-11-24", {"social": Kept(40, 30, 24, 40 * MINUTE, 400 * MINUTE)})
    web.store.write("hall", lambda uow: keep(uow, 1, kept))
    assert "Of a hundred times that we said in the last 30 days, 80 were right." in look(web, "/w/hall", language="en")


def test_a_center_that_is_not_there_is_said_on_a_page(web: Web) -> None:
    answer = web.ask("GET", "/w/nowhere", Cookie="banshi-language=en")
    assert answer.status == 404
    assert b"<h1>" in answer.data
