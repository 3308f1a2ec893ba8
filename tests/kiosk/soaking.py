"""A kiosk that walks one guided visit after the other by itself and says as JSON what memory it takes (MiB).

Run as `python -P -m tests.kiosk.soaking SERVER PRINTER HOME VISITS` with BANSHI_TOKEN and an X display.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import KioskSettings
from kiosk.visit.touches import Touch
from kiosk.window.opening import prepare
from tests.kiosk.wiping import OnStage, walk

if TYPE_CHECKING:
    from kiosk.stage import Stage

EVERY = 10
"""Visits between two looks at the memory."""


class Seen(OnStage):
    """A citizen who sees each screen painted before the next touch."""

    def happen(self, event: Touch) -> None:
        from kivy.core.window import Window

        super().happen(event)
        Window.dispatch("on_draw")
        Window.flip()


def resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def opened(server: str, printer: str, home: Path) -> "Stage":
    """Return the stage of a kiosk that keeps its things in the new folder `home`; Kivy may be imported from then on."""
    home.mkdir()
    settings = KioskSettings(
        server_url=server,
        token=os.environ["BANSHI_TOKEN"],
        center="dj-city",
        printer_url=printer,
        phone_url=server,
        home_dir=home,
    )
    prepare(settings)
    from kiosk.stage import Stage

    return Stage(settings)


def main(server: str, printer: str, home: Path, visits: int) -> None:
    stage = opened(server, printer, home)
    from kivy.clock import Clock

    # One for all visits: its time goes on with every touch, and none comes before the last one.
    citizen = Seen(stage)
    taken: list[str] = []
    memory: list[float] = []

    def begins(_: float) -> bool:
        if stage.world.center is None or stage.world.search is None:
            return True
        walk(citizen)
        Clock.schedule_interval(goes_on, 0.02)
        return False

    def goes_on(_: float) -> bool:
        ticket = stage.session.taking.ticket
        if ticket is None or stage.session.printing.slip != "printed":
            return True
        taken.append(ticket.number)
        citizen.press("done")
        if len(taken) % EVERY == 0:
            memory.append(round(resident(), 1))
        if len(taken) < visits:
            # Longer than the kiosk waits before it tidies up.
            Clock.schedule_once(lambda _: Clock.schedule_interval(begins, 0.02), 0.3)
        else:
            sys.stdout.write(json.dumps({"tickets": len({*taken}), "memory": memory}) + "\n")
            stage.stop()
        return False

    Clock.schedule_interval(begins, 0.05)
    stage.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
