"""What stands on the kiosk's slips: a ticket, and a plan with its papers. Pure: data in, bytes out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from config.centers import Language, Text
from config.words import say
from hardware.printer.encoder import Raster, Slip
from hardware.printer.model import Model
from kiosk.page import wording
from kiosk.visit.touches import PrintPlan, PrintTicket
from kiosk.visit.world import World
from server.rules.guidance.consultation_code import phone_path
from server.rules.guidance.plan.wording import copies, numbered, paper_groups, plan_days, spared_papers, trips
from server.wire.messages import milliseconds

ZONE = ZoneInfo("Asia/Shanghai")
PHONE_MODULE = 6
WIDE = 500
"""Dots of a line that take the large number; paper of 58 mm has 384."""


def ticket_slip(wish: PrintTicket, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return the slip of a ticket for a printer `model`."""
    ticket, language = wish.ticket, wish.language
    slip = Slip(raster, model)
    if wish.again:
        slip.line(say(language, "Printed again"), bold=True, align="center", reverse=True)
    slip.text(world.name.say(language), bold=True, align="center")
    slip.feed(16)
    service = world.service(ticket.service)
    slip.text(service.name.say(language) if service else ticket.service, size=2, bold=True, align="center")
    slip.feed(8)
    slip.line(ticket.number, size=6 if slip.dots >= WIDE else 4, bold=True, align="center")
    slip.feed(8)
    slip.text(wording.ahead_words(language, ticket), bold=True, align="center")
    slip.line(_moment(ticket.issued_at), align="center")
    if wish.papers:
        slip.rule()
        _papers(slip, language, wish.papers)
    slip.rule()
    slip.code(f"{world.phone_url}/t/{ticket.id}#{ticket.secret or ''}", PHONE_MODULE if slip.dots >= WIDE else 5)
    slip.feed(12)
    slip.text(say(language, "Scan to follow your number"), align="center")
    if wish.code is not None:
        slip.feed(8)
        slip.text(say(language, "Consultation code: {code}", code=wish.code), bold=True, align="center")
    slip.feed(16)
    slip.text(say(language, "Please watch the screens and listen for your number."), align="center")
    slip.text(say(language, "If you missed your call, please ask at the guide desk."), align="center")
    return slip.cut()


def plan_slip(wish: PrintPlan, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return the plan of a consultation: its stops in order, its papers with boxes to tick, its code for going on.

    A large one has letters of twice the size.
    """
    language, plan = wish.language, wish.consultation.plan
    slip = Slip(raster, model)
    letters = 2 if wish.large else 1
    slip.text(world.name.say(language), align="center")
    slip.feed(8)
    if plan is None:
        slip.text(say(language, "There is no plan yet: some questions are open."), align="center")
        return slip.cut()
    slip.text(trips(language, plan), size=2, bold=True, align="center")
    slip.text(plan_days(language, plan), size=letters, align="center")
    slip.rule()
    for number, stop in numbered(plan):
        mark = f"{number}. " if number else "· "
        slip.text(mark + stop.name.say(language), size=letters, bold=True, indent=3)
        for line in wording.stop_lines(language, stop):
            slip.text(("" if wish.large else "   ") + line, size=letters, indent=0 if wish.large else 3)
        slip.feed(12)
    for box, groups in (("□ ", paper_groups(language, plan)), ("   ", spared_papers(language, plan))):
        for title, papers in groups:
            slip.rule()
            slip.text(title, size=letters, bold=True)
            for paper in papers:
                slip.text(box + paper.name.say(language), size=letters, bold=True, indent=3)
                if known := copies(language, paper):
                    slip.text("   " + known, size=letters, indent=3)
    for told in (*(each.text for each in plan.cautions), *plan.advice):
        slip.feed(12)
        slip.text(told.say(language), size=letters)
    if wish.code is not None:
        slip.rule()
        slip.code(world.phone_url + phone_path(wish.code), PHONE_MODULE if slip.dots >= WIDE else 5)
        slip.feed(8)
        slip.text(say(language, "Consultation code: {code}", code=wish.code), bold=True, align="center")
        note = "With this code you can go on by phone, at a counter or with the hotline."
        slip.text(say(language, note), align="center")
    return slip.cut()


def _papers(slip: Slip, language: Language, papers: tuple[Text, ...]) -> None:
    slip.text(say(language, "Still missing"), bold=True)
    for paper in papers:
        slip.text("□ " + paper.say(language), indent=3)


def _moment(text: str) -> str:
    return datetime.fromtimestamp(milliseconds(text) / 1000, ZONE).strftime("%Y-%m-%d %H:%M")
