"""The parts of the demo's hall that are not the server: the kiosk's window and the printer beside it."""

import os
from pathlib import Path

from commands.demo.hall import Access, Hall
from commands.demo.processes import banshi_command


def start_kiosk(
    hall: Hall,
    access: Access,
    printer: str,
    home: Path,
    display: str,
    size: tuple[int, int],
    *,
    server: str | None = None,
    patience: float = 1,
    card_reader: str = "",
) -> Path:
    """Start the kiosk of `hall` on X display `display`, `size` px; return its trace file.

    `server` is the address it asks instead of the hall's own; `patience` and `card_reader` as in `Settings`.
    """
    home.mkdir(parents=True, exist_ok=True)
    trace = home / "trace.jsonl"
    arguments = ["kiosk", "--server", server or hall.url, "--center", hall.center, "--printer", printer]
    arguments += ["--width", str(size[0]), "--height", str(size[1]), "--home", str(home), "--trace", str(trace)]
    # Xvfb has no GPU and no sound; SDL must not look for either.
    environment = {"BANSHI_TOKEN": access.kiosk_token, "DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
    environment |= {"BANSHI_PATIENCE": str(patience), "BANSHI_CARD_READER": card_reader}
    hall.parts.start("kiosk", banshi_command(*arguments), environment)
    return trace


def screen_here() -> str:
    """Return the X display of this machine, or an empty text when there is none."""
    return os.environ.get("DISPLAY", "")
