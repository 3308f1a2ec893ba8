"""The part of the way that ends in a ticket: service, confirm, the server's answer, the slip."""

from msgspec.structs import replace

from hardware.printer.port import Printed
from kiosk.flow.walking import Moved, enter, forth, stay
from kiosk.page.blocks import missing
from kiosk.visit.session import Order, Place, Session
from kiosk.visit.touches import (
    AskAgain,
    Away,
    Effect,
    GiveBack,
    LookAround,
    PlanDone,
    Pressed,
    PrintTicket,
    Refused,
    SaveConsultation,
    Saved,
    SlipDone,
    Taken,
    TakeTicket,
)
from kiosk.visit.world import World


def choose(session: Session) -> Moved:
    """Let the citizen choose a line; the waiting people are asked for meanwhile."""
    return forth(session, Place("service"), LookAround())


def confirm(session: Session) -> Moved:
    """Show what will be taken; the printer is asked before a ticket is offered."""
    return forth(session, Place("confirm"), LookAround())


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the service, confirm, trouble, away or refusal screen does."""
    match session.place.screen, press.target:
        case "service", target:
            return confirm(replace(session, services=(target.removeprefix("service:"),)))
        case "confirm", "take":
            return _take(session, press.fresh)
        case "trouble", "again" if session.ticket:
            return stay(replace(session, slip="printing"), _slip(session, again=True))
        case "away", "again":
            if session.order is None:
                return stay(session, AskAgain(""))
            return stay(session, AskAgain(session.order.key))
    return stay(session)


def _take(session: Session, key: str) -> Moved:
    if not session.services:
        return stay(session)
    order = Order(key, session.services)
    effect: Effect = TakeTicket(key, order.services, None, session.language)
    if session.guided and session.code is not None:
        effect = TakeTicket(key, order.services, session.code, session.language)
    elif session.guided and session.consultation is not None:
        effect = SaveConsultation(key, session.chosen, session.answers, session.wish, session.continues)
    return forth(replace(session, order=order, refused=None), Place("working"), effect)


def answered(session: Session, result: Saved | Taken | Refused | Away) -> Moved:
    """Return the session after the server's answer; an answer nobody waits for gives its ticket back."""
    if session.order is None or session.order.key != result.key:
        return stay(session, GiveBack(result.ticket)) if isinstance(result, Taken) else stay(session)
    match result:
        case Saved():
            taking = TakeTicket(result.key, session.order.services, result.code, session.language)
            return stay(replace(session, code=result.code), taking)
        case Taken():
            taken = replace(session, ticket=result.ticket, order=None, slip="printing", past=(), ahead=(), warned=None)
            return enter(taken, Place("ticket")), (_slip(taken),)
        case Refused():
            refused = replace(session, refused=result, order=None, warned=None)
            return stay(enter(refused, Place("refusal")))
        case Away() if session.place.screen == "working":
            return stay(enter(session, Place("away")))
    return stay(session)


def printed(session: Session, result: SlipDone | PlanDone) -> Moved:
    """Return the session after the printer's answer; the number stays valid whatever it is."""
    good = result.outcome is Printed.PRINTED
    if isinstance(result, PlanDone):
        if session.plan_key != result.key:
            return stay(session)
        return stay(replace(session, plan_job="printed" if good else "failed", slip_why=result.printer.value))
    if session.ticket is None or session.ticket.id != result.ticket:
        return stay(session)
    known = replace(session, slip="printed" if good else "failed", slip_why=result.printer.value)
    if session.place.screen in ("ticket", "trouble"):
        return stay(enter(known, Place("ticket" if good else "trouble")))
    return stay(replace(known, past=(Place("ticket" if good else "trouble"),)))


def _slip(session: Session, *, again: bool = False) -> PrintTicket:
    if session.ticket is None:
        raise ValueError("there is no ticket to print")
    lacks = tuple(paper.name for paper in missing(session))
    return PrintTicket(session.ticket, session.language, lacks, again, session.code)
