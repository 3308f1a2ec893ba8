"""After the wipe nothing that opens a citizen's ticket or consultation is anywhere in the kiosk's memory."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.demo.processes import Xvfb
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.slip_reader import read_slip
from tests.kiosk.lobby import opened

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]
CODE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}")
FORMS = ("utf-8", "utf-16-le", "utf-32-le")
"""How text stands in Python's memory and on the wire."""


def memory_of(process: int) -> Iterator[bytes]:
    """Yield what `process` may write to, piece by piece."""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines():
            place, rights, *_ = line.split(maxsplit=2)
            first, end = (int(each, 16) for each in place.split("-"))
            if rights.startswith("rw") and not line.endswith(("[vvar]", "[vsyscall]")):
                memory.seek(first)
                yield memory.read(end - first)


def test_nothing_that_opens_a_ticket_stays_in_memory(tmp_path: Path) -> None:
    with opened() as lobby, Xvfb(*KIOSK_CANVAS) as screen, EmulatedPrinter() as printer:
        place = str(tmp_path / "home")
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.kiosk.forgetting", lobby.hall.url, printer.url, place],
            env={
                **os.environ,
                "DISPLAY": screen.display,
                "SDL_AUDIODRIVER": "dummy",
                "BANSHI_TOKEN": lobby.access.kiosk_token,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as kiosk:
            assert kiosk.stdout is not None
            assert kiosk.stdout.readline() == b"wiped\n"
            slip = read_slip(printer.wait_for_slip(1))
            ticket, secret = slip.codes[0].split("/t/")[1].split("#")
            code = CODE.search(slip.text)
            assert code is not None
            whole = list(memory_of(kiosk.pid))
            for told in (ticket, secret, code.group(), code.group().replace("-", "")):
                assert not any(told.encode(form) in piece for form in FORMS for piece in whole), told
            # The looking itself works: what is no secret is found.
            assert any(lobby.access.kiosk_token.encode() in piece for piece in whole)
            kiosk.communicate(b"\n", timeout=60)
