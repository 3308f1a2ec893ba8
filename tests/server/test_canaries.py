"""A hundred things that people tell a hall, in no byte of its files once their time is over.

They come in the ways they come in: over HTTP from kiosk, phone, counter and browser. What is looked through afterwards
are the bytes of the database, of what lies beside it, of logs, heads, and backups that are older than the policy.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from commands.log_file import LogFile
from config.settings import Settings
from server.office.audit.head_keeper import HeadKeeper
from server.office.audit.kept_heads import FILE as HEADS
from server.office.audit.proving import prove
from server.office.care.backups import back_up, throw_old_away
from server.office.day import begin_day
from server.office.people.signing_in import Entered, Where, sign_in
from server.office.purging import purge
from server.rules.guidance.consultation_code import read_code
from server.rules.people.roles import Grant
from server.store.opening import open_store
from server.store.scrubbing import rewrite_whole
from server.store.secret_hash import secret_hash
from server.store.store import Store
from tests.server.conftest import MORNING
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.conftest import Web, web_over

A_DAY = 24 * 3600 * 1000
LATER = MORNING + 4 * 365 * A_DAY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "data", create=True)
    log = LogFile(tmp_path / "logs" / "banshi.log")
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(log),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )
    yield made
    structlog.configure(**before)
    made.close()
    log.close()


def told(web: Web) -> dict[str, list[str]]:
    """Let a hundred canaries in, and return them by where they went."""
    web.publish()
    found: dict[str, list[str]] = {"ticket": [], "other": [], "never": []}
    ask = web.ask
    for number in range(10):
        # Said twice, so that its words are kept; what has a long number in it never is.
        words = f"金丝雀王小明的事{'甲乙丙丁戊己庚辛壬癸'[number]}"
        for _ in range(2):
            assert ask("POST", "/unfound", web.kiosk, {"sentence": words}).status == 200
        found["other"].append(words)
        identity = f"33010619571{number}031234"
        ask("POST", "/unfound", web.kiosk, {"sentence": f"我的身份证{identity}"})
        found["never"].append(identity)
    for number in range(10):
        begun = ask("POST", "/consultations", web.kiosk, {"checklists": ["school"]})
        assert begun.status == 201
        ticket = web.take(plan=begun.json["code"], key=f"canary-ticket-key-{number}").json
        found["ticket"] += [read_code(begun.json["code"]), secret_hash(ticket["secret"])]
        found["other"].append(f"canary-ticket-key-{number}")
        found["never"].append(ticket["secret"])
    at = web.counter("hall-1")
    ask("POST", "/counters/hall-1/open", at, {})
    for number in range(10):
        assert web.at("call-next").status == 200
        assert web.at("start").status == 200
        note = f"李金丝雀 1380000{number:04} 要轮椅"
        body = {"service": "school", "note": note}
        assert ask("POST", "/counters/hall-1/transfer", at, body).status == 200
        found["ticket"].append(note)
    for number in range(10):
        telephone = f"1399999{number:04}"
        slot = {"service": "social", "day": f"2025-11-{26 + number // 3}", "clock": "14:00", "phone": telephone}
        made = ask("POST", "/centers/hall/bookings", web.channel, slot)
        if made.status == 201:
            found["other"].append(secret_hash(made.json["secret"]))
            found["never"].append(made.json["secret"])
        found["never"].append(telephone)
    for number in range(10):
        holder = {"services": ["social"], "holder": f"canary-holder-{number}"}
        taken = ask("POST", "/centers/hall/remote-tickets", web.channel, holder)
        found["never"].append(f"canary-holder-{number}")
        if taken.status == 201:
            found["ticket"].append(secret_hash(taken.json["secret"]))
    browser = Browser(web)
    for number in range(4):
        browser.open("/admin/sign-in")
        browser.send("/admin/sign-in", login=f"canary-{number}-wang", password="wrong")
        found["other"].append(f"canary-{number}-wang")
    House(web.store).add("kate", Grant("auditor"))
    entered = sign_in(web.store, "kate", PASSWORD, Where("10.0.0.7", "canary-browser"), bytes(32), MORNING)
    assert isinstance(entered, Entered)
    found["other"].append("canary-browser")
    return found


def files(place: Path) -> dict[str, bytes]:
    return {str(each.relative_to(place)): each.read_bytes() for each in sorted(place.rglob("*")) if each.is_file()}


def seen(place: Path, canaries: list[str]) -> dict[str, set[str]]:
    """Return which canaries are in which file, as text or as JSON writes it."""
    found: dict[str, set[str]] = {}
    for name, content in files(place).items():
        hits = {each for each in canaries if each.encode() in content}
        if hits:
            found[name] = hits
    return found


def test_a_hundred_canaries_leave_no_byte_behind(store: Store, tmp_path: Path) -> None:
    here = Settings(data=tmp_path / "data")
    backups = tmp_path / "backups"
    backups.mkdir()
    with web_over(store) as web:
        canaries = told(web)
        every = [each for some in canaries.values() for each in some]
        assert len(set(every)) >= 100
        assert seen(tmp_path, canaries["never"]) == {}
        data = set().union(*(hits for name, hits in seen(tmp_path, every).items() if name.startswith("data")))
        assert data == set(canaries["ticket"]) | set(canaries["other"])
        made = back_up(here, backups, now=MORNING, trial=False)
        assert made.good
        os.utime(backups / str(made.file), (MORNING / 1000, MORNING / 1000))

        store.write("hall", lambda uow: begin_day(uow, MORNING + A_DAY))
        # The purge of each night looks for secrets some days back only.
        for now in (MORNING + 3 * A_DAY, LATER):
            purge(store, now)
        HeadKeeper(store, lambda: LATER, here.data / HEADS).look()
        later = back_up(here, backups, now=LATER, trial=False)
        assert later.good
        os.utime(backups / str(later.file), (LATER / 1000, LATER / 1000))
        assert throw_old_away(backups, 14, LATER) == [made.file]
        left = seen(tmp_path, every)
        # A page of the tickets may keep a copy of a row that moved to another page: see decision 0095.
        assert set().union(*left.values()) <= set(canaries["ticket"]), left
        assert prove(store).holds
    store.close()
    rewrite_whole(here.data)
    assert seen(tmp_path, every) == {}
