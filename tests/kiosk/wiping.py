"""A kiosk that walks a whole visit by itself and then says what of it is still in its memory, as JSON.

Run as `python -P -m tests.kiosk.wiping SERVER PRINTER HOME` with BANSHI_TOKEN and an X display.
"""

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands.pictures.walk import Visit, answer
from kiosk.settings import KioskSettings
from kiosk.visit.session import Holding, Inquiry, Keeping, Presence, Printing, Session, Taking, Typing, Way
from kiosk.visit.touches import Continued, OpenConsultation, PrintTicket, SaveConsultation, Touch
from kiosk.visit.world import World
from kiosk.window.opening import prepare
from server.client.commands import Commands
from server.rules.guidance.judge.verdict import Consultation
from server.wire.messages import Ticket
from tests.kiosk.short_case import short_case

if TYPE_CHECKING:
    from kiosk.stage import Stage

PARTS = (Way, Inquiry, Typing, Keeping, Taking, Holding, Printing)
PERSONAL = (Session, *PARTS, SaveConsultation, Continued, OpenConsultation, PrintTicket, Consultation, Ticket)


class OnStage(Visit):
    """A citizen before the real stage."""

    def __init__(self, stage: "Stage") -> None:
        self.stage = stage
        self._now = stage_moment()
        self._language = "zh"

    @property
    def session(self) -> Session:  # type: ignore[override]
        return self.stage.session

    @property
    def world(self) -> World:  # type: ignore[override]
        return self.stage.world

    def happen(self, event: Touch) -> None:
        self.stage.happen(event)


def stage_moment() -> int:
    from kiosk.clock import ticks

    return ticks()


def walk(visit: OnStage) -> None:
    case = short_case()
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    while visit.session.screen in ("question", "questions"):
        answer(visit, case.answers)
    visit.press("next", "next")
    while visit.session.screen == "papers":
        visit.press("all_here")
    visit.press("take")


def type_code(visit: OnStage, code: str) -> None:
    visit.begin("code")
    visit.press(*(f"letter:{letter}" for letter in code.replace("-", "")), "next")


def nobody(found: object) -> bool:
    """Return whether `found` is a part of the session of nobody; when the last touch was is nobody's secret."""
    if isinstance(found, Session):
        return found.having(Presence()) == Session()
    return isinstance(found, PARTS) and found == type(found)()


def left_over(number: str) -> list[str]:
    from kivy.uix.label import Label

    gc.collect()
    found = [each for each in gc.get_objects() if isinstance(each, PERSONAL) and not nobody(each)]
    words = [each.text for each in gc.get_objects() if isinstance(each, Label) and number in each.text]
    return [type(each).__name__ for each in found] + words


def main(server: str, printer: str, home: Path) -> None:
    settings = KioskSettings(
        server_url=server,
        token=os.environ["BANSHI_TOKEN"],
        center="dj-city",
        printer_url=printer,
        phone_url=server,
        home_dir=home,
    )
    prepare(settings)
    from kivy.clock import Clock

    from kiosk.stage import Stage

    elsewhere = Commands(server, os.environ["BANSHI_TOKEN"])
    code = elsewhere.start_consultation(short_case().checklists, short_case().answers).code
    elsewhere.close()
    stage = Stage(settings)
    visit = OnStage(stage)
    during: list[str] = []

    def begins(_: float) -> bool:
        if stage.world.center is None or stage.world.guide is None:
            return True
        type_code(visit, code)
        Clock.schedule_interval(goes_on, 0.05)
        return False

    def goes_on(_: float) -> bool:
        if stage.session.screen != "verdicts":
            return True
        visit.press("help", "restart")
        walk(visit)
        Clock.schedule_interval(ends, 0.05)
        return False

    def ends(_: float) -> bool:
        ticket = stage.session.taking.ticket
        if ticket is None or stage.session.printing.slip != "printed":
            return True
        number = ticket.number
        during.extend(left_over(number))
        del ticket
        visit.press("done")
        Clock.schedule_once(lambda _: tells(number), 1)
        return False

    def tells(number: str) -> None:
        sys.stdout.write(json.dumps({"during": during, "after": left_over(number)}) + "\n")
        stage.stop()

    Clock.schedule_interval(begins, 0.05)
    stage.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
