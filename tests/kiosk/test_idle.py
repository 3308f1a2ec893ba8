"""Nobody touches any more: the kiosk asks, stays with who stays, and forgets who has gone, also in memory."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.demo.processes import Xvfb
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from tests.kiosk.lobby import Lobby, opened
from tests.kiosk.short_case import short_case

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("idle")]


@pytest.fixture(scope="module")
def lobby() -> Iterator[Lobby]:
    """Return a lobby whose kiosk is six times as impatient as one in a hall."""
    with opened(patience=0.15) as lobby:
        yield lobby


def test_the_kiosk_asks_stays_and_forgets(lobby: Lobby) -> None:
    checklist = short_case().checklists[0]
    lobby.says("东江市政务服务中心")
    lobby.finger.touch("start:en")
    lobby.finger.wait_for("home")
    lobby.finger.touch("guided")
    lobby.finger.wait_for("checklists")
    lobby.finger.touch(f"checklist:{checklist}")
    lobby.finger.touch("next")
    before = lobby.finger.wait_for("question", "questions")
    lobby.says("Do you need more time?", "Otherwise your data will be removed", screen="idle")
    assert {*lobby.finger.screen()["targets"]} == {"stay", "leave"}
    lobby.finger.touch("stay")
    assert lobby.finger.wait_for("question", "questions")["question"] == before["question"]
    lobby.finger.wait_for("idle")
    after = lobby.finger.wait_for("attract")
    assert (after["language"], after["elder"], after["question"], after["ticket"]) == ("zh", False, None, None)
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    lobby.finger.touch("guided")
    fresh = lobby.finger.wait_for("checklists")
    assert "next" not in fresh["targets"]
    assert fresh["language"] == "zh"


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wall_clock_that_is_set_changes_no_patience(tmp_path: Path, hours: int) -> None:
    with Xvfb(*KIOSK_CANVAS) as screen:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "tests.kiosk.setting_the_clock", str(hours), str(tmp_path / "home")],
            env={
                **os.environ,
                "DISPLAY": screen.display,
                "SDL_AUDIODRIVER": "dummy",
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert [*seen] == ["home", "idle", "attract"]
    assert 2 < seen["idle"] < seen["attract"] < 9


def test_no_answer_and_no_number_stay_in_memory(lobby: Lobby, tmp_path: Path) -> None:
    with Xvfb(*KIOSK_CANVAS) as screen, EmulatedPrinter() as printer:
        environment = {
            **os.environ,
            "DISPLAY": screen.display,
            "SDL_AUDIODRIVER": "dummy",
            "BANSHI_TOKEN": lobby.access.kiosk_token,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        done = subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "tests.kiosk.wiping",
                lobby.hall.url,
                printer.url,
                str(tmp_path / "home"),
            ],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    memory = json.loads(done.stdout)
    assert {"Session", "Ticket"} <= {*memory["during"]}
    assert memory["after"] == []
