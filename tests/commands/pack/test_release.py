"""`banshi pack ...`: a release made, published, compared, verified and rolled back as an editor does it."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import banshi
from commands.seeding import write_demo
from config.edition_file import load_guidance
from config.rule import Value
from server.office.guidance.consultations import keep_answers, start_consultation
from server.office.releases.keys import key_in_use, keys_ever
from server.office.releases.publish import current_release, current_release_id
from server.office.releases.signing import signing_key
from server.rules.errors import Refusal
from server.rules.guidance.search.pinyin import searchable
from server.store.opening import open_store
from server.store.release_key import first_key
from server.store.store import Store
from server.wire.signed_release import canonical, open_release, public_key

PACK = Path(__file__).parent / "townlet"
SHIPPED = Path("config/packs/dongjiang")
TODAY = 1_795_579_200_000
"""2026-11-25 12:00 in Shanghai: the shipped knowledge has been reviewed, and little of it has run out."""
DEPARTMENT = "education"


class Terminal:
    """A command line over one data directory."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.data = data
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.errors = ""

    def run(self, *words: str, data: bool = True, code: int = 0) -> str:
        """Run `banshi pack WORDS` and return what it prints; it must end with `code`."""
        given = ["banshi", "pack", *words, *(["--data", str(self.data)] if data else [])]
        self._monkeypatch.setattr(sys, "argv", given)
        with pytest.raises(SystemExit) as ended:
            banshi.main()
        assert (ended.value.code or 0) == code, self._capsys.readouterr().err
        said = self._capsys.readouterr()
        self.errors = said.err
        return said.out

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code))


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for module in ("seeding", "pack.release", "pack.difference"):
        monkeypatch.setattr(f"commands.{module}.now", lambda: TODAY)
    monkeypatch.setattr("commands.seeding.searched_guidance", lambda _: searchable(load_guidance(PACK)))
    data = tmp_path / "data"
    store = open_store(data, create=True)
    write_demo(store, data)
    store.close()
    return Terminal(data, capsys, monkeypatch)


@pytest.fixture
def server(terminal: Terminal) -> Iterator[Store]:
    """Return the store as a running server holds it."""
    store = open_store(terminal.data)
    yield store
    store.close()


