"""A clerk serves thirty people by keyboard alone, with every verb there is; each key is counted."""

import json
import os
from collections import Counter as Tally
from pathlib import Path

import msgspec
import pytest

from commands.demo.browser import Chromium, Page
from config.city_file import shipped_city
from server.rules.hall.calling import OVER
from tests.hall_pages import COUNTER_PC, DESK, Hall, noon_zone, running

pytestmark = [pytest.mark.browser, pytest.mark.long]
OTHER = "dj-city-04"
PEOPLE = 30


class Clerk:
    """Somebody at a console who has no mouse; `keys` counts what they press, by what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys: Tally[str] = Tally()

    def press(self, what: str, *names: str) -> None:
        self.page.key(*names)
        self.keys[what] += len(names)

    def until(self, state: str, number: str = "") -> str:
        """Wait until the ticket shown is in `state`; return its number."""
        ticket = "document.querySelector('#ticket .number')"
        same = f" && {ticket}.textContent === '{number}'" if number else ""
        self.page.wait(f"{ticket}?.dataset.state === '{state}'{same}")
        return self.page.text("#ticket .number")

    def call(self) -> str:
        self.press("call", "Enter")
        return self.until("called")

    def start(self, number: str) -> None:
        self.press("start", "s")
        self.until("serving", number)

    def finish(self, number: str) -> None:
        self.press("finish", "f")
        self.until("finished", number)

    def find(self, what: str, number: str) -> None:
        """Look for a number and do the first thing that can be done with it."""
        self.press(what, "q")
        self.page.wait("document.activeElement.id === 'number'")
        self.press(what, *number.lower(), "Enter")
        self.page.wait("document.activeElement.dataset.verb !== undefined")
        self.press(what, "Enter")


def test_thirty_people_are_served_by_keyboard_alone(tmp_path: Path, chromium: Chromium) -> None:
    city = shipped_city("dongjiang")
    first = city.centers[0]
    counters = tuple(msgspec.structs.replace(each, chooses=each.id == DESK) for each in first.counters)
    staff = tuple(msgspec.structs.replace(each, number=str(1001 + at)) for at, each in enumerate(first.staff))
    first = msgspec.structs.replace(first, counters=counters, staff=staff, timezone=noon_zone())
    with running(msgspec.structs.replace(city, centers=(first, *city.centers[1:])), tmp_path / "data") as hall:
        page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *COUNTER_PC, "zh-CN")
        page.wait("document.querySelector('#line li') !== null")
        clerk = Clerk(page)
        served = an_hour(hall, clerk)
        assert page.errors == []
        page.close()
        left = [hall.kiosk.ticket(each) for each in served]
        assert [each.number for each in left if each.state not in OVER] == []
        told = {fact.type for fact in hall.kiosk.journal(hall.center, 0)}
        every = "called recalled started held resumed missed rejoined transferred finished undone"
        assert {f"ticket.{each}" for each in every.split()} <= told
        if place := os.environ.get("BANSHI_FIGURES"):
            Path(place).write_text(json.dumps({"people": PEOPLE, "keys": clerk.keys, "all": clerk.keys.total()}))
        assert clerk.keys.total() <= 5 * PEOPLE


def an_hour(hall: Hall, clerk: Clerk) -> list[str]:
    """Let everybody be served, each verb at least once; return the ids of their tickets."""
    page = clerk.page
    clerk.press("sign in", "y")
    page.wait("document.activeElement.id === 'who'")
    clerk.press("sign in", *"1001", "Enter")
    page.wait("document.querySelector('#seat-ask').childElementCount === 0")
    clerk.press("open", "o")
    page.wait("document.querySelector('#state').className === 'open'")
    hall.at(OTHER, "open")
    tickets = [hall.take("social") for _ in range(PEOPLE - 1)]
    page.wait(f"document.querySelector('#line h2 .count').textContent === '{PEOPLE - 1}'")
    # Wrong key, taken back; then as it is meant.
    one = clerk.call()
    clerk.press("undo", "u")
    clerk.until("waiting", one)
    clerk.call()
    clerk.start(one)
    clerk.finish(one)
    clerk.press("undo", "u")
    clerk.until("serving", one)
    clerk.finish(one)
    # On hold, and gone on with.
    held = clerk.call()
    clerk.start(held)
    clerk.press("hold", "h")
    clerk.until("held", held)
    # Somebody who does not come, and comes later.
    missed = clerk.call()
    clerk.press("recall", "r")
    page.wait("document.querySelector('#ticket .chip').textContent.includes('已叫 2 遍')")
    clerk.press("miss", "m")
    clerk.until("missed", missed)
    clerk.find("resume", held)
    clerk.until("serving", held)
    clerk.finish(held)
    clerk.find("back into line", missed)
    # To another service, and to another counter.
    for where in ("data-service", f"data-counter={OTHER}"):
        sent = clerk.call()
        clerk.start(sent)
        clerk.press("send on", "t")
        button = f"document.querySelector('#chooser button[{where}]')"
        page.wait(f"{button} !== null")
        clerk.press("send on", page.value(f"{button}.dataset.digit"))
        clerk.until("waiting")
    chosen = tickets[-1].number
    clerk.find("choose", chosen)
    page.wait("document.querySelector('#chooser button[data-reason]') !== null")
    clerk.press("choose", "1")
    clerk.until("called", chosen)
    clerk.press("help", "x")
    clerk.start(chosen)
    clerk.finish(chosen)
    clerk.press("no number", "w")
    page.wait("document.querySelector('#chooser h2') !== null")
    clerk.press("no number", "1")
    at_once = clerk.until("serving")
    clerk.finish(at_once)
    clerk.press("pause", "p")
    page.wait("document.querySelector('[data-break=lunch]') !== null")
    clerk.press("pause", "1")
    page.wait("document.querySelector('#state').className === 'paused'")
    clerk.press("open", "o")
    page.wait("document.querySelector('#state').className === 'open'")
    # Everybody else: start, finish and call, with one key each.
    number = clerk.call()
    while True:
        clerk.start(number)
        if page.value("document.querySelector('#finish-and-call').disabled"):
            break
        clerk.press("finish and call", "n")
        page.wait(f"document.querySelector('#ticket .number').textContent !== '{number}'")
        number = clerk.until("called")
    clerk.finish(number)
    clerk.press("close", "c")
    page.wait("document.querySelector('#state').className === 'closed'")
    for desk in (OTHER, "dj-city-01"):
        while (hall.at(desk, "open").ticket is None) and _more(hall, desk):
            hall.at(desk, "call-next", "start", "finish")
    return [each.id for each in tickets]


def _more(hall: Hall, desk: str) -> bool:
    answer = hall.at(desk, "open")
    return answer.waiting > 0
