"""The screens on which something is said of a number before it is taken. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from commands.pictures.walk import Scene, Visit, hall, ticket
from config.centers import Language
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.visit.touches import Refused, SlipDone, Taken
from server.rules.errors import CODES
from server.wire.messages import Wait


def claiming(language: Language, elder: bool) -> Iterator[Scene]:
    """Show several cases, priority that is claimed, and who takes a number, with all that a hall may ask."""
    usual = hall()
    waits = {**usual.waits, "housing": Wait(45, 80)}
    world = replace(usual, waits=waits, one_per_person=True)
    visit = Visit(language, elder, world)
    visit.begin("direct")
    visit.press("service:housing")
    yield from visit.see("confirm-all")
    visit.press("cases")
    yield from visit.see("cases-one")
    visit.press("further", "further")
    yield from visit.see("cases")
    visit.press("next", "claim")
    yield from visit.see("grounds")
    visit.press("ground:with_infant")
    yield from visit.see("confirm-claimed")
    single = visit.session
    visit.press("claim")
    yield visit.glance("grounds-claimed")
    visit.session = single
    visit.press("more", "service:social")
    yield from visit.see("confirm-two-claimed")
    visit.session = single
    visit.press("take")
    yield from visit.see("person")
    visit.press("letter:1", "letter:2", "letter:3", "letter:4", "letter:5", "letter:X")
    yield from visit.see("person-typed")
    visit.press("next")
    working = visit.session
    order = working.taking.order
    key = order.key if order else ""
    named = world.service("housing")
    twice = say(language, CODES["person_has_ticket"][1], number="M009", service=named.name if named else "")
    visit.happen(Refused(key, "person_has_ticket", twice))
    yield from visit.see("refusal-twice")
    visit.session = working
    taken = replace(ticket("M012", "housing", 6), priority="priority", cases=3)
    visit.happen(Taken(key, taken))
    visit.happen(SlipDone(taken.id, Printed.PRINTED, PrinterState.READY))
    yield from visit.see("ticket-claimed")
