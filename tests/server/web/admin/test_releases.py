"""A release from a zip to a kiosk in the browser alone: by two persons, each step once in both records."""

import io
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.edition_file import load_guidance
from server.office.audit.chain import head
from server.office.releases.proof_apart import Order, Proved, prove
from server.office.releases.proving import Proving
from server.office.releases.publish import current_release_id
from server.office.releases.record import acts_of, standing_of
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.release.record import Act
from server.rules.guidance.search.pinyin import searchable
from server.rules.people.roles import Grant
from server.store.release_key import first_key
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.office.people.conftest import House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web, web_over

PACK = Path("tests/commands/pack/townlet")
TODAY = 1_795_579_200_000
"""2026-11-25 12:00 in Shanghai: the day for which the small town's pack is clean."""


@dataclass
class Office:
    """What proves here: in this process, and only when it is let."""

    web: Web
    proving: Proving
    let: threading.Event

    def proved(self) -> None:
        """Let the proof at hand end, and wait for what comes of it."""
        self.let.set()
        assert self.proving._thread is not None
        self.proving._thread.join(60)
        assert self.proving.at_hand is None
        self.let.clear()

    def acts(self) -> tuple[Act, ...]:
        return self.web.store.read(acts_of)

    def state(self, release: str) -> str:
        return self.web.store.read(lambda reading: standing_of(reading, release, self.web.moment[0])).state

    def in_force(self) -> str:
        return self.web.store.read(lambda reading: current_release_id(reading, self.web.moment[0]))


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Iterator[Office]:
    let = threading.Event()
    made: list[Proving] = []

    def here(order: Order, ended: threading.Event) -> Proved:
        assert let.wait(60)
        return prove(order)

    def proving(clock: Callable[[], int]) -> Proving:
        made.append(Proving(store, clock, tmp_path, here))
        return made[0]

    with web_over(store, proving) as web:
        web.moment[0] = TODAY
        key = first_key(tmp_path)
        guidance = searchable(load_guidance(PACK))
        store.write(CITY, lambda uow: publish_shipped(uow, guidance, key, TODAY - 3_600_000))
        yield Office(web, made[0], let)
        let.set()
        made[0].stop()


@pytest.fixture
def web(office: Office) -> Web:
    return office.web


@pytest.fixture
def people(web: Web) -> House:
    return House(web.store, now=TODAY)


def packed(tmp_path: Path, old: str = "1350", new: str = "1280", file: str = "editions/shixi.yaml") -> bytes:
    """Return the town's pack with one change, in a zip as people make one: with its folder."""
    folder = tmp_path / "mine" / "townlet"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACK, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    place = shutil.make_archive(str(tmp_path / "mine"), "zip", tmp_path / "mine")
    return Path(place).read_bytes()


def handed_in(office: Office, browser: Browser, data: bytes) -> str:
    """Hand a pack in and return the id of its release."""
    browser.open("/admin/releases")
    assert browser.upload("/admin/releases", data, "pack.zip").status == 200
    assert "is being read and proved" in browser.text()
    office.proved()
    return office.acts()[-1].release


def test_a_release_goes_its_whole_way_by_two_persons(office: Office, enter: Enter, tmp_path: Path) -> None:
    an, cai = enter("an", Grant("editor"), Grant("reviewer")), enter("cai", Grant("reviewer"))
    shipped = office.in_force()
    release = handed_in(office, an, packed(tmp_path))
    here = f"/admin/releases/{release[:12]}"
    an.open("/admin/releases")
    assert "Your pack is handed in" in an.text()
    an.open(here)
    assert "1350" in an.text()
    assert "1280" in an.text()
    assert "You handed it in: somebody else must review it." in an.text()
    assert f"{here}/review" not in an.page
    for path, fields in (("review", {}), ("check", {}), ("publish", {"when": "now"}), ("return", {})):
        before = office.web.store.read(head)
        assert an.send(f"{here}/{path}", **fields).status >= 400, path
        assert office.web.store.read(head) == before
    an.send(f"{here}/check", **{"department education": "1", "note": "read"})
    assert an.send(f"{here}/review").status == 409
    assert "Somebody else must review it" in an.text()
    cai.open(here)
    cai.send(f"{here}/review", note="agreed")
    assert office.state(release) == "reviewed"
    cai.send(f"{here}/publish", when="now", note="new school year")
    assert "is being proved" in cai.text()
    assert office.in_force() == shipped
    assert cai.open("/admin/").status == 200, "the house goes on meanwhile"
    assert cai.send(f"{here}/prove").status in (403, 409)
    office.proved()
    assert office.in_force() == release
    cai.open(here)
    assert "Proved and published" in cai.text()
    cai.open(f"/admin/releases/{shipped[:12]}")
    assert cai.send(f"/admin/releases/{shipped[:12]}/rollback").status == 422
    cai.send(f"/admin/releases/{shipped[:12]}/rollback", note="wrong number")
    assert office.in_force() == shipped
    told = [(each.kind, each.actor, each.note) for each in office.acts()[-5:]]
    assert told == [
        ("submitted", "An", ""),
        ("checked", "An", "read"),
        ("reviewed", "Cai", "agreed"),
        ("published", "Cai", "new school year"),
        ("published", "Cai", "wrong number"),
    ]


