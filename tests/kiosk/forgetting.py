"""A kiosk that walks a whole visit by itself, is wiped, says `wiped` and stays until its input ends.

Run as `python -P -m tests.kiosk.forgetting SERVER PRINTER HOME` with BANSHI_TOKEN and an X display. It keeps nothing of
the visit itself: whoever looks into its memory finds only what the kiosk kept.
"""

import os
import sys
from pathlib import Path

from kiosk.memory import overwrite_freed
from tests.kiosk.soaking import Seen, opened
from tests.kiosk.wiping import walk

RESTS = 6.0
"""Seconds after the wipe in which what was kept for a moment goes too."""


def main(server: str, printer: str, home: Path) -> None:
    overwrite_freed()
    stage = opened(server, printer, home)
    from kivy.clock import Clock

    citizen = Seen(stage)

    def begins(_: float) -> bool:
        if stage.world.center is None or stage.world.search is None:
            return True
        walk(citizen)
        Clock.schedule_interval(goes_on, 0.02)
        return False

    def goes_on(_: float) -> bool:
        if stage.session.taking.ticket is None or stage.session.printing.slip != "printed":
            return True
        citizen.press("done")
        Clock.schedule_once(tells, RESTS)
        return False

    def tells(_: float) -> None:
        os.write(1, b"wiped\n")
        Clock.schedule_once(waits, 0)

    def waits(_: float) -> None:
        sys.stdin.readline()
        stage.stop()

    Clock.schedule_interval(begins, 0.05)
    stage.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
