"""The first screen says honestly how things stand, in both languages: what is not so is never promised."""

import pytest
from msgspec.structs import replace

from hardware.printer.port import PrinterState
from kiosk.page.standing import said, standing, why_no_ticket
from kiosk.page.wording import ahead_words
from kiosk.visit.world import CenterSeen, LinkSeen, Service, World
from server.rules.hall.hours_told import Stands
from server.wire.hours import HoursNow
from server.wire.messages import Ticket
from tests.kiosk.hall import WORLD, text

NOBODY = replace(WORLD, served_now=frozenset())


def lines(world: World) -> list[str]:
    return [each.text.en for each in standing(world)]


def test_nothing_is_said_while_all_is_well() -> None:
    assert lines(replace(WORLD, printer=PrinterState.READY, served_now=frozenset({"hukou"}))) == []


def told(stands: Stands, says: str, then: str | None = "Open again 09:00 tomorrow") -> HoursNow:
    return HoursNow(stands, text(says), None if then is None else text(then), "2026-11-28T01:00:00.000Z")


def test_a_closed_center_says_what_the_server_says_of_its_hours() -> None:
    closed = replace(WORLD, open=False, hours_now=told("closed", "Closed for today"))
    said_so = "Closed for today. Open again 09:00 tomorrow."
    assert lines(closed) == [f"{said_so} You can find out now what you need."]
    assert lines(replace(closed, guide=None)) == [said_so]
    assert "现在可以先咨询" in standing(closed)[0].text.zh
    opens = replace(closed, guide=None, hours_now=told("closed", "Opens 09:00 today", None))
    assert lines(opens) == ["Opens 09:00 today."]
    assert lines(replace(closed, hours_now=None)) == ["The center is closed now. Guidance works."]


def test_who_comes_late_is_told_and_gets_a_number_all_the_same() -> None:
    late = replace(WORLD, printer=PrinterState.READY, hours_now=told("closing", "Closes soon, at 17:00"))
    assert lines(late) == ["Closes soon, at 17:00. Open again 09:00 tomorrow."]
    assert why_no_ticket(late) is None
    assert lines(replace(late, hours_now=told("open", "Open until 17:00"))) == []


def test_nobody_is_told_to_wait_at_a_counter_that_is_not_open() -> None:
    (only,) = lines(replace(NOBODY, printer=PrinterState.READY))
    assert only == "No counter is open yet. Numbers can be taken, and are called when one opens."
    ticket = Ticket("t", "hall", "A001", "waiting", ("hukou",), 0, "hukou", None, 0, None, "2026-11-27T22:31:00.000Z")
    for language in ("zh", "en"):
        assert ahead_words(language, ticket) != ahead_words(language, ticket, served=False)
    assert "No counter is open yet" in ahead_words("en", ticket, served=NOBODY.serves("hukou"))
    assert ahead_words("zh", replace(ticket, ahead=3), served=False) == "前面还有 3 人", (
        "who is behind others waits anyway"
    )


@pytest.mark.parametrize("state", [PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE])
def test_a_printer_that_is_down_is_said_beside_all_else(state: PrinterState) -> None:
    first, second = lines(replace(NOBODY, printer=state))
    assert "counter" in first
    assert second.endswith("Numbers on the screen are valid without paper.")


def test_a_kiosk_that_is_not_let_in_says_so_at_once() -> None:
    barred = replace(WORLD, link="barred")
    assert "not registered" in lines(barred)[0]
    assert "Guidance works" in lines(barred)[0]
    assert lines(World(link="barred"))[0] == "This kiosk is not registered. Go to the guide desk."
    assert "cannot reach the server" in lines(replace(WORLD, link="away"))[0]
    assert said("en", why_no_ticket(barred)).startswith("This kiosk is not registered")
    assert said("en", why_no_ticket(WORLD)) == ""


def test_an_answer_ends_what_was_said_of_the_link() -> None:
    world = WORLD.after(LinkSeen("barred"))
    assert world.bars == "barred"
    seen = CenterSeen("hall", text("hall"), (Service("a", text("a")),), {}, served_now=frozenset({"a"}))
    assert world.after(seen).bars == ""
    assert world.after(seen).serves("a")
    assert not world.after(replace(seen, served_now=frozenset())).lines_open
