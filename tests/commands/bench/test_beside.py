"""Two checkouts side by side: what counts as worse, and which figures are compared at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.bench import beside
from commands.bench.beside import Told, as_text, measure_beside, pairs_of
from commands.failing import CannotRun


def told(value: float, unit: str = "us", goal: str | None = None, noise: float = 0.0, **more: Any) -> Told:
    figure = {"name": "cost", "value": value, "unit": unit, "goal": goal, **more}
    return {"bench": "some", "noise": noise, "others": 0.0, "figures": [figure]}


@pytest.mark.parametrize(
    ("here", "there", "unit", "goal", "worse"),
    [
        (110, 100, "us", None, False),
        (111, 100, "us", None, True),
        (1, 100, "us", None, False),
        (90, 100, "share", None, True),
        (91, 100, "share", ">= 1", False),
        (111, 100, "share", ">= 1", False),
        (90, 100, "", ">= 1", True),
        (1, 0, "", "<= 0", True),
        (0, 0, "", "<= 0", False),
        (200, 100, "", None, None),
    ],
)
def test_what_is_worse(here: float, there: float, unit: str, goal: str | None, worse: bool | None) -> None:
    (pair,) = pairs_of([told(here, unit, goal)], [told(there, unit, goal)])
    assert pair.worse is worse
    assert pair.ratio == (here / there if there else None)


def test_the_middle_turn_counts() -> None:
    ours = [told(value) for value in (900, 100, 101)]
    (pair,) = pairs_of(ours, [told(value) for value in (100, 5, 100)])
    assert (pair.here, pair.there, pair.worse) == (101, 100, False)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_absolute_times_are_judged_on_a_quiet_machine_only(noise: float) -> None:
    ours = [told(300, "ms", noise=noise, absolute=True)]
    (pair,) = pairs_of(ours, [told(100, "ms")])
    assert pair.worse is (True if noise == 0 else None)
    (rate,) = pairs_of([told(100, "1/s", noise=noise)], [told(300, "1/s")])
    assert rate.worse is (True if noise == 0 else None)


def test_a_figure_that_the_other_lacks_is_shown_alone() -> None:
    theirs = told(1)
    theirs["figures"] = []
    (pair,) = pairs_of([told(5)], [theirs])
    assert (pair.there, pair.ratio, pair.worse) == (None, None, None)
    assert "cost" in as_text("some", [pair], quiet=True)


BENCH = """
import json, sys
figure = {{"name": "cost", "value": {value}, "unit": "us", "goal": None}}
print(json.dumps({{"bench": sys.argv[2], "noise": 0.0, "figures": [figure]}}))
"""


def test_both_checkouts_are_run_in_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("here", 150), ("there", 100)):
        (tmp_path / name / "commands" / "bench").mkdir(parents=True)
        (tmp_path / name / "banshi.py").write_text(BENCH.format(value=value), encoding="utf-8")
    monkeypatch.setattr(beside, "__file__", str(tmp_path / "here" / "commands" / "bench" / "beside.py"))
    assert not measure_beside("issue", 1, tmp_path / "there", as_json=True)
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.err.splitlines()] == [f"{turn}/6" for turn in range(1, 7)]
    (pair,) = json.loads(said.out)
    assert (pair["here"], pair["there"], pair["ratio"], pair["worse"]) == (150, 100, 1.5, True)
    assert measure_beside("issue", 1, tmp_path / "here", as_json=False)
    assert "not worse" in capsys.readouterr().out


def test_a_folder_without_a_bench_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as refused:
        measure_beside("issue", 1, tmp_path, as_json=True)
    assert refused.value.code == "bench_failed"


def test_a_bench_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "banshi.py").write_text("raise SystemExit('no such bench')", encoding="utf-8")
    monkeypatch.setattr(beside, "__file__", str(tmp_path / "commands" / "bench" / "beside.py"))
    with pytest.raises(CannotRun, match="no such bench: no such bench"):
        measure_beside("issue", 1, tmp_path, as_json=True)
