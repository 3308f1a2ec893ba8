"""A lobby for tests: the real kiosk on a virtual screen, a real server behind a line, an emulated printer, a finger."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from commands.demo.citizen import Citizen
from commands.demo.hall import Access, Hall
from commands.demo.parts import start_kiosk
from commands.demo.processes import Processes, Xvfb
from commands.demo.touching import Finger, NotSeen
from commands.seeding import now
from config.documents import Scope as Document
from config.look import KIOSK_CANVAS
from hardware.id_card.emulator import EmulatedReader
from hardware.printer.emulator import EmulatedPrinter
from server.client.commands import Commands
from server.store.opening import open_store
from tests.hall_pages import noon_zone
from tests.journeys.hall_server import whole_journal
from tests.kiosk.line import Line
from tests.server.settings_of import Settings

Record = dict[str, Any]
OUT = {"ticket": "done", "trouble": "done", "away": "leave", "idle": "leave", "refusal": "leave", "lacking": "leave"}
"""How a citizen leaves each screen; from the others help leads out."""
TOO_EARLY_AT_MOST = 2


class Lobby:
    """One kiosk and all that stands behind it; every test begins and ends at the first screen."""

    def __init__(
        self,
        stack: ExitStack,
        *,
        served: bool = True,
        patience: float = 1,
        counters: int = 2,
        reader: EmulatedReader | None = None,
    ) -> None:
        self.reader = reader
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banshi-lobby-")))
        self.parts = stack.enter_context(Processes(self.folder / "logs"))
        self.hall = Hall(self.parts, self.folder / "data")
        self.access: Access = self.hall.prepare(counters)
        self._set_to_noon()
        if served:
            self.hall.start()
        self.line = stack.enter_context(Line(self.hall.http_port))
        self.printer = stack.enter_context(EmulatedPrinter())
        self.display = stack.enter_context(Xvfb(*KIOSK_CANVAS)).display
        self.patience = patience
        self.open_kiosk()
        self.server = Commands(self.hall.url, self.access.kiosk_token, language="en")
        stack.callback(self.server.close)
        self.finger.wait_for("attract", seconds=20)

    def _set_to_noon(self) -> None:
        """Let the hall's clocks show noon, so that what is possible today is the same whenever a test runs."""
        store = open_store(self.hall.data)
        try:
            Settings(store, now()).edit(
                lambda document: document.update(timezone=noon_zone()), Document("center", self.hall.center)
            )
        finally:
            store.close()

    def open_kiosk(self) -> None:
        """Switch the kiosk on."""
        trace = start_kiosk(
            self.hall,
            self.access,
            self.printer.url,
            self.folder / "kiosk",
            self.display,
            KIOSK_CANVAS,
            server=self.line.url,
            patience=self.patience,
            card_reader=self.reader.url if self.reader else "",
        )
        self.finger = Finger(self.display, trace)

    def citizen(self, language: str = "zh", *, large: bool = False) -> Citizen:
        """Return somebody before this kiosk."""
        return Citizen(self.finger, lambda _: None, language, large=large)

    def to_confirm(self, service: str = "social", language: str = "zh") -> Record:
        """Walk to the question whether to take this ticket."""
        self.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
        self.finger.touch(f"start:{language}")
        self.finger.wait_for("home")
        self.finger.touch("direct")
        self.finger.wait_for("service")
        self.finger.touch(f"service:{service}")
        return self.finger.wait_for("confirm")

    def says(self, *parts: str, screen: str | None = None, seconds: float = 15) -> Record:
        """Wait until the kiosk's words hold all `parts`, on `screen` if one is named; return what it shows."""

        def true(shown: Record) -> bool:
            words = "".join(shown["words"]).replace("\n", "").replace("\u00a0", " ")
            return screen in (None, shown["screen"]) and all(part in words for part in parts)

        return self.finger.wait_until(f"{screen or ''} {parts}", true, seconds)

    def leave(self) -> None:
        """Come back to the first screen from wherever this is."""
        early = 0
        while (shown := self.finger.wait_until("no work", lambda seen: seen["screen"] != "working"))[
            "screen"
        ] != "attract":
            name = shown["screen"]
            try:
                self.finger.touch(OUT.get(name) or ("restart" if name == "help" else "help"))
            except NotSeen:
                # What comes while a busy machine still works at touches of before is too early: people press again.
                early += 1
                if early > TOO_EARLY_AT_MOST:
                    raise
        if shown["elder"]:
            self.finger.touch("large")

    def code(self) -> str:
        """Return what a phone reads from the screen, once."""
        picture = self.folder / "screen.png"
        self.finger.picture(picture)
        with Image.open(picture) as screen:
            codes = [found.text for found in zxingcpp.read_barcodes(screen)]
        assert len(codes) == 1, codes
        return codes[0]

    def window(self) -> int:
        """Return the X window of the kiosk."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "."],
            env={"DISPLAY": self.display, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        )
        return int(found.stdout.split()[-1])

    def stop(self, name: str, sign: int = signal.SIGKILL) -> None:
        """Send `sign` to part `name` and wait until it is gone."""
        (place,) = [at for at, (each, _) in enumerate(self.parts.running) if each == name]
        _, process = self.parts.running.pop(place)
        process.send_signal(sign)
        process.wait(20)

    def alive(self, name: str = "kiosk") -> bool:
        """Return whether part `name` runs and has never failed."""
        process = next(process for each, process in self.parts.running if each == name)
        return process.poll() is None and "Traceback" not in self.parts.log(name)

    def story(self, after: int) -> list[tuple[str, str]]:
        """Return what happened to tickets since seq `after`: (event, number)."""
        return [
            (event.type, event.ticket.number)
            for event in whole_journal(self.server, self.hall.center)
            if event.seq > after and event.ticket
        ]

    def seq(self) -> int:
        """Return the journal's last seq."""
        return max((event.seq for event in whole_journal(self.server, self.hall.center)), default=0)


@contextmanager
def opened(*, served: bool = True, patience: float = 1, counters: int = 2) -> Iterator[Lobby]:
    """Open a lobby, with one-time codes for its first `counters` consoles, and close all of it again."""
    with ExitStack() as stack:
        yield Lobby(stack, served=served, patience=patience, counters=counters)
