"""Counters, lines and slips as people say them."""

import pytest
from msgspec.structs import replace

from config.centers import Counter, Text
from hardware.printer.port import PrinterState
from kiosk.page.wording import counters_words, line_words, printer_right_again, slip_trouble
from kiosk.visit.session import Printing, Session
from server.wire.messages import Wait
from tests.kiosk.hall import WORLD


@pytest.mark.parametrize(
    ("waiting", "served", "zh", "en"),
    [
        (3, True, "3 人等候，约 10-25 分钟", "3 people waiting, about 10-25 minutes"),
        (0, True, "没有人等候", "nobody waiting"),
        (3, False, "3 人等候", "3 people waiting"),
    ],
)
def test_how_long_a_line_takes_is_said_where_somebody_waits_and_is_served(
    waiting: int, served: bool, zh: str, en: str
) -> None:
    here = frozenset({"social"} if served else ())
    world = replace(WORLD, waiting={"social": waiting}, waits={"social": Wait(10, 25)}, served_now=here)
    assert (line_words("zh", world, "social"), line_words("en", world, "social")) == (zh, en)
    assert line_words("zh", replace(world, waits={}), "social").find("分钟") == -1


def test_counters_stand_together_by_their_place() -> None:
    hall = Text("大厅", "Hall")
    counters = (
        Counter("1", Text("1 号", "One"), ("hukou",), hall),
        Counter("2", Text("2 号", "Two"), ("social",), hall),
        Counter("3", Text("3 号", "Three"), ("hukou",)),
        Counter("4", Text("4 号", "Four"), ("hukou", "social"), hall),
    )
    world = replace(WORLD, counters=counters)
    assert counters_words("zh", world, "hukou") == (("大厅", ("1 号", "4 号")), ("", ("3 号",)))
    assert counters_words("en", world, "social") == (("Hall", ("Two", "Four")),)
    assert counters_words("en", world, "nothing") == ()


@pytest.mark.parametrize(
    ("why", "now", "right"),
    [
        ("paper_out", "ready", True),
        ("cover_open", "paper_low", True),
        ("paper_out", "paper_out", False),
        ("ready", "ready", False),
        ("paper_low", "ready", False),
    ],
)
def test_good_news_of_the_printer_is_told_as_such(why: str, now: str, right: bool) -> None:
    session = Session(printing=Printing(slip="failed", why=why))
    world = replace(WORLD, printer=PrinterState(now))
    assert printer_right_again(session, world) is right
    assert (slip_trouble(session, world) == "打印机已恢复，可以再打印。") is right
