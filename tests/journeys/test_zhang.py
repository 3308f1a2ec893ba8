"""Mr Zhang's five matters in one go: at the kiosk to one ticket, on the phone, at the counter, on paper, one code.

Beside him somebody whose plan needs two lines today: one ticket goes its whole way, from counter to counter.

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
HALL = (1920, 1080)
TWO_LINES = "补我的残疾人证，报我的医药费"
MEDICAL, ELDERLY, HOUSING = 2, 3, 7
"""Desks of the city's center, of which one does all that the other does, and one stands on another floor."""


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
    assert "一共来3趟" in planned
    assert "先网上办：核准能不能入户" in planned, "the line is for later, he queues all the same"
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
    assert phone.text(".trips") == "一共来 3 趟"
    assert missing(can, phone.text("main")) == []
    kept("phone-results", phone.picture)
    phone.page.goto(f"{lobby.hall.url}/c/{code}/plan")
    assert trips(phone) == ["1", "2", "3"]
    phone.press("button[name=leave][value=A08]")
    assert phone.text(".trips") == "一共来 2 趟"
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
    assert "一共来 2 趟" in panel, "what was left out on the phone is left out at the counter"

    with urlopen(f"{lobby.hall.url}/api/v1/consultations/{code}/plan.pdf?language=zh") as answer:
        paper = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.read())).pages)
    assert code in paper
    left_out = plain(next(each.name.zh for each in pack.items if each.id == "A08"))
    assert missing(can, paper) == []
    assert f"（已去掉）：{left_out}" in plain(paper)
    assert f"办理：{left_out}" not in plain(paper)
    assert phone.errors == console.errors == []


@pytest.mark.long
def test_one_ticket_goes_through_all_its_lines_and_everybody_is_told_where_next(
    lobby: Lobby, chromium: Chromium, pack: Pack
) -> None:
    lobby.leave()
    before, slips = lobby.seq(), len(lobby.printer.slips)
    seen, _ = at_the_kiosk(lobby, next(each for each in pack.cases if each.name == TWO_LINES))
    ticket = seen["ticket"]["ticket"]
    held = lobby.server.ticket(ticket["id"])
    assert held.services == ("medical", "elderly"), "one number for the two lines of the plan's stop"
    assert "您选了2件事" in plain("".join(seen["confirm"]["words"]))
    read = read_slip(lobby.printer.wait_for_slip(slips + 1))
    kept("steps-slip", lambda path: draw_slip(lobby.printer.slips[-1], path, font_file()))
    assert "第1步/共2步" in plain(read.text)

    phone = chromium.open(next(code for code in read.codes if ticket["id"] in code), *PHONE)
    phone.wait("document.querySelectorAll('#way li').length === 2")
    kept("steps-phone-waiting", phone.picture)
    screen = chromium.open(f"{lobby.hall.url}/display/#{lobby.access.display_code}", *HALL)
    first, second = counter_at(lobby, chromium, MEDICAL), counter_at(lobby, chromium, ELDERLY)
    first.press("#call-next")
    first.wait("document.querySelector('#ticket .way b') !== null")
    assert "第1步/共2步" in plain(first.text("#ticket"))
    first.press("#start")
    first.wait("document.querySelector('#ticket .number')?.dataset.state === 'serving'")
    # A third matter turns up at the counter: one key, and one more that chooses it.
    first.key("e")
    first.wait("document.querySelector('#chooser .steps li') !== null")
    kept("steps-counter-changing", first.picture)
    first.press("#chooser button[data-onward*=housing]")
    first.wait("document.querySelectorAll('#chooser .steps li').length === 2")
    first.key("Escape")
    phone.wait("document.querySelectorAll('#way li').length === 3")
    assert "现在都没开" in phone.text("#way"), "nobody is at the last counter yet: said in time"
    kept("steps-phone-serving", phone.picture)
    first.press("#finish")
    first.wait("document.querySelector('#ticket .number')?.dataset.state === 'waiting'")
    kept("steps-counter-finished", first.picture)
    number = ticket["number"]
    screen.wait(f"document.querySelector('.onward[data-number={number}]') !== null")
    kept("steps-screen", screen.picture)
    assert "下一步" in screen.text(f".onward[data-number={number}]")
    phone.wait("document.querySelector('#way li.here .badge')?.textContent === '2'")
    assert lobby.story(before) == [
        (f"ticket.{kind}", number) for kind in ("issued", "called", "started", "rerouted", "finished")
    ]
    second.wait("!document.querySelector('#call-next').disabled")
    for verb in ("call-next", "start", "finish"):
        second.wait(f"!document.querySelector('#{verb}').disabled")
        second.press(f"#{verb}")
    phone.wait("document.querySelector('#way li.here .badge')?.textContent === '3'")
    # The last matter is not needed after all, and is the last: the number itself is given back.
    assert phone.page.locator("#drop-2").count() == 0
    third = counter_at(lobby, chromium, HOUSING)
    for verb in ("call-next", "start", "finish"):
        third.wait(f"!document.querySelector('#{verb}').disabled")
        third.press(f"#{verb}")
    phone.wait("document.querySelector('.card.finished') !== null")
    kept("steps-phone-finished", phone.picture)
    assert [each[0] for each in lobby.story(before)].count("ticket.finished") == 3
    assert phone.errors == first.errors == second.errors == third.errors == screen.errors == []


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
        if name == "questions":
            here = dict.fromkeys(each.split(":")[1] for each in shown["targets"] if each.startswith("of:"))
            asked.extend(each for each in here if each not in asked[-4:])

    Citizen(lobby.finger, look).be_guided(case.checklists, case.answers)
    seen["ticket"] = lobby.finger.wait_until("a slip", lambda shown: shown["slip"] == "printed")
    return seen, asked


def counter_of(lobby: Lobby, chromium: Chromium, service: str) -> Page:
    """Open the console of a counter that serves `service`."""
    desk = next(place for place, each in enumerate(lobby.access.counters) if service in each.services)
    return counter_at(lobby, chromium, desk)


def counter_at(lobby: Lobby, chromium: Chromium, desk: int) -> Page:
    """Open the counter `desk` at its console, and wait until somebody is there for it."""
    console = chromium.open(f"{lobby.hall.url}/caller/#{lobby.access.caller_codes[desk]}", *COUNTER_PC)
    console.press("#open")
    console.wait("!document.querySelector('#call-next').disabled")
    return console


def trips(phone: Page) -> list[str]:
    """Return the numbers of the trips that the plan counts."""
    return [each for each in phone.page.locator(".stops .badge").all_inner_texts() if each.strip()]


def missing(names: list[str], text: str) -> list[str]:
    return [name for name in names if name not in plain(text)]
