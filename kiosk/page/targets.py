"""Which targets can be touched now: the one list that the flow obeys and the screens draw."""

from kiosk.page import lists
from kiosk.page.blocks import blocks
from kiosk.page.keys import BOARDS, IN_A_CODE
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.rules.hall.slip_digits import read_booking, read_typed

BESIDE: dict[str, tuple[str, ...]] = {
    "attract": ("start:zh", "start:en"),
    "confirm": ("take",),
    "lacking": ("queue", "leave"),
    "ticket": ("done",),
    "trouble": ("again", "done"),
    "away": ("again", "leave"),
    "refusal": ("leave",),
    "help": ("restart",),
    "working": (),
    "opening": (),
    "looking": (),
    "giving_back": ("give_back", "keep"),
}


def targets(session: Session, world: World) -> tuple[str, ...]:
    """Return every target of the present screen, strips included."""
    if session.presence.warned is not None:
        return ("stay", "leave")
    return (*_strip(session), *_choices(session, world), *_actions(session, world))


def _strip(session: Session) -> tuple[str, ...]:
    screen = session.place.screen
    if screen == "attract":
        return ("large",)
    strip: tuple[str, ...] = ("language", "large")
    if screen != "help":
        strip += ("help",)
    if session.way.past and screen not in ("working", "ticket", "trouble", "away"):
        strip += ("back",)
    return strip


def _choices(session: Session, world: World) -> tuple[str, ...]:
    pages = lists.pages(session, world)
    page = min(session.place.page, len(pages) - 1)
    turn = (("page:prev",) if page > 0 else ()) + (("page:next",) if page < len(pages) - 1 else ())
    seen = pages[page]
    if read := blocks(session):
        inside = [button.target for number in seen for button in read[number].buttons]
        return (*(read[number].target for number in seen if read[number].target), *inside, *turn)
    listed = lists.rows(session, world)
    if listed:
        return (*(listed[row].target for row in seen), *turn)
    return turn


def _actions(session: Session, world: World) -> tuple[str, ...]:
    match session.place.screen:
        case "home":
            return ("guided", "direct", *_search(world), *_with_codes(world))
        case "code":
            whole = ("next",) if len(session.typing.letters) == IN_A_CODE else ()
            return (*(key.target for key in BOARDS["code"].keys), *whole)
        case "number":
            letters = session.typing.letters
            typed = read_typed(letters) or read_booking(letters)
            return (*(key.target for key in BOARDS["number"].keys), *(() if typed is None else ("next",)))
        case "mine":
            return (*may_do(session), "done")
        case "search":
            return tuple(key.target for key in BOARDS["search"].keys)
        case "leaf":
            return ("next",) if session.leaf and session.leaf.checklists else ()
        case "checklists":
            return ("next",) if session.inquiry.chosen else _search(world)
        case "question" if session.question:
            if session.question.kind in ("number", "date"):
                digits = tuple(f"digit:{digit}" for digit in range(10))
                return (*digits, "erase", "unclear", *(("next",) if session.typing.digits else ()))
            return ("next",) if session.question.id in {*session.inquiry.answers, *session.inquiry.unclear} else ()
        case "verdicts" | "papers":
            return ("next",)
        case "why":
            return ("leave_out",) if lists.offers_to_leave_out(session) else ()
        case "plan":
            return _on_the_plan(session)
    return BESIDE.get(session.place.screen, ())


def may_do(session: Session) -> tuple[str, ...]:
    """Return what a citizen may do with the ticket that they came with; nothing without the digits of its slip."""
    ticket = session.holding.told.ticket if session.holding.told else None
    if ticket is None:
        return ()
    match ticket.state:
        case "waiting":
            return (*(("postpone",) if ticket.postpone_min is not None else ()), "sure")
        case "postponed" | "missed":
            return ("come_back", "sure")
        case "held":
            return ("sure",)
    return ()


def _with_codes(world: World) -> tuple[str, ...]:
    """Return the ways on for whoever comes with a code, or with a number."""
    if world.center is None:
        return ()
    return ("number", *(("code",) if world.guide else ()))


def _search(world: World) -> tuple[str, ...]:
    return ("search",) if world.search else ()


def _on_the_plan(session: Session) -> tuple[str, ...]:
    """Return what a plan leads to; where nobody should queue today, its print comes before that."""
    job = () if session.printing.plan == "printing" else ("print_plan",)
    if session.queueing.today:
        return (*job, "goals", "next")
    return (*job, "done" if session.printing.plan == "printed" else "goals", "queue")
