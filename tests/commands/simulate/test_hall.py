"""`banshi simulate hall` as it is typed: tables in the terminal's language, JSON, a page; the same for one seed."""

import json
from pathlib import Path

import pytest

from commands.simulate.hall import KINDS, simulate_hall
from config.text_file import TextFileError
from server.rules.hall.simulate.comparing import COMPARED


def simulate(
    seed: int = 1, page: Path | None = None, *, as_json: bool = False, kinds: tuple[str, ...] = ("fifo",)
) -> None:
    simulate_hall([2, 3], 1, 1, 1, 0.8, kinds, seed, page=page, as_json=as_json)


def test_every_size_has_its_tables_in_the_terminals_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    simulate(kinds=("fifo", "strict"))
    english = capsys.readouterr().out
    assert "2 counters at load 0.8" in english
    assert "3 counters at load 0.8" in english
    assert english.count("first come, first served") == 2
    assert english.count("priority before bookings") == 2
    assert "gathering" not in english
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    simulate()
    assert "先到先办" in capsys.readouterr().out


def test_json_holds_what_the_tables_say_and_one_seed_gives_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for seed in (1, 1, 2):
        simulate(seed, as_json=True)
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != said[2]
    found = json.loads(said[0])["comparisons"]
    assert [each["trial"]["counters"] for each in found] == [2, 3]
    assert list(found[0]["policies"]) == ["fifo"]
    assert found[0]["beyond"] <= 0
    assert set(found[0]["estimates"]["worth"]) >= {"calibrated", "fqm"}


def test_a_page_is_written_or_the_reason_said(tmp_path: Path) -> None:
    simulate(page=tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 6
    with pytest.raises(TextFileError):
        simulate(page=tmp_path / "nowhere" / "page.html")


def test_every_compared_order_is_of_a_kind() -> None:
    assert sorted(name for names in KINDS.values() for name in names) == sorted(COMPARED)
