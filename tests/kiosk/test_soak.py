"""A kiosk that serves people all day takes no more memory in the evening than in the morning."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.demo.processes import Xvfb
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from tests.kiosk.lobby import opened

pytestmark = [pytest.mark.long, pytest.mark.screen, pytest.mark.xdist_group("soak")]
VISITS = int(os.environ.get("BANSHI_SOAK_VISITS", "300"))
MOST, GROWTH = 300, 1.05
WARM = 0.2
"""The part of the visits after which everything has been seen once: fonts, pictures, caches."""


def test_three_hundred_visits_take_no_more_memory(tmp_path: Path) -> None:
    with opened() as lobby, Xvfb(*KIOSK_CANVAS) as screen, EmulatedPrinter() as printer:
        done = subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "tests.kiosk.soaking",
                lobby.hall.url,
                printer.url,
                str(tmp_path / "home"),
                str(VISITS),
            ],
            env={
                **os.environ,
                "DISPLAY": screen.display,
                "SDL_AUDIODRIVER": "dummy",
                "BANSHI_TOKEN": lobby.access.kiosk_token,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            capture_output=True,
            text=True,
            timeout=3600,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["tickets"] == VISITS
    memory = told["memory"]
    assert max(memory) <= MOST, memory
    assert memory[-1] <= memory[int(len(memory) * WARM)] * GROWTH, memory
    sys.stdout.write(f"{VISITS} visits: {memory} MiB\n")