def test_kiosks_say_which_release_they_hold(office: Office, enter: Enter) -> None:
    cai = enter("cai", Grant("reviewer"))
    here = f"/admin/releases/{office.in_force()[:12]}"
    cai.open(here)
    assert "has it" not in cai.text()
    assert "not heard since" in cai.text()
    first = office.web.ask("GET", "/api/v1/release", office.web.kiosk)
    cai.open(here)
    assert "has another one still" in cai.text()
    office.web.ask("GET", "/api/v1/release", office.web.kiosk, If_None_Match=first.headers["etag"])
    cai.open(here)
    assert "has it" in cai.text()


def test_each_step_is_one_row_of_the_record(office: Office, enter: Enter, tmp_path: Path) -> None:
    an, cai = enter("an", Grant("editor")), enter("cai", Grant("reviewer"))

    def grown(do: Callable[[], object]) -> int:
        before = office.web.store.read(head).seq
        do()
        return office.web.store.read(head).seq - before

    assert grown(lambda: handed_in(office, an, packed(tmp_path))) == 1
    release = office.acts()[-1].release
    here = f"/admin/releases/{release[:12]}"
    cai.open(here)
    assert grown(lambda: cai.send(f"{here}/check", **{"department education": "1"})) == 1
    assert grown(lambda: cai.send(f"{here}/review")) == 1
    assert grown(lambda: cai.send(f"{here}/publish", when="later", at="2026-12-01T08:00")) == 0
    assert grown(office.proved) == 1
    assert office.state(release) == "scheduled"
    cai.open(here)
    assert "2026-12-01 08:00" in cai.text()
    assert grown(lambda: cai.send(f"{here}/withdraw", note="not yet")) == 1
    assert office.state(release) == "reviewed"
    cai.open("/admin/releases")
    assert "withdrawn" in cai.text()
    assert grown(lambda: cai.send(f"{here}/return", note="a fee is wrong")) == 1
    assert office.state(release) == "returned"
    for wrong in ({"when": "later", "at": "2026-01-01T08:00"}, {"when": "later", "at": "soon"}, {"when": "later"}):
        assert grown(lambda: cai.send(f"{here}/publish", **wrong)) == 0  # noqa: B023


def test_what_is_wrong_in_a_pack_is_told_with_file_and_line(office: Office, enter: Enter, tmp_path: Path) -> None:
    an = enter("an", Grant("editor"))
    before = office.acts()
    an.open("/admin/releases")
    an.upload("/admin/releases", packed(tmp_path, "1350", "1350\n  wrong: [", "editions/shixi.yaml"), "pack.zip")
    office.proved()
    an.open("/admin/releases")
    assert "Your pack was not handed in" in an.text()
    assert "editions/shixi.yaml" in an.text()
    assert str(tmp_path) not in an.text()
    assert office.acts() == before


def test_a_zip_that_nobody_should_unpack_is_refused_at_once(office: Office, enter: Enter) -> None:
    an = enter("an", Grant("editor"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed_:
        packed_.writestr("../out.yaml", "x")
    for data in (made.getvalue(), b"no zip", b""):
        an.open("/admin/releases")
        assert an.upload("/admin/releases", data, "pack.zip").status == 422
        assert "Nothing was unpacked" in an.text()
    assert office.proving.at_hand is None


def test_two_of_one_name_may_review_each_other_and_nobody_themselves(
    office: Office, enter: Enter, tmp_path: Path
) -> None:
    an, other = enter("an", Grant("editor"), Grant("reviewer")), enter("AN2", Grant("reviewer"))
    release = handed_in(office, an, packed(tmp_path))
    here = f"/admin/releases/{release[:12]}"
    security = enter("sec", Grant("security"))
    for browser, name in ((an, "Bo"), (other, "An")):
        login = "an" if browser is an else "AN2"
        security.open("/admin/people")
        person = security.page.partition(f">{login.capitalize()}</a>")[0].rpartition('href="')[2].partition('"')[0]
        security.open(person)
        security.send(f"{person}/name", name=name)
    an.open(here)
    an.send(f"{here}/check", **{"department education": "1"})
    assert an.send(f"{here}/review").status == 409
    other.open(here)
    assert other.send(f"{here}/review").status == 200
    assert office.state(release) == "reviewed"
