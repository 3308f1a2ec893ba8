"""The real kiosk does what is wanted of it from afar: a slip on paper, a picture of its screen, its window anew."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue

import pytest
from PIL import Image

from commands.demo.processes import Processes, Xvfb, banshi_command
from commands.demo.touching import Finger
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.slip_reader import read_slip
from server.office.access.orders import note_done, open_orders, order
from server.office.people.accounts import By
from server.rules.people.roles import Grant
from server.store.access_tables import tokens
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import CITY, UnitOfWork
from server.wire.orders import OrderDone
from server.wire.signed_release import public_key
from tests.server.web.conftest import KEY, Web, web

__all__ = ["web"]

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]
ANN = By("ann", "Ann", "10.0.0.1", (Grant("city"),))


class Lobby:
    def __init__(
        self,
        web: Web,
        parts: Processes,
        display: str,
        printer: EmulatedPrinter,
        home: Path,
        heard: "SimpleQueue[tuple[str, OrderDone]]",
    ) -> None:
        self.web, self.printer, self.heard = web, printer, heard
        home.mkdir()
        self.finger = Finger(display, home / "trace.jsonl")
        arguments = ["kiosk", "--server", f"http://127.0.0.1:{web.port}", "--center", "hall", "--printer", printer.url]
        arguments += ["--width", str(KIOSK_CANVAS[0]), "--height", str(KIOSK_CANVAS[1]), "--home", str(home)]
        environment = {"BANSHI_TOKEN": web.kiosk, "DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
        environment["BANSHI_RELEASE_KEY"] = public_key(KEY)
        parts.start("kiosk", banshi_command(*arguments, "--trace", str(self.finger.trace)), environment)
        found = tokens.select().where(tokens.c.hash == secret_hash(web.kiosk))
        self.id = str(web.store.read(lambda reading: reading.row(found))[0])  # type: ignore[index]
        self.finger.wait_for("attract", seconds=20)

    def told(self, *kinds: str) -> dict[str, OrderDone]:
        """Tell the kiosk to do some things and return what came of each: it asks every ten seconds."""
        wanted = {}
        for kind in kinds:
            self.web.store.write(CITY, lambda uow: order(uow, self.id, kind, ANN, self.web.moment[0]))  # noqa: B023
        for each in self.web.store.read(lambda reading: open_orders(reading, self.id, self.web.moment[0])):
            wanted[each.id] = each.kind
        found = (self.heard.get(timeout=30) for _ in kinds)
        return {wanted[id_]: done for id_, done in found}


@pytest.fixture
def lobby(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lobby]:
    heard: SimpleQueue[tuple[str, OrderDone]] = SimpleQueue()

    def noted(uow: UnitOfWork, token: str, id_: str, done: OrderDone, now: int) -> None:
        note_done(uow, token, id_, done, now)
        heard.put((id_, done))

    monkeypatch.setattr("server.web.api.orders.note_done", noted)
    with Processes(tmp_path / "logs") as parts, EmulatedPrinter() as printer, Xvfb(*KIOSK_CANVAS) as screen:
        yield Lobby(web, parts, screen.display, printer, tmp_path / "kiosk", heard)


def test_it_prints_tells_what_it_shows_and_begins_anew_while_nobody_is_there(lobby: Lobby) -> None:
    before = len(lobby.finger.records())
    done = lobby.told("print", "picture", "restart")
    slip = lobby.printer.wait_for_slip(1)
    assert done["print"].came == "printed"
    assert 40 < done["print"].millimetres < 150
    assert "试纸" in read_slip(slip).text

    assert (done["picture"].came, done["restart"].came) == ("seen", "begins_anew")
    with Image.open(BytesIO(done["picture"].picture)) as picture:
        assert picture.size == tuple(each // 2 for each in KIOSK_CANVAS)
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 20
    assert len(done["picture"].picture) < 300_000

    # Another process: it shows again what it showed at first.
    lobby.finger.wait_until("its first screen", lambda _: len(lobby.finger.records()) > before + 1, 20)
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    assert {each.came for each in lobby.told("picture", "restart").values()} == {"in_use"}
