"""One sheet for each of five households: what they see at the kiosk, and below it on their phone.

Run as `python -P -m commands.pictures.household_sheets FOLDER` with an X display: paints the kiosk's screens there.
"""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image

from commands.demo.browser import Chromium, browser
from commands.demo.hall import Hall
from commands.demo.processes import Processes, Xvfb
from commands.pictures.album import Album
from commands.pictures.households import HOUSEHOLDS, Coming, whole_way
from commands.pictures.phone_ways import OnPhone
from commands.pictures.shrinking import shrink
from commands.pictures.walk import Scene
from config.centers import Language
from config.look import COLOURS, KIOSK_CANVAS

LARGEST: Final = 300 * 1024
"""Bytes of a sheet."""
IN_A_ROW: Final = 4
WIDE, GAP = 324, 12
"""px of a kiosk's screen on the sheet, and between two of them."""
ON_PHONE: Final = "found overview why plan"
WITH_PEOPLE: Final = "whom asking-02 overview plan"


class Sheet(msgspec.Struct, frozen=True):
    """What is on one sheet: in which dress, and how the names of its screens begin, at `kiosk` and on `phone`."""

    language: Language
    elder: bool
    kiosk: str
    phone: str


SHEETS: Final[dict[str, Sheet]] = {
    "zhang": Sheet(
        "zh",
        elder=False,
        kiosk="choosing-school asking-04 asking-10 verdicts verdicts-why plan plan-3 ticket",
        phone=ON_PHONE,
    ),
    "parents": Sheet(
        "zh",
        elder=True,
        kiosk="attract asking-00-whom household asking-01 asking-02 verdicts verdicts-why ticket",
        phone=WITH_PEOPLE,
    ),
    "couple": Sheet(
        "zh",
        elder=False,
        kiosk="household asking-00-care asking-03 verdicts plan papers-lack lacking ticket",
        phone=WITH_PEOPLE,
    ),
    "founder": Sheet(
        "en",
        elder=False,
        kiosk="choosing-insurance household asking-00-employed asking-03 verdicts verdicts-why plan plan-printed",
        phone=WITH_PEOPLE,
    ),
    "macao": Sheet(
        "zh",
        elder=False,
        kiosk="choosing asking-00-hk asking-02 verdicts plan plan-2 papers-lack ticket",
        phone=WITH_PEOPLE,
    ),
}
"""Household -> its sheet."""


def seen(coming: Coming) -> Iterator[Scene]:
    """Give the kiosk's screens of the sheet of `coming`; raises `LookupError` for one that does not come."""
    sheet = SHEETS[coming.name]
    scenes = {each.name: each for each in whole_way(coming, sheet.language, sheet.elder)}
    for name in sheet.kiosk.split():
        found = named(name, list(scenes))
        if found is None:
            raise LookupError(f"{coming.name} come to no screen called {name}: {', '.join(scenes)}")
        yield scenes[found]


def named(name: str, there: Sequence[str]) -> str | None:
    """Return which of `there` is called `name`, or the first whose name begins so."""
    return name if name in there else next((each for each in there if each.startswith(name)), None)


def make(out: Path) -> None:
    """Write the sheets into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banshi-households-")))
        with Xvfb(*KIOSK_CANVAS) as screen:
            environment = {**os.environ, "DISPLAY": screen.display, "SDL_AUDIODRIVER": "dummy"}
            command = [sys.executable, "-P", "-m", "commands.pictures.household_sheets", str(folder)]
            subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
        hall = Hall(stack.enter_context(Processes(folder / "logs")), folder / "data")
        hall.prepare()
        hall.start()
        chromium = stack.enter_context(browser())
        for coming in HOUSEHOLDS:
            kiosk = [folder / f"{coming.name}-{place}.png" for place, _ in enumerate(SHEETS[coming.name].kiosk.split())]
            together(kiosk, list(_phone(chromium, hall.url, coming, folder)), out / f"{coming.name}.png")


def _phone(chromium: Chromium, url: str, coming: Coming, folder: Path) -> Iterator[Path]:
    """Walk the way of `coming` on a phone; give the pictures of its sheet."""
    sheet = SHEETS[coming.name]
    phone = OnPhone(chromium, url, coming, sheet.language, large=sheet.elder)
    wanted = sheet.phone.split()
    for name, page in phone.go():
        if wanted and name.startswith(wanted[0]):
            page.picture(folder / f"{coming.name}-phone-{wanted[0]}.png")
            yield folder / f"{coming.name}-phone-{wanted.pop(0)}.png"
    phone.close()
    if wanted:
        raise LookupError(f"{coming.name} come to no page called {wanted[0]}")


def together(kiosk: Sequence[Path], phone: Sequence[Path], to: Path) -> None:
    """Write one picture of all screens of the kiosk, `IN_A_ROW` beside each other, and the phone's pages below."""
    high = round(WIDE * KIOSK_CANVAS[1] / KIOSK_CANVAS[0])
    lines = -(-len(kiosk) // IN_A_ROW) + bool(phone)
    size = (IN_A_ROW * (WIDE + GAP) + GAP, lines * (high + GAP) + GAP)
    sheet = Image.new("RGB", size, COLOURS["line"])
    for place, path in enumerate((*kiosk, *phone)):
        with Image.open(path) as picture:
            wide = min(WIDE, round(high * picture.width / picture.height))
            small = picture.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS)
        left = GAP + place % IN_A_ROW * (WIDE + GAP) + (WIDE - wide) // 2
        sheet.paste(small, (left, GAP + place // IN_A_ROW * (high + GAP)))
    sheet.save(to)
    shrink(to, to, sheet.width, LARGEST)


def paint(folder: Path) -> None:
    """Paint the kiosk's screens of all sheets into `folder`."""
    album = Album(folder)
    gc.freeze()
    for coming in HOUSEHOLDS:
        for place, scene in enumerate(seen(coming)):
            album.picture(scene, folder / f"{coming.name}-{place}.png")


if __name__ == "__main__":
    paint(Path(sys.argv[1]).resolve())
