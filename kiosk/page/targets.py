"""Which targets can be touched now: the one list that the flow obeys and the screens draw."""

from kiosk.page import choices, lists, matters
from kiosk.page.asking import may_sit, rest
from kiosk.page.blocks import blocks, said, said_of_papers
from kiosk.page.claims import IN_AN_ID, may_have
from kiosk.page.elsewhere import gives_numbers, offers_elsewhere
from kiosk.page.household import entry_of, for_whom
from kiosk.page.keys import BOARDS, IN_A_CODE
from kiosk.page.slots import books, books_instead, several_days, waits
from kiosk.page.way import may_add
from kiosk.visit import dates
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.rules.guidance.judge.verdict import Question
from server.rules.hall.slip_digits import read_booking, read_typed

BESIDE: dict[str, tuple[str, ...]] = {
    "attract": ("guided", "direct", "start:zh", "start:en"),
    "lacking": ("queue", "leave"),
    "ticket": ("done",),
    "trouble": ("again", "done"),
    "away": ("again", "leave"),
    "refusal": ("leave",),
    "help": ("restart",),
    "take_card": ("next",),
    "working": (),
    "opening": (),
    "looking": (),
    "giving_back": ("give_back", "keep"),
    "not_in_time": ("walk_in", "done"),
    "given_up": ("done",),
    "finding": (),
    "no_answer": ("again",),
    "slots": (),
    "places": (),
    "grounds": (),
    "days": (),
}


def targets(session: Session, world: World) -> tuple[str, ...]:
    """Return every target of the present screen, strips included."""
    if session.presence.warned is not None:
        return ("stay", "leave")
    actions = _actions(session, world)
    # Where the way on will be once something is said.
    phone = ("phone",) if may_sit(session, world) and "next" not in actions else ()
    return (*_strip(session), *_choices(session, world), *actions, *phone)


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
    if read := blocks(session, world):
        inside = [button.target for number in seen for button in read[number].touchable]
        return (*(read[number].target for number in seen if read[number].target), *inside, *turn)
    listed = choices.rows(session, world)
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
        case "confirm":
            late = world.late.get(session.service or "")
            steps = _steps(session, world)
            instead = ("book",) if books_instead(session, world) else ()
            other = (*instead, *(("elsewhere",) if offers_elsewhere(session, world) else ()))
            if instead or (late is not None and late.stops):
                # Whoever comes too late is not asked for more.
                steps = tuple(each for each in steps if each != "more")
            if late is not None and late.stops:
                return ("leave", *steps, *other)
            return ("take", *steps, *may_have(session, world), *other)
        case "refusal" if session.taking.refused and session.taking.refused.code == "person_has_ticket":
            return ("leave", "number")
        case "cases":
            fewer = ("fewer",) if session.taking.cases > 1 else ()
            return ("next", *fewer, *(("further",) if session.taking.cases < world.cases_at_most else ()))
        case "person":
            whole = ("next",) if len(session.typing.letters) == IN_AN_ID else ()
            return (*(key.target for key in BOARDS["person"].keys), *whole)
        case "refusal" | "away":
            instead = ("book",) if books_instead(session, world) else ()
            other = ("elsewhere",) if offers_elsewhere(session, world) else ()
            return (*BESIDE[session.place.screen], *instead, *other)
        case "place":
            place = session.place_elsewhere(session.place.item)
            return ("take",) if place is not None and gives_numbers(place) else ()
        case "not_in_time" if early(session):
            return ("walk_in", "done", "give_up", "move")
        case "not_in_time" if listed(session):
            return ("give_up", "done")
        case "mine":
            return (*may_do(session), "done")
        case "search":
            return tuple(key.target for key in BOARDS["search"].keys)
        case "leaf":
            return ("next",) if session.leaf and session.leaf.checklists else ()
        case "checklists":
            groups = tuple(f"theme:{each.id}" for each in matters.themes(world))
            return (*groups, *(("next", "basket") if session.inquiry.chosen else _search(world)))
        case "basket":
            return ("next",) if session.inquiry.chosen else ()
        case "household":
            return ("next",) if for_whom(session) else ()
        case "on_phone":
            return _with_the_phone(session)
        case "question" if session.question:
            if session.question.kind == "date":
                return (*date_targets(session, session.question), "unclear")
            if session.question.kind == "number":
                digits = tuple(f"digit:{digit}" for digit in range(10))
                return (*digits, "erase", "unclear", *(("next",) if session.typing.digits else ()))
            several = ("several",) if entry_of(session, world) is not None else ()
            known = not session.unsaid_in_group
            return (*several, *(("next",) if known else ()))
        case "questions":
            several = ("several",) if entry_of(session, world) is not None else ()
            return (*rest(session), *several, *(() if session.unsaid_in_group else ("next",)))
        case "papers":
            return ("next",) if said_of_papers(session) else ("all_here",)
        case "verdicts":
            return ("next", *(("answers",) if said(session) and not session.elder else ()))
        case "answers":
            return ()
        case "others" | "trip":
            return ()
        case "why":
            return ("leave_out",) if lists.offers_to_leave_out(session) else ()
        case "plan":
            return _on_the_plan(session, world)
        case "slots":
            return (
                *(("book",) if session.reserving.clock or waits(session) else ()),
                *(("days",) if several_days(session) else ()),
            )
        case "booked":
            failed = session.printing.slip == "failed"
            planned = session.plan is not None and "plan" in [each.screen for each in session.way.past]
            return ("done", *(("again",) if failed else ("to_plan",) if planned else ()))
    return BESIDE.get(session.place.screen, ())


