"""A kiosk whose wall clock is set while somebody stands before it; says as JSON how long it let them stand.

Run as `python -P -m tests.kiosk.setting_the_clock HOURS HOME` with an X display; its server and printer are away.
"""

import json
import sys
import time
from pathlib import Path

from kiosk.settings import KioskSettings
from kiosk.window.opening import prepare

PATIENCE = 0.04
"""Of a minute and twenty seconds: asked after 2.4 s, wiped 0.8 s later, both counted once a second."""
NOWHERE = "http://127.0.0.1:9"


def set_wall_clock(hours: int) -> None:
    real = time.time_ns

    def moved() -> int:
        return real() + hours * 3_600_000_000_000

    time.time_ns = moved
    time.time = lambda: moved() / 1e9


def main(hours: int, home: Path) -> None:
    home.mkdir()
    settings = KioskSettings(
        server_url=NOWHERE,
        token="none",
        center="hall",
        printer_url="socket://127.0.0.1:9",
        phone_url=NOWHERE,
        home_dir=home,
        patience=PATIENCE,
    )
    prepare(settings)
    from kivy.clock import Clock

    from kiosk.clock import ticks
    from kiosk.stage import Stage
    from kiosk.visit.touches import Pressed

    stage = Stage(settings)
    seen: dict[str, float] = {}
    began = 0.0

    def touches(_: float) -> None:
        nonlocal began
        stage.happen(Pressed("start:zh", ticks()))
        began = time.monotonic()
        set_wall_clock(hours)
        Clock.schedule_interval(looks, 0.05)

    def looks(_: float) -> bool:
        seen.setdefault(stage.session.screen, round(time.monotonic() - began, 2))
        over = "attract" in seen or time.monotonic() - began > 12
        if over:
            sys.stdout.write(json.dumps(seen) + "\n")
            stage.stop()
        return not over

    Clock.schedule_once(touches, 0.5)
    stage.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
