"""Mr Zhang's five matters in one go: at the kiosk to one ticket, on the phone, at the counter, on paper, one code.

`BANSHI_PICTURES=FOLDER` keeps a picture of every screen on the way.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from commands.demo.browser import Chromium, Page
from commands.demo.citizen import Citizen
from config.case import Case
from config.font import font_file
from config.pack import Pack
from hardware.printer.drawing import draw_slip
from hardware.printer.slip_reader import read_slip
from tests.dongjiang import city
from tests.hall_pages import COUNTER_PC, PICTURES
from tests.kiosk.lobby import Lobby, Record, opened

pytestmark = [pytest.mark.screen, pytest.mark.browser, pytest.mark.xdist_group("zhang")]

PHONE = (390, 844)


@pytest.fixture(scope="module")
def lobby() -> Iterator[Lobby]:
    with opened(counters=99) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def pack() -> Pack:
    return city()


@pytest.fixture(scope="module")
def case(pack: Pack) -> Case:
    return max(pack.cases, key=lambda each: len(each.checklists))


def kept(name: str, picture: Callable[[Path], None]) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        picture(Path(PICTURES) / f"zhang-{name}.png")


def plain(text: str) -> str:
    return "".join(text.split())


def test_five_matters_come_to_one_ticket_and_go_on_by_one_code(
    lobby: Lobby, chromium: Chromium, pack: Pack, case: Case
) -> None:
    before, slips = lobby.seq(), len(lobby.printer.slips)
    seen, asked = at_the_kiosk(lobby, case)
    ticket = seen["ticket"]["ticket"]
    assert len(asked) == len(set(asked)), "each fact was asked once over all five"
    assert set(asked) <= set(case.answers)
    planned = plain("".join(seen["plan"]["words"]))
    assert "最少跑3次" in planned
    assert "先在家网上办：入户资格核准" in planned, "the line is for later, he queues all the same"
    assert lobby.story(before) == [("ticket.issued", ticket["number"])]

    slip = read_slip(lobby.printer.wait_for_slip(slips + 1)).text
    kept("slip", lambda path: draw_slip(lobby.printer.slips[-1], path, font_file()))
    assert ticket["number"] in slip
    found = re.search("咨询码[:：] *([0-9A-Z-]+)", slip)
    assert found is not None
    code = found[1]

    can = [plain(each.name.zh) for each in pack.items if case.verdicts.get(each.id) == "can"]
    assert len(can) >= 17
    phone = chromium.open(f"{lobby.hall.url}/c/{code}", *PHONE)
    assert phone.text(".trips") == "最少跑 3 次"
    assert missing(can, phone.text("main")) == []
    kept("phone-results", phone.picture)
    phone.page.goto(f"{lobby.hall.url}/c/{code}/plan")
    assert trips(phone) == ["1", "2", "3"]
    phone.press("button[name=leave][value=A08]")
    assert phone.text(".trips") == "最少跑 2 次"
    assert trips(phone) == ["1", "2"]
    kept("phone-plan", phone.picture)

    console = counter_of(lobby, chromium, ticket["service"])
    console.press("#call-next")
    console.wait("document.querySelector('#plan .stops li') !== null")
    kept("counter", console.picture)
    assert ticket["number"] in console.text("body")
    console.press("#possible > summary")
    panel = console.text("#plan")
    assert code in panel
    assert missing(can, panel) == []
    assert "最少跑 2 次" in panel, "what was left out on the phone is left out at the counter"

    with urlopen(f"{lobby.hall.url}/api/v1/consultations/{code}/plan.pdf?language=zh") as answer:
        paper = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.read())).pages)
    assert code in paper
    left_out = plain(next(each.name.zh for each in pack.items if each.id == "A08"))
    assert missing(can, paper) == []
    assert f"（已去掉）：{left_out}" in plain(paper)
    assert f"办理：{left_out}" not in plain(paper)
    assert phone.errors == console.errors == []


def at_the_kiosk(lobby: Lobby, case: Case) -> tuple[dict[str, Record], list[str]]:
    """Walk to the ticket by touches; return the first sight of each screen, and the questions in order."""
    seen: dict[str, Record] = {}
    asked: list[str] = []

    def look(name: str) -> None:
        shown = lobby.finger.screen()
        if name not in seen:
            seen[name] = shown
            kept(f"kiosk-{name}", lobby.finger.picture)
        if name == "question" and shown["question"] not in asked[-1:]:
            asked.append(shown["question"])

    Citizen(lobby.finger, look).be_guided(case.checklists, case.answers)
    seen["ticket"] = lobby.finger.wait_until("a slip", lambda shown: shown["slip"] == "printed")
    return seen, asked


def counter_of(lobby: Lobby, chromium: Chromium, service: str) -> Page:
    """Open the console of a counter that serves `service`."""
    desk = next(place for place, each in enumerate(lobby.access.counters) if service in each.services)
    console = chromium.open(f"{lobby.hall.url}/caller/#{lobby.access.caller_codes[desk]}", *COUNTER_PC)
    console.press("#open")
    console.wait("!document.querySelector('#call-next').disabled")
    return console


def trips(phone: Page) -> list[str]:
    """Return the numbers of the trips that the plan counts."""
    return [each for each in phone.page.locator(".stops .badge").all_inner_texts() if each.strip()]


def missing(names: list[str], text: str) -> list[str]:
    return [name for name in names if name not in plain(text)]
