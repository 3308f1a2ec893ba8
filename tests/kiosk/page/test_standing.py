"""The first screen says honestly how things stand, in both languages: what is not so is never promised."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from config.centers import Opens, Text
from hardware.printer.port import PrinterState
from kiosk.page.standing import said, standing, why_no_ticket
from kiosk.page.wording import ahead_words
from kiosk.visit.world import CenterSeen, LinkSeen, Service, World
from server.wire.messages import Ticket
from tests.kiosk.hall import WORLD, text

NOW = datetime(2026, 11, 27, 22, 31, tzinfo=UTC)
"""06:31 of Saturday the 28th in Shanghai."""
NOBODY = replace(WORLD, served_now=frozenset())


def lines(world: World, now: datetime = NOW) -> list[str]:
    return [each.text.en for each in standing(world, now)]


def test_nothing_is_said_while_all_is_well() -> None:
    assert lines(replace(WORLD, printer=PrinterState.READY, served_now=frozenset({"hukou"}))) == []


@pytest.mark.parametrize(
    ("opens_at", "zone", "when"),
    [
        ("2026-11-28T01:00:00.000Z", "Asia/Shanghai", "09:00 today"),
        ("2026-11-30T01:00:00.000Z", "Asia/Shanghai", "30 Nov, 09:00"),
        ("2026-11-28T01:00:00.000Z", "Asia/Urumqi", "07:00 today"),
        ("2026-11-28T01:00:00.000Z", "America/New_York", "20:00 today"),
    ],
)
def test_a_closed_center_says_when_it_opens_by_its_own_clock(opens_at: str, zone: str, when: str) -> None:
    closed = replace(WORLD, open=False, opens_at=opens_at, timezone=zone)
    assert lines(closed) == [f"The center is closed until {when}. You can find out now what you need."]
    assert lines(replace(closed, guide=None)) == [f"Closed until {when}."]
    assert "开门" in standing(closed, NOW)[0].text.zh
    assert lines(replace(closed, opens_at=None)) == ["The center is closed now. Guidance works."]


TODAY = (Opens("09:00", "12:00"), Opens("13:30", "17:00"))
NOON = datetime(2026, 11, 27, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        (
            {"closed_for": "pause", "today": TODAY, "opens_at": "2026-11-27T05:30:00.000Z"},
            "午休 12:00-13:30，今天 13:30 开门。",
            "Lunch break 12:00-13:30, open again 13:30 today.",
        ),
        (
            {
                "closed_for": "pause",
                "today": (Opens("09:00", "10:00"), Opens("10:30", "11:00"), Opens("15:00", "17:00")),
                "opens_at": "2026-11-27T07:00:00.000Z",
            },
            "午休 11:00-15:00，今天 15:00 开门。",
            "Lunch break 11:00-15:00, open again 15:00 today.",
        ),
        (
            {"closed_for": "holiday", "closed_name": Text("元旦", "New Year"), "opens_at": "2026-11-30T01:00:00.000Z"},
            "今天放假（元旦），11 月 30 日 09:00 开门。",
            "Closed today for New Year, open again 30 Nov, 09:00.",
        ),
        (
            {"closed_for": "special", "opens_at": None},
            "今天不开门。",
            "Closed today.",
        ),
    ],
)
def test_a_break_and_a_holiday_are_said_by_their_name(changes: dict[str, Any], zh: str, en: str) -> None:
    (found,) = standing(replace(WORLD, open=False, guide=None, **changes), NOON)
    assert (found.text.zh, found.text.en) == (zh, en)
    (guided,) = standing(replace(WORLD, open=False, **changes), NOON)
    assert guided.text.zh.startswith(zh.rstrip("。"))


def test_a_break_outside_noon_is_no_lunch() -> None:
    today = (Opens("09:00", "17:00"), Opens("18:00", "20:00"))
    closed = replace(WORLD, open=False, guide=None, closed_for="pause", today=today)
    evening = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    assert lines(replace(closed, opens_at="2026-11-27T10:00:00.000Z"), evening) == [
        "Break 17:00-18:00, open again 18:00 today."
    ]


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
    assert lines(World(link="barred"))[0] == "This kiosk is not registered. Please go to the guide desk."
    assert "cannot reach the server" in lines(replace(WORLD, link="away"))[0]
    assert said("en", why_no_ticket(barred, NOW)).startswith("This kiosk is not registered")
    assert said("en", why_no_ticket(WORLD, NOW)) == ""


def test_an_answer_ends_what_was_said_of_the_link() -> None:
    world = WORLD.after(LinkSeen("barred"))
    assert world.bars == "barred"
    seen = CenterSeen("hall", text("hall"), (Service("a", text("a")),), {}, served_now=frozenset({"a"}))
    assert world.after(seen).bars == ""
    assert world.after(seen).serves("a")
    assert not world.after(replace(seen, served_now=frozenset())).lines_open
