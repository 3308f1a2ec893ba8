"""The kiosk in windows of other shapes than its canvas: nothing is cut off, too small, or over another; a screen that
lies shows its hall beside the page, and none has empty stripes.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from commands.demo.processes import Xvfb
from commands.pictures.album import Painted
from config.look import KIOSK_CANVAS
from tests.kiosk.screens.test_look import HALF, WOVEN, apart, inside, wrong

pytestmark = pytest.mark.screen
CHOSEN = ("attract", "home-long", "service", "confirm-long", "ticket-AB1012", "trouble-AB1012", "search", "goals")
LEAST = 85
"""px of the canvas that a finger needs at least: 48 of a glass that lies and is 1080 high."""
ROUNDED = 0.01
"""px that a size may lose where it is turned into px of the glass and back."""


def painted(folder: Path, window: tuple[int, int], *names: str) -> list[Painted]:
    with Xvfb(*window) as screen:
        subprocess.run(
            [
                *(sys.executable, "-P", "-m", "commands.pictures.album", str(folder)),
                *("--measures", f"--window={window[0]}x{window[1]}", *names),
            ],
            env={**os.environ, "DISPLAY": screen.display, "SDL_AUDIODRIVER": "dummy"},
            check=True,
            capture_output=True,
            timeout=1500,
        )
    return msgspec.json.decode((folder / "measures.json").read_bytes(), type=list[Painted])


def faults(page: Painted) -> Iterable[object]:
    width, height = KIOSK_CANVAS
    unit = page.glass / page.window[3]
    # Small type has its px too: where lines stand is rounded to them.
    half = HALF / unit + HALF
    for each in page.texts:
        if not inside(each.box, each.room, half) or not inside(each.box, page.window, half):
            yield "is cut off", each.text, each.box, each.room
        if each.size < 32 - ROUNDED:
            yield "is too small", each.text, each.size
    texts = [each for each in page.texts if each.size < 150]
    for one, other in combinations(texts, 2):
        if not apart(one.box, other.box, half):
            yield "lie over each other", one.text, other.text
    for target, _, box in page.presses:
        if not inside(box, (0, 0, width, height), half) or min(box[2:]) < LEAST - half:
            yield "cannot be pressed", target, box
    for (one_target, _, here), (other_target, _, there) in combinations(page.presses, 2):
        if not apart(here, there, half):
            yield "lie over each other", one_target, other_target


def test_the_fullest_screens_fit_a_window_that_lies_and_have_their_hall_beside_them(tmp_path: Path) -> None:
    pages = painted(tmp_path, (1920, 1080), *WOVEN, *CHOSEN)
    assert wrong(pages, faults) == []
    told = {page.name for page in pages if any(each.text == "People waiting" for each in page.texts)}
    assert told == {page.name for page in pages if page.name != "attract-barred-at-start"}, "it knows no lines yet"


@pytest.mark.long
@pytest.mark.parametrize("window", [(1920, 1080), (1080, 1920), (768, 1366), (800, 1280), (1366, 768), (1280, 800)])
def test_every_screen_fits_every_window(tmp_path: Path, window: tuple[int, int]) -> None:
    assert wrong(painted(tmp_path, window), faults) == []
