"""Addresses and tokens from the command line: told once, kept as hashes, for places that exist."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from commands.access import letting_in
from commands.failing import CannotRun
from commands.seeding import now
from config.settings import Settings
from server.office.access.bearer import Bearer, bearer_of
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, now())
    store.close()
    return Settings(data=tmp_path / "data", server="http://hall:81", phone="")


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def bearer(place: Settings, text: str) -> Bearer:
    store = open_store(place.data)
    try:
        return store.read(lambda reading: bearer_of(reading, text))
    finally:
        store.close()


def test_an_address_comes_with_its_picture(place: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    letting_in.grant(place, "display", "hall", None, as_json=False)
    said = capsys.readouterr().out
    assert "http://hall:81/display/#" in said
    assert "█" in said
    letting_in.grant(place, "counter", None, "hall-1", as_json=True)
    assert told(capsys)["address"].startswith("http://hall:81/caller/#")
    letting_in.list_granted(place, as_json=True)
    codes = told(capsys)["codes"]
    assert [each["scope"] for each in codes] == ["display", "counter"]
    letting_in.revoke_granted(place, codes[0]["id"])
    letting_in.list_granted(place, as_json=False)
    assert capsys.readouterr().out.count("->") == 1
    with pytest.raises(CannotRun, match="token new kiosk"):
        letting_in.grant(place, "kiosk", "hall", None, as_json=False)


def test_a_terminal_without_blocks_gets_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ascii:
        encoding = "ANSI_X3.4-1968"

    monkeypatch.setattr(sys, "stdout", Ascii())
    assert letting_in.picture_of("x") == ""


def test_each_channel_has_a_token_of_its_own(place: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotRun, match="--name"):
        letting_in.make(place, "channel", None, None, " ", None, as_json=False)
    letting_in.make(place, "channel", None, None, "12345", None, as_json=True)
    made = told(capsys)
    assert bearer(place, made["token"]).scope == "channel"
    letting_in.list_made(place, as_json=True, everything=False)
    (listed,) = [each for each in told(capsys)["tokens"] if each["name"] == "12345"]
    assert made["token"] not in json.dumps(listed)
    letting_in.revoke_made(place, [listed["id"]])
    with pytest.raises(Refusal):
        bearer(place, made["token"])
    capsys.readouterr()
    letting_in.list_made(place, as_json=False, everything=True)
    assert "[revoked]" in capsys.readouterr().out


def test_a_kiosks_token_carries_the_key_it_trusts(
    place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letting_in.make(place, "kiosk", "hall", None, "", tmp_path / "kiosk.token", as_json=False)
    assert "kiosk.token" in capsys.readouterr().out
    token = (tmp_path / "kiosk.token").read_text().strip()
    assert (tmp_path / "kiosk.token").stat().st_mode & 0o777 == 0o600
    assert bearer(place, token).center == "hall"
    letting_in.make(place, "kiosk", "hall", None, "", None, as_json=True)
    other = told(capsys)
    assert other["release_key"] == token.partition("~")[2]
    letting_in.make(place, "kiosk", "hall", None, "", None, as_json=False)
    assert "banshi kiosk --server http://hall:81 --center hall" in capsys.readouterr().out


def test_a_place_that_does_not_exist_gets_none(place: Settings, tmp_path: Path) -> None:
    for scope, center, counter in (("counter", None, "hall-77"), ("kiosk", "moon", None), ("display", None, None)):
        with pytest.raises(Refusal):
            letting_in.make(place, scope, center, counter, "", tmp_path / "x", as_json=False)  # type: ignore[arg-type]
    assert not (tmp_path / "x").exists()
