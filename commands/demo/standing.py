"""`banshi demo`: the fictional city on this machine, to touch and to look at, until Ctrl-C."""

import signal
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from commands.demo.hall import Access, AskedToEnd, Hall
from commands.demo.parts import screen_here, start_kiosk
from commands.demo.processes import Processes, Xvfb
from commands.failing import CannotRun, language
from config.city_file import shipped_city
from config.font import font_file
from config.words import say
from hardware.id_card.emulator import EmulatedReader, written
from hardware.id_card.number import check_sign
from hardware.printer.drawing import draw_slip
from hardware.printer.emulator import EmulatedPrinter

WINDOW = (540, 960)
"""Half of a kiosk's 1080 x 1920, so that it fits on a desk's screen."""
KIOSK = (1080, 1920)
NUMBER = "00000019580302002" + check_sign("00000019580302002")
"""Of the sample card: its holder exists nowhere."""


def run(data: Path | None) -> int:
    """Start all parts, tell where they are, and wait for Ctrl-C or for a part that ends; returns the exit code."""
    asked = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        # An exception from here would come between a child's start and the word that it is ours to end.
        signal.signal(sign, lambda *_: asked.set())
    try:
        _stand(data, asked)
    except AskedToEnd:
        sys.stdout.write("\n" + say(language(), "All parts have ended.") + "\n")
    return 0


def _stand(data: Path | None, asked: threading.Event) -> NoReturn:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banshi-demo-")))
        parts = stack.enter_context(Processes(folder / "logs"))
        hall = Hall(parts, data or folder / "data", asked=asked)
        access = hall.prepare(counters=3)
        hall.start()
        printer = stack.enter_context(EmulatedPrinter())
        slips = (data or folder) / "slips"
        slips.mkdir(parents=True, exist_ok=True)
        display, size = screen_here(), WINDOW
        if not display:
            size = KIOSK
            display = stack.enter_context(Xvfb(*size)).display
        reader, card = stack.enter_context(EmulatedReader()), slips.with_name("id-card")
        card.unlink(missing_ok=True)
        start_kiosk(hall, access, printer.url, folder / "kiosk", display, size, card_reader=reader.url)
        _tell(hall, access, slips, card, display, seen=bool(screen_here()))
        drawn, lies = 0, False
        while True:
            if asked.wait(0.3):
                raise AskedToEnd
            ended = parts.ended()
            if ended is not None:
                raise CannotRun("part_ended", "{name} ended: {said}", name=ended[0], said=parts.log(ended[0]))
            if card.exists() != lies:
                lies = not lies
                if lies:
                    reader.put(written(sex="2", birth="19580302", number=NUMBER, begin="20160101", end="20360101"))
                else:
                    reader.lift()
            for slip in printer.slips[drawn:]:
                drawn += 1
                draw_slip(slip, slips / f"slip-{drawn}.png", font_file())
                sys.stdout.write(say(language(), "Printed: {place}", place=slips / f"slip-{drawn}.png") + "\n")


def _tell(hall: Hall, access: Access, slips: Path, card: Path, display: str, *, seen: bool) -> None:
    counters = "\n".join(
        f"    {desk.name}: {hall.url}/caller/#{code}"
        for desk, code in zip(access.counters, access.caller_codes, strict=False)
    )
    window = (
        say(language(), "Its window is open on this screen.")
        if seen
        else say(language(), "There is no screen here, so it runs on the virtual screen {display}.", display=display)
    )
    lines = (
        say(language(), "{city} is open. Ctrl-C ends all of it.", city=shipped_city("dongjiang").name),
        "",
        f"  {say(language(), 'Kiosk')}: {window}",
        f"  {say(language(), 'Hall screen')}: {hall.url}/display/#{access.display_code}",
        f"  {say(language(), 'Counters (each address lets one browser in, once)')}:",
        counters,
        f"  {say(language(), 'Slips from the emulated printer')}: {slips}",
        f"  {say(language(), 'The sample ID card lies on the reader while this file exists')}: {card}",
        f"  API: {hall.url}/api/openapi.json",
        "",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
