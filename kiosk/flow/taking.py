"""The part of the way that ends in a ticket: service, confirm, the server's answer, the slip."""

from msgspec.structs import replace

from hardware.printer.port import Printed
from kiosk.flow import booking, claiming
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.flow.weighing import saved_first
from kiosk.page.blocks import missing
from kiosk.page.claims import must_say_who
from kiosk.page.way import minutes
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
    Saved,
    SlipDone,
    Taken,
    TakeTicket,
)
from kiosk.visit.world import World
from server.rules.guidance.plan.queueing import lines_first
from server.rules.hall.way import places_of, way
from server.wire.messages import Ticket


def choose(session: Session) -> Moved:
    """Let the citizen choose a line; the waiting people are asked for meanwhile."""
    return forth(session, Place("service"), LookAround())


def confirm(session: Session, world: World, services: tuple[str, ...]) -> Moved:
    """Show what will be taken: `services` in the best order; the printer is asked before a ticket is offered."""
    return forth(routed(session, world, services), Place("confirm"), LookAround())


def routed(session: Session, world: World, services: tuple[str, ...]) -> Session:
    """Return the session with `services` as the steps of its ticket, the best way through them.

    What a plan has in an order stays in that. Where none of them is known to be served the server has the word.
    """
    guided = session.inquiry.guided and session.stop is not None
    found = way(
        services,
        {each.id for each in world.services},
        first=lines_first(session.stop) if guided and session.stop else None,
        waits={each: took for each in services if (took := minutes(world, each)) is not None},
        places=places_of(world.counters),
    )
    taking = replace(session.taking, services=found.steps or services, left_out=found.left_out if found.steps else ())
    return session.having(taking)


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the service, confirm, trouble, away or refusal screen does."""
    match session.place.screen, press.target:
        case "service", target:
            chosen = (target.removeprefix("service:"),)
            if session.adds:
                returned, _ = back(routed(session, world, (*session.taking.services, *chosen)))
                return stay(returned.having(replace(returned.way, ahead=())), LookAround())
            return confirm(session, world, chosen)
        case "confirm", "more":
            return choose(session)
        case "confirm", target if target.startswith("without:"):
            others = tuple(each for each in session.taking.services if each != target.removeprefix("without:"))
            return stay(session.having(replace(session.taking, services=others)))
        case "confirm", "take":
            if must_say_who(session, world):
                return claiming.ask_who(session)
            return order(session, press.fresh, session.taking.services)
        case "confirm" | "refusal", "book":
            return booking.begin_here(session, world, press.fresh)
        case "confirm", "cases":
            return forth(session, Place("cases"))
        case "confirm", "claim":
            return forth(session, Place("grounds"))
        case "person", "next":
            return order(claiming.said_who(session, world), press.fresh, session.taking.services)
        case "cases" | "grounds" | "person", _:
            return claiming.obey(session, press, world)
        case "trouble", "again" if session.taking.ticket:
            return stay(session.having(replace(session.printing, slip="printing")), _slip(session, again=True))
        case "away", "again":
            return stay(session, AskAgain(session.order))
    return stay(session)


def order(session: Session, key: str, services: tuple[str, ...], there: str | None = None) -> Moved:
    """Ask for a ticket for `services`, of the center `there` or of this one; the consultation is kept before."""
    if not services:
        return stay(session)
    ordered = Order(key, services, there)
    code = session.keeping.code if session.inquiry.guided else None
    effect: Effect = saved_first(session, key) or _asks(session, ordered, code)
    return forth(session.having(replace(session.taking, order=ordered, refused=None)), Place("working"), effect)


def _asks(session: Session, ordered: Order, code: str | None) -> TakeTicket:
    if ordered.there is not None:
        return TakeTicket(ordered.key, ordered.services, code, session.language, ordered.there)
    taking = session.taking
    return TakeTicket(
        ordered.key,
        ordered.services,
        code,
        session.language,
        cases=taking.cases,
        ground=taking.ground,
        person=taking.person or None,
    )


def answered(session: Session, result: Saved | Taken | Refused | Away, world: World) -> Moved:
    """Return the session after the server's answer; an answer nobody waits for gives its ticket back."""
    if session.taking.order is None or session.taking.order.key != result.key:
        return stay(session, GiveBack(result.ticket)) if isinstance(result, Taken) else stay(session)
    match result:
        case Saved():
            asks = _asks(session, session.taking.order, result.code)
            return stay(session.having(replace(session.keeping, code=result.code)), asks)
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
    """Return `ticket` with the wait that was said of its line here before it was taken; nobody ahead is no wait."""
    if ticket.center != world.center:
        return ticket
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
        there=session.place_elsewhere(session.taking.ticket.center),
    )
