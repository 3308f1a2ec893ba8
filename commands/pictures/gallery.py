"""The pictures of the guides, made anew: screens from the album, and the parts of a hall from the demo played once.

Run as `python -P -m commands.pictures.gallery OUT`, as `make docs` does. Each picture is small enough for a repository.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which
from typing import Any

from commands.demo.once import PLAN, play
from commands.demo.processes import Xvfb
from commands.failing import CannotRun
from commands.pictures import household_sheets
from commands.pictures.shrinking import shrink
from config.look import KIOSK_CANVAS

SCREENS = {
    "kiosk-start": "zh-normal-attract",
    "kiosk-home": "zh-normal-home",
    "kiosk-question": "zh-normal-questions-hukou",
    "kiosk-verdicts": "zh-normal-verdicts",
    "kiosk-plan": "zh-normal-plan",
    "kiosk-plan-today": "zh-normal-plan-today",
    "kiosk-search": "zh-normal-search-found",
    "kiosk-code": "zh-normal-code-typed",
    "kiosk-slots": "zh-normal-slots",
    "kiosk-booked": "zh-normal-booked",
    "kiosk-day-full": "zh-normal-slots-full",
    "kiosk-listed": "zh-normal-listed",
    "kiosk-places": "zh-normal-places",
    "kiosk-papers": "zh-normal-papers-lack",
    "kiosk-ticket": "zh-normal-ticket",
    "kiosk-trouble": "zh-normal-trouble-paper_out",
    "kiosk-away": "zh-normal-away",
    "kiosk-idle": "zh-normal-idle",
    "kiosk-large-home": "zh-large-home",
    "kiosk-large-search": "zh-large-search-found",
    "kiosk-large-question": "zh-large-question-hukou",
    "kiosk-english-ticket": "en-normal-ticket",
}
"""Picture -> screen of the album."""
STEPS = {
    "slip": "slip 1 is on paper",
    "counter": "clerk sees the ticket, its plan and papers",
    "hall-screen": "clerk presses call and the hall screen shows it",
    "phone-ticket": "phone follows the number",
    "phone-plan": "phone shows the plan and papers",
}
"""Picture -> step of the demo."""
HOUSEHOLDS = "households"
"""Folder of the sheets of five households."""
PAPER = "plan-printed"
"""Picture of the first page of the demo's plan."""
KIOSK_WIDTH, PAGE_WIDTH, PAPER_WIDTH = 540, 960, 720
WIDTHS = {"slip": 400, "phone-ticket": 390, "phone-plan": 390}
DOTS_PER_INCH = 150


def make(out: Path) -> None:
    """Write all pictures into `out` and take away those that are not made any more; raises `TooLarge`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="banshi-gallery-") as folder:
        paint(Path(folder))
        for name, screen in SCREENS.items():
            shrink(Path(folder) / f"{screen}.png", out / f"{name}.png", KIOSK_WIDTH)
        if not play(Path(folder) / "demo"):
            raise SystemExit(1)
        report = json.loads((Path(folder) / "demo" / "report.json").read_bytes())
        for name, step in STEPS.items():
            shrink(Path(folder) / "demo" / _picture(report, step), out / f"{name}.png", WIDTHS.get(name, PAGE_WIDTH))
        shrink(first_page(Path(folder) / "demo" / PLAN), out / f"{PAPER}.png", PAPER_WIDTH)
    household_sheets.make(out / HOUSEHOLDS)
    for left in out.glob("*.png"):
        if left.stem not in names():
            left.unlink()


def names() -> set[str]:
    """Return the names of all pictures."""
    return {*SCREENS, *STEPS, PAPER}


def first_page(pdf: Path) -> Path:
    """Return a picture of the first page of `pdf`, beside it; raises `CannotRun` without a reader."""
    program = which("pdftoppm")
    if program is None:
        raise CannotRun("no_pdf_reader", "pdftoppm is missing. Install the package poppler-utils.")
    command = [program, "-r", str(DOTS_PER_INCH), "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True)  # noqa: S603
    return pdf.with_suffix(".png")


def paint(folder: Path) -> None:
    """Paint the screens of `SCREENS` into `folder`, on a virtual screen."""
    screens = sorted(SCREENS.values())
    with Xvfb(*KIOSK_CANVAS) as screen:
        environment = {**os.environ, "DISPLAY": screen.display, "SDL_AUDIODRIVER": "dummy"}
        command = [sys.executable, "-P", "-m", "commands.pictures.album", str(folder), *screens]
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603


def _picture(report: dict[str, Any], step: str) -> str:
    return next(str(each["picture"]) for each in report["steps"] if each["name"] == step)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
