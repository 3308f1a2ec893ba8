"""A kiosk without a token, a real window on a virtual screen: it is paired once, and again when it is known no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands.demo.hall import Hall
from commands.demo.processes import Processes, Xvfb, banshi_command
from commands.demo.touching import Finger
from commands.seeding import now
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from server.office.access.keeping import revoke_token
from server.office.access.pairing import Choice, approve, find
from server.office.people.accounts import By
from server.rules.people.roles import Grant
from server.store.opening import open_store
from server.store.unit_of_work import CITY, UnitOfWork
from tests.hall_pages import PICTURES

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]
ANN = By("ann", "Ann", "10.0.0.1", (Grant("city"),))


class Lonely:
    """A kiosk that nobody gave a token, and the server that it asks; the database is reached between its runs."""

    def __init__(self, folder: Path, parts: Processes, display: str, printer: str) -> None:
        self.folder, self.parts, self.display, self.printer = folder, parts, display, printer
        self.hall = Hall(parts, folder / "data")
        self.hall.prepare(1)
        self.home = folder / "kiosk"
        self.finger = Finger(display, folder / "trace.jsonl")

    def open_kiosk(self) -> None:
        arguments = ["kiosk", "--server", self.hall.url, "--printer", self.printer, "--home", str(self.home)]
        arguments += ["--width", str(KIOSK_CANVAS[0]), "--height", str(KIOSK_CANVAS[1])]
        arguments += ["--trace", str(self.finger.trace)]
        environment = {"DISPLAY": self.display, "SDL_AUDIODRIVER": "dummy"}
        self.parts.start("kiosk", banshi_command(*arguments), environment)

    def end(self, name: str) -> None:
        found = next(process for known, process in reversed(self.parts.running) if known == name)
        found.terminate()
        found.wait(20)
        self.parts.running = [each for each in self.parts.running if each[1] is not found]

    def between(self, work: Callable[[UnitOfWork], object]) -> object:
        """Do `work` in the database while the server is down: what it did is there when that is back."""
        self.end("server")
        store = open_store(self.hall.data)
        try:
            done = store.write(CITY, work)
        finally:
            store.close()
        self.hall.start()
        return done


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Lonely]:
    with (
        Processes(tmp_path / "logs") as parts,
        EmulatedPrinter() as printer,
        Xvfb(*KIOSK_CANVAS) as screen,
    ):
        yield Lonely(tmp_path, parts, screen.display, printer.url)


def picture(finger: Finger, name: str) -> None:
    """Keep what the screen shows, when pictures are asked for."""
    if PICTURES:
        finger.picture(Path(PICTURES) / f"{name}.png")


def paired(code: str, center: str) -> Callable[[UnitOfWork], str]:
    def work(uow: UnitOfWork) -> str:
        found = find(uow, code, ANN, now())
        assert found is not None
        return approve(uow, found, Choice(center, None, "Lobby"), ANN, now())

    return work


def test_a_kiosk_is_paired_once_and_let_in_anew_when_its_token_is_over(lonely: Lonely) -> None:
    finger = lonely.finger
    lonely.open_kiosk()
    away = finger.wait_for("letting_in", seconds=40)
    assert "连不上服务器。" in "".join(away["words"])
    picture(finger, "kiosk-letting-in-away")
    lonely.hall.start()
    code = str(finger.wait_until("a code", lambda shown: bool(shown.get("code")), 40)["code"])
    picture(finger, "kiosk-letting-in")
    token = lonely.between(paired(code, lonely.hall.center))
    finger.wait_for("attract", seconds=60)
    kept = lonely.home / "token.json"
    assert kept.stat().st_mode & 0o777 == 0o600

    lonely.end("kiosk")
    seen = len(finger.records())
    lonely.open_kiosk()
    finger.wait_until("the first page again", lambda shown: len(finger.records()) > seen, 40)
    assert {record["screen"] for record in finger.records()[seen:] if "screen" in record} == {"attract"}

    lonely.between(lambda uow: revoke_token(uow, str(token), now()))
    shown = finger.wait_until("another code", lambda shown: shown.get("code") not in (None, "", code), 60)
    assert shown["screen"] == "letting_in"
    assert not kept.exists()