def edited(tmp_path: Path, old: str, new: str, file: str = "editions/shixi.yaml") -> Path:
    """Return a copy of the shipped pack with one change."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def in_force(store: Store) -> str:
    return store.read(lambda reading: current_release_id(reading, TODAY))


def prepared(terminal: Terminal, folder: Path) -> str:
    """Hand `folder` in, have it checked and reviewed, and return its id."""
    release = str(terminal.json("submit", str(folder), "--by", "An")["release"])
    terminal.run("check", release[:10], "--by", "Bo", "--department", DEPARTMENT)
    terminal.run("review", release[:10], "--by", "Cai")
    return release


def test_the_way_of_a_release_beside_a_running_server(terminal: Terminal, server: Store, tmp_path: Path) -> None:
    shipped = in_force(server)
    folder = edited(tmp_path, "1350", "1280")
    release = prepared(terminal, folder)
    assert in_force(server) == shipped
    said = terminal.run("publish", release[:8], "--by", "Du", "--note", "new school year")
    assert "is in force" in said
    assert in_force(server) == release
    opened = open_release(_sent(server))
    assert opened.statement.previous == shipped
    assert terminal.run("key").strip() == opened.key
    record = terminal.json("state")
    assert {each["release"]: each["state"] for each in record["releases"]} == {
        shipped: "archived",
        release: "published",
    }
    assert record["acts"][-1]["note"] == "new school year"
    assert release[:12] in terminal.run("state")
    assert terminal.json("verify")["flaws"] == []
    terminal.run("rollback", "--by", "Du", "--note", "wrong number")
    assert in_force(server) == shipped
    assert terminal.json("verify") == {"publications": 3, "flaws": []}


def test_a_release_is_scheduled_and_withdrawn(terminal: Terminal, tmp_path: Path) -> None:
    release = prepared(terminal, edited(tmp_path, "1350", "1280"))
    said = terminal.run("publish", release, "--by", "Du", "--at", "2026-11-26T08:00")
    assert "comes into force at 2026-11-26T08:00" in said
    found = next(each for each in terminal.json("state")["releases"] if each["release"] == release)
    assert (found["state"], found["in_force_at"]) == ("scheduled", TODAY + 20 * 3_600_000)
    terminal.run("withdraw", release, "--by", "Du")
    terminal.run("publish", release, "--by", "Du", "--at", "2020-01-01T08:00", code=2)
    assert "is over" in terminal.errors
    terminal.run("publish", release, "--by", "Du", "--at", "2099-01-04T08:00", code=2)
    assert "it expired on" in terminal.errors, "what is right today has run out by then"
    terminal.run("publish", release, "--by", "Du", "--at", "soon", code=2)
    assert "Write it as 2026-12-01T08:00" in terminal.errors


def test_what_is_refused_is_said_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("submit", str(PACK), "--by", "An", code=2)
    assert "was submitted before and is published and in force" in terminal.errors
    terminal.run("submit", str(tmp_path), "--by", "An", code=2)
    assert "pack.yaml:1" in terminal.errors
    folder = edited(tmp_path, "items:\n", "items:\n  - {id: F01, fee: 5}\n")
    terminal.run("submit", str(folder), "--by", "An", code=2)
    assert "an edition may not change fee of F01" in terminal.errors
    for words in (("review", "zz", "--by", "Cai"), ("rollback", "zz", "--by", "Du"), ("publish", "zz", "--by", "Du")):
        terminal.run(*words, code=2)
        assert "There is no release zz" in terminal.errors
    terminal.run("rollback", "--by", "Du", code=2)
    assert "No other release was in force before" in terminal.errors
    assert terminal.json("verify")["flaws"] == []


def test_a_pack_with_a_wrong_case_is_not_taken(terminal: Terminal, tmp_path: Path) -> None:
    folder = edited(tmp_path, "visits: ", "visits: 9", "cases/school.yaml")
    terminal.run("submit", str(folder), "--by", "An", code=2)
    assert "may not be published" in terminal.errors


def test_the_signing_key_belongs_to_its_owner_and_is_missed(terminal: Terminal, tmp_path: Path) -> None:
    key = terminal.data / "release.key"
    assert key.stat().st_mode & 0o777 == 0o600
    release = prepared(terminal, edited(tmp_path, "1350", "1280"))
    kept = key.read_bytes()
    key.unlink()
    terminal.run("publish", release, "--by", "Du", code=2)
    assert "banshi pack key --new" in terminal.errors
    key.write_bytes(b"rubbish")
    terminal.run("publish", release, "--by", "Du", code=2)
    assert "Restore it from a backup" in terminal.errors
    key.write_bytes(kept)
    terminal.run("publish", release, "--by", "Du")


def test_a_new_key_is_made_and_what_is_in_force_signed_with_it(terminal: Terminal) -> None:
    old = terminal.run("key").strip()
    new = terminal.run("key", "--new", "--by", "Du").strip()
    assert new != old
    store = open_store(terminal.data)
    try:
        assert open_release(_sent(store), new).statement.number > 1
        with pytest.raises(Refusal, match="key that is not trusted"):
            open_release(_sent(store), old)
    finally:
        store.close()
    assert terminal.json("verify")["flaws"] == []


def test_a_file_is_verified(terminal: Terminal, tmp_path: Path) -> None:
    store = open_store(terminal.data)
    sent = _sent(store)
    store.close()
    file = tmp_path / "release.json"
    file.write_bytes(sent)
    key = terminal.run("key").strip()
    assert "as it was signed" in terminal.run("verify", str(file), "--key", key)
    assert terminal.json("verify", str(file))["key"] == key
    file.write_bytes(sent.replace(b"1350", b"9350"))
    terminal.run("verify", str(file), code=2)
    assert "was changed after it was signed" in terminal.errors
    terminal.run("verify", str(tmp_path / "none"), code=2)


def test_two_packs_are_compared_as_text_json_and_page(terminal: Terminal, tmp_path: Path) -> None:
    folder = edited(tmp_path, "1350 个学位", "1280 个<学位>")
    page = tmp_path / "page.html"
    text = terminal.run("diff", str(PACK), str(folder), "--html", str(page))
    assert text.splitlines()[0].startswith("Editions shixi ")
    assert "1350 个学位 → " in text.replace("石溪镇公办小学一年级今年 ", "")
    assert text.splitlines()[-1] == "1 differences"
    written = page.read_text(encoding="utf-8")
    assert "1280 个&lt;学位&gt;" in written
    assert "http" not in written
    assert "镇村版" in written
    assert "石溪镇版" in written
    assert "Editions" in written
    (change,) = terminal.json("diff", "current", str(folder))["changes"]
    assert (change["part"], change["id"], change["kind"]) == ("editions", "shixi", "changed")
    assert terminal.json("diff", str(PACK), "current")["changes"] == []


def test_an_edition_is_compared_with_the_citys_pack(terminal: Terminal, tmp_path: Path) -> None:
    changes = terminal.json("diff", str(SHIPPED), "--edition", "luobei")["changes"]
    assert {change["part"] for change in changes} == {"points", "items"}
    assert {"field": "season.opens", "before": "05-06", "after": "05-08"}.items() <= next(
        change for change in changes if change["field"] == "season.opens"
    ).items()
    terminal.run("diff", str(SHIPPED), "--edition", "luobai", code=2)
    assert "hetang, luobei, shixi" in terminal.errors
    terminal.run("diff", str(SHIPPED), code=2)


def test_a_consultation_is_repeated_after_it_has_run_out(terminal: Terminal) -> None:
    store = open_store(terminal.data)
    release = in_force(store)
    answers: dict[str, Value] = {"child_six": True}
    at = 1_779_000_000_000

    def begin(uow: Any) -> str:
        kept = start_consultation(uow, release, ("school",), at, edition="shixi", days=1)
        return keep_answers(uow, kept, answers, at).code

    code = store.write("", begin)
    store.close()
    told = json.loads(terminal.run("replay", code))
    assert (told["day"], told["state"]["edition"]) == ("2026-05-17", "shixi")
    verdicts = {each["item"]: each["state"] for each in told["answer"]["verdicts"]}
    assert verdicts["F01"] == "can"
    late = json.loads(terminal.run("replay", code.lower(), "--on", "2026-07-01"))
    assert {each["item"]: each["state"] for each in late["answer"]["verdicts"]}["F01"] == "not_yet"


def _sent(store: Store) -> bytes:
    return canonical(store.read(lambda reading: current_release(reading, TODAY)))


def test_two_who_publish_first_at_once_sign_with_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the database that is not the one in the file would bar everybody from publishing for good."""
    store = open_store(tmp_path, create=True)
    others: list[str] = []

    def overtaken(data: Path) -> Ed25519PrivateKey:
        if not others:
            others.append("")
            others[0] = public_key(signing_key(store, data, TODAY))
        return first_key(data)

    monkeypatch.setattr("server.office.releases.signing.first_key", overtaken)
    assert public_key(signing_key(store, tmp_path, TODAY)) == others[0] == store.read(key_in_use)
    assert store.read(keys_ever) == {others[0]}
    store.close()
