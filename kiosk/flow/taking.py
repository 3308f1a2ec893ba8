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
from server.wire.messages import Ticket


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
            return confirm(session.having(replace(session.taking, services=(target.removeprefix("service:"),))))
        case "confirm", "take":
            return _take(session, press.fresh)
        case "trouble", "again" if session.taking.ticket:
            return stay(session.having(replace(session.printing, slip="printing")), _slip(session, again=True))
        case "away", "again":
            if session.taking.order is None:
                return stay(session, AskAgain(""))
            return stay(session, AskAgain(session.taking.order.key))
    return stay(session)


def _take(session: Session, key: str) -> Moved:
    if not session.taking.services:
        return stay(session)
    order = Order(key, session.taking.services)
    effect: Effect = TakeTicket(key, order.services, None, session.language)
    if session.inquiry.guided and session.keeping.code is not None:
        effect = TakeTicket(key, order.services, session.keeping.code, session.language)
    elif session.inquiry.guided and session.inquiry.consultation is not None:
        effect = SaveConsultation(
            key=key,
            checklists=session.inquiry.chosen,
            answers=session.inquiry.answers,
            wish=session.inquiry.wish,
            continues=session.keeping.continues,
        )
    return forth(session.having(replace(session.taking, order=order, refused=None)), Place("working"), effect)


def answered(session: Session, result: Saved | Taken | Refused | Away, world: World) -> Moved:
    """Return the session after the server's answer; an answer nobody waits for gives its ticket back."""
    if session.taking.order is None or session.taking.order.key != result.key:
        return stay(session, GiveBack(result.ticket)) if isinstance(result, Taken) else stay(session)
    match result:
        case Saved():
            taking = TakeTicket(result.key, session.taking.order.services, result.code, session.language)
            return stay(session.having(replace(session.keeping, code=result.code)), taking)
        case Taken():
            return given(session, _promised(result.ticket, world))
        case Refused():
            # Nobody may go back to waiting for an answer that has come: from the help page, say.
            past = tuple(each for each in session.way.past if each.screen not in ("working", "away"))
            refused = session.having(
                replace(session.taking, refused=result, order=None),
                replace(session.way, past=past, ahead=()),
                replace(session.presence, warned=None),
            )
            return stay(enter(refused, Place("refusal")))
        case Away() if session.place.screen == "working":
            return stay(enter(session, Place("away")))
    return stay(session)


def given(session: Session, ticket: Ticket) -> Moved:
    """Show a new `ticket` and print its slip."""
    taken = session.having(
        replace(session.taking, ticket=ticket, order=None),
        replace(session.printing, slip="printing"),
        replace(session.way, past=(), ahead=()),
        replace(session.presence, warned=None),
    )
    return enter(taken, Place("ticket")), (_slip(taken),)


def _promised(ticket: Ticket, world: World) -> Ticket:
    """Return `ticket` with the wait that was said of its line before it was taken; nobody ahead is no wait."""
    return replace(ticket, wait=world.waits.get(ticket.service)) if ticket.wait is None and ticket.ahead else ticket


def printed(session: Session, result: SlipDone | PlanDone) -> Moved:
    """Return the session after the printer's answer; the number stays valid whatever it is."""
    good = result.outcome is Printed.PRINTED
    if isinstance(result, PlanDone):
        if session.printing.plan_key != result.key:
            return stay(session)
        return stay(
            session.having(replace(session.printing, plan="printed" if good else "failed", why=result.printer.value))
        )
    if session.taking.ticket is None or session.taking.ticket.id != result.ticket:
        return stay(session)
    known = session.having(replace(session.printing, slip="printed" if good else "failed", why=result.printer.value))
    if session.place.screen in ("ticket", "trouble"):
        return stay(enter(known, Place("ticket" if good else "trouble")))
    return stay(known.having(replace(known.way, past=(Place("ticket" if good else "trouble"),))))


def _slip(session: Session, *, again: bool = False) -> PrintTicket:
    if session.taking.ticket is None:
        raise ValueError("there is no ticket to print")
    lacks = tuple(paper.name for paper in missing(session))
    return PrintTicket(
        ticket=session.taking.ticket,
        language=session.language,
        papers=lacks,
        again=again,
        code=session.keeping.code,
        large=session.elder,
    )
