"""`banshi bench kiosk`: the first frame, the next screen after a touch, the slip's last byte, memory and idle work."""

import tempfile
import time
from pathlib import Path

from commands.bench.processor import cpu_seconds, part_id
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.demo.citizen import Citizen
from commands.demo.hall import Hall
from commands.demo.once import KIOSK
from commands.demo.parts import start_kiosk
from commands.demo.processes import Processes, Xvfb
from commands.demo.touching import Finger
from config.pack_file import shipped_pack
from hardware.printer.emulator import EmulatedPrinter

ROUNDS = 2
IDLE_SECONDS = 4.0
GOAL_FIRST, GOAL_TOUCH = 700, 80


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures of `ROUNDS` guided visits and a quiet while, at the real size of a kiosk."""
    with (
        tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder,
        Processes(Path(folder) / "logs") as parts,
        EmulatedPrinter() as printer,
        Xvfb(*KIOSK) as screen,
    ):
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start()
        noise.sample()
        # Python and fonts come from the disk's cache as on a kiosk that restarts; the very first start is slower.
        began = time.monotonic() * 1000
        trace = start_kiosk(hall, access, printer.url, Path(folder) / "kiosk", screen.display, KIOSK)
        finger = Finger(screen.display, trace)
        first = finger.wait_for("attract", seconds=20)["at"] - began
        process = part_id(parts, "kiosk")
        started = cpu_seconds(process)
        case = shipped_pack("dongjiang").cases[0]
        slips: list[float] = []
        for number in range(ROUNDS):
            Citizen(finger, lambda _: None).be_guided(case.checklists, case.answers)
            finger.wait_until("a printed slip", lambda record: record["slip"] == "printed")
            taken = max(record["at"] for record in finger.records() if record.get("touch") == "take")
            printer.wait_for_slip(number + 1)
            slips.append(printer.finished[number] - taken)
            Citizen(finger, lambda _: None).leave()
        noise.sample()
        touches = _to_next_screen(finger)
        before = cpu_seconds(process)
        per_touch = (before - started) / max(len(touches), 1)
        time.sleep(max(IDLE_SECONDS, seconds))
        idle = (cpu_seconds(process) - before) / max(IDLE_SECONDS, seconds)
        return [
            plain("CPU until the first frame", started, "s"),
            at_most("CPU until the first frame, counted", noise.pieces(started), "pieces", GOAL_FIRST),
            plain("touches", len(touches), ""),
            plain("CPU per touch", per_touch * 1000, "ms"),
            at_most("CPU per touch, counted", noise.pieces(per_touch), "pieces", GOAL_TOUCH),
            at_most("resident memory", _resident_mib(process), "MiB", 300),
            at_most("idle", idle * 100, "% of a core", 3),
            at_most("first frame", first / 1000, "s", 2, absolute=True),
            plain("touch to next screen p50", percentile(touches, 0.5), "ms", absolute=True),
            at_most("touch to next screen p95", percentile(touches, 0.95), "ms", 100, absolute=True),
            at_most("touch to last slip byte at the printer", max(slips), "ms", 400, absolute=True),
        ]


def _to_next_screen(finger: Finger) -> list[float]:
    """Return the milliseconds from each touch to the next screen on the glass."""
    times: list[float] = []
    touched: float | None = None
    for record in finger.records():
        if "touch" in record:
            touched = record["at"]
        elif touched is not None:
            times.append(record["at"] - touched)
            touched = None
    return times


def _resident_mib(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
