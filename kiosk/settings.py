"""Where one kiosk stands and what it talks to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.printing import Printing


@dataclass(frozen=True)
class KioskSettings:
    """Addresses, window and folders of one kiosk.

    `server_url` is `http://HOST:PORT`; `printer_url` is what `hardware.link` opens; `phone_url` is where the QR of a
    ticket leads (`{phone_url}/t/{ticket}#{secret}`); width and height are px of the window; `home_dir` is the only
    folder that the kiosk may write to; `trace` gets a JSON line of each screen shown. `release_key` is the only public
    key (base64) whose guidance is believed; empty believes the first that comes, and only that from then on.
    `reader_url` is the reader of identity cards in the same way, empty where there is none. `printing` describes the
    printer. `patience` is how many times as long as usual the kiosk waits before it asks
    whether somebody is there. An empty `token` asks to be let in; one that is `paired` came from there.
    `box` tells how this machine is, as fields of a `HealthReport`.
    """

    server_url: str
    token: str
    center: str
    printer_url: str
    phone_url: str
    home_dir: Path
    width: int = 1080
    height: int = 1920
    trace: Path | None = None
    release_key: str = ""
    patience: float = 1
    printing: Printing = field(default_factory=Printing)
    reader_url: str = ""
    paired: bool = False
    box: Callable[[], dict[str, Any]] = dict