def _with_the_phone(session: Session) -> tuple[str, ...]:
    """Return what to do while the phone is answered on: nothing before there is a code, or no answer."""
    if session.keeping.code is not None:
        return ("leave", "fetch")
    return () if session.keeping.handing else ("fetch",)


def date_targets(session: Session, question: Question) -> tuple[str, ...]:
    """Return what can be touched of a date: its next part, what takes the last back, the way on once it is whole."""
    digits = session.typing.digits
    whole = dates.entered(question, digits) is not None
    asked = () if whole else tuple(f"part:{each}" for each in dates.parts(question, digits))
    return (*asked, *(("erase",) if digits else ()), *(("next",) if whole else ()))


def _steps(session: Session, world: World) -> tuple[str, ...]:
    """Return how the steps of a ticket can be changed before it is taken: one more, or one left out."""
    chosen = session.taking.services
    without = tuple(f"without:{each}" for each in chosen) if len(chosen) > 1 else ()
    return (*without, *(("more",) if may_add(session, world) else ()))


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
        case "remote":
            return ("arrive", "sure")
        case "held":
            return ("sure",)
        case "finished" if ticket.return_until is not None:
            return ("with_paper",)
    return ()


def early(session: Session) -> bool:
    """Return whether somebody comes too early for their booking, which they can still give back."""
    return session.holding.untold is not None and session.holding.untold.code == "booking_early"


def listed(session: Session) -> bool:
    """Return whether somebody waits for a place of a day, and none has come free."""
    return session.holding.untold is not None and session.holding.untold.code == "booking_listed"


def _with_codes(world: World) -> tuple[str, ...]:
    """Return the ways on for whoever comes with a code, or with a number."""
    if world.center is None:
        return ()
    return ("number", *(("code",) if world.guide else ()))


def _search(world: World) -> tuple[str, ...]:
    return ("search",) if world.search else ()


def _on_the_plan(session: Session, world: World) -> tuple[str, ...]:
    """Return what a plan leads to; where nobody should queue today, its print comes before that."""
    job = () if session.printing.plan == "printing" else ("print_plan",)
    if books(session, world):
        job = (*job, "book")
    if session.queueing.today:
        return (*job, "goals", "next")
    return (*job, "done" if session.printing.plan == "printed" else "goals", "queue")
