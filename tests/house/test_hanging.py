"""A test that hangs names itself and the line it stands at, and those beside it go on."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG_SECONDS

ROOT = Path(__file__).parents[2]
TESTS = """
from threading import Event

def test_hangs():
    Event().wait()  # here

def test_is_well():
    pass

def test_is_well_too():
    pass
"""


def test_a_test_that_hangs_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "test_three.py").write_text(TESTS, encoding="utf-8")
    command: list[str | Path] = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-c",
        ROOT / "pyproject.toml",
        "--rootdir",
        tmp_path,
    ]
    command += ["-p", "no:cacheprovider", "-n", "1", "--timeout", "1", tmp_path / "test_three.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout
    assert re.search(r"FAILED \S*test_three\.py::test_hangs - .*Timeout", run.stdout)
    assert "Event().wait()  # here" in run.stdout
    assert re.search(r"1 failed, 2 passed", run.stdout)


def test_whatever_hangs_ends(request: pytest.FixtureRequest) -> None:
    assert request.config.getini("timeout_method") == "signal"
    assert 0 < float(request.config.getini("timeout")) < LONG_SECONDS


@pytest.mark.long
def test_a_long_test_may_take_longer(request: pytest.FixtureRequest) -> None:
    limit = request.node.get_closest_marker("timeout")
    assert limit is not None
    assert limit.args == (LONG_SECONDS,)
