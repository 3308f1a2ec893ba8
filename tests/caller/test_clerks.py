"""Clerks at their consoles in a real browser: A signs in and serves, B takes the desk over, facts name A and B."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from commands.demo.browser import Chromium, Page
from commands.seeding import now
from server.office.people.accounts import By, NewPerson, Own, add_person, disable
from server.office.people.hashing import hashed
from server.office.people.keys import set_pin, set_staff
from server.rules.people.passwords import LAWS
from server.rules.people.roles import Grant
from server.store import tables
from server.store.unit_of_work import CITY
from tests.hall_pages import CENTER, COUNTER_PC, DESK, Hall, accessible, hall_for, keep_picture

pytestmark = pytest.mark.browser

SECURITY = By("root", "Root", "10.0.0.1", (Grant("security"),))
SEAT = "document.querySelector('#seat').textContent"
FORM = "document.activeElement.id === 'clerk'"
STATE = "document.querySelector('#ticket .number')?.dataset.state"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data", desks_signed_in=True) as made:
        yield made


def clerk(hall: Hall, login: str, name: str, pin: str, staff: str = "") -> str:
    chosen, kept = Own(hashed("no-such-password")), hashed(pin)
    new = NewPerson(login, name, (Grant("clerk", CENTER),))
    id_ = hall.store.write(CITY, lambda uow: add_person(uow, new, chosen, SECURITY, LAWS["mlps2"], now()))
    hall.store.write(CITY, lambda uow: set_pin(uow, id_, kept, SECURITY, now()))
    if staff:
        hall.store.write(CITY, lambda uow: set_staff(uow, id_, CENTER, staff, SECURITY, now()))
    return id_


def sign_in(page: Page, name: str, pin: str) -> None:
    page.wait(FORM)
    page.page.keyboard.type(name)
    page.key("Enter")
    page.wait("document.activeElement.id === 'clerk-secret'")
    page.page.keyboard.type(pin)
    page.key("Enter")


def called_by(hall: Hall) -> list[str | None]:
    j = tables.journal.c
    calls = select(j.person).where(j.kind == "ticket.called").order_by(j.seq)
    return [row[0] for row in hall.store.read(lambda reading: reading.rows(calls))]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_one_clerk_serves_and_the_next_one_takes_the_desk_over(hall: Hall, chromium: Chromium, language: str) -> None:
    clerk(hall, "chen", "Chen Jing", "2468", "dj-city-staff-01")
    second = clerk(hall, "bai", "白露", "1357")
    page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *COUNTER_PC, language)
    page.wait(FORM)
    keep_picture(page, f"clerk-sign-in-{language}")
    assert accessible(page) == []
    sign_in(page, "chen", "9753")
    page.wait("document.querySelector('#clerk-form .trouble').textContent !== ''")
    keep_picture(page, f"clerk-wrong-{language}")
    page.page.keyboard.type("2468")
    page.key("Enter")
    page.wait(f"{SEAT}.includes('陈静')")
    page.key("o")
    page.wait("document.querySelector('#state').className === 'open'")
    hall.take()
    page.wait(f"{STATE} === 'waiting'")
    page.key("Enter")
    page.wait(f"{STATE} === 'called'")
    page.key("s")
    page.wait(f"{STATE} === 'serving'")
    page.key("f")
    page.wait(f"{STATE} === 'finished'")
    page.key("y")
    page.wait(FORM)
    keep_picture(page, f"clerk-change-{language}")
    sign_in(page, "bai", "1357")
    page.wait(f"{SEAT}.includes('白露')")
    hall.take()
    page.wait(f"{STATE} === 'waiting'")
    page.key("Enter")
    page.wait(f"{STATE} === 'called'")
    assert called_by(hall) == ["dj-city-staff-01", second]
    hall.store.write(CITY, lambda uow: disable(uow, second, SECURITY, now()))
    # The socket goes with the sign-in, and the page asks who is there now; the counter is still paired.
    page.wait(FORM)
    assert page.errors == []
    page.close()


def test_a_console_that_is_paired_asks_again_after_signing_out(hall: Hall, chromium: Chromium) -> None:
    clerk(hall, "bai", "白露", "1357")
    page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *COUNTER_PC, "en-GB")
    sign_in(page, "bai", "1357")
    page.wait(f"{SEAT}.includes('白露')")
    page.page.reload()
    page.wait(f"{SEAT}.includes('白露')")
    page.key("y")
    page.wait(FORM)
    page.press("#leave")
    page.wait("document.querySelector('.sign-in #clerk') !== null")
    assert page.errors == []
    page.close()
