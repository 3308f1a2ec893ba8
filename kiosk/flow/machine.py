"""The citizen's way as a pure machine: (session, touch, world) -> (session, effects).

It knows no pixel, no clock and no network. Whatever the kiosk does outside comes out as an effect and its result
comes back as a touch, so that a whole visit can be played in a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from kiosk.flow import (
    asking,
    booking,
    carded,
    continuing,
    elsewhere,
    guided,
    household,
    on_phone,
    returning,
    searching,
    taking,
)
from kiosk.flow.walking import Moved, back, forth, stay
from kiosk.page.slots import had
from kiosk.page.targets import targets
from kiosk.visit.session import Place, Seeking, Session
from kiosk.visit.touches import (
    Abandon,
    Away,
    Booked,
    CardLifted,
    CardRead,
    Continued,
    Forget,
    GivenUp,
    Kept,
    NotContinued,
    NumberTold,
    NumberUntold,
    PlacesTold,
    PlanDone,
    Pressed,
    Refused,
    Saved,
    SlipDone,
    SlotsTold,
    Taken,
    Ticked,
    Touch,
)
from kiosk.visit.world import World

BETWEEN_TOUCHES = 400
"""Milliseconds in which a second release is the trembling of the first."""
BETWEEN_DIGITS = 120
KEYS = ("digit:", "letter:", "erase", "space", "fewer", "further")
IDLE_AFTER = 60_000
IDLE_AFTER_TICKET = 40_000
WARNING = 20_000
ELDER_TIME = 2


@dataclass(frozen=True)
class Patience:
    """How long the kiosk waits: milliseconds until it asks, milliseconds until it wipes."""

    asks: int
    wipes: int


def patience(session: Session, world: World) -> Patience:
    """Return how long this screen waits for this citizen; large type doubles it."""
    times = (ELDER_TIME if session.elder else 1) * world.patience
    asks = IDLE_AFTER_TICKET if session.place.screen in ("ticket", "trouble", "booked", "given_up") else IDLE_AFTER
    return Patience(round(asks * times), round(WARNING * times))


def seconds_left(session: Session, world: World, now: int) -> int:
    """Return the seconds until an unanswered idle warning wipes everything."""
    if session.presence.warned is None:
        return 0
    return max(0, -(-(session.presence.warned + patience(session, world).wipes - now) // 1000))


def touch(session: Session, event: Touch, world: World) -> Moved:
    """Return the session after `event` and what is to be done outside; an event that does not fit changes nothing."""
    after, effects = _answered(session, event, world)
    return after, (*effects, *searching.left(session, after))


def _answered(session: Session, event: Touch, world: World) -> Moved:
    match event:
        case Pressed():
            return _pressed(session, event, world)
        case Ticked():
            return _ticked(session, event.at, world)
        case CardRead():
            return carded.read(session, event, world)
        case CardLifted():
            return _card_taken(session, world)
        case PlacesTold():
            return elsewhere.answered(session, event, world)
        case Refused() if event.key == session.seeking.asking:
            return elsewhere.answered(session, event, world)
        case SlotsTold() | Booked():
            return booking.answered(session, event, world)
        case Saved() | Refused() | Away() if event.key in (session.reserving.order, session.reserving.asking):
            return booking.answered(session, event, world)
        case Saved() | Taken() | Refused() | Away():
            return taking.answered(session, event, world)
        case Kept() if event.key == session.keeping.handing:
            return on_phone.kept(session, event)
        case Kept():
            return guided.kept(session, event)
        case Continued() | NotContinued():
            return continuing.answered(session, event, world)
        case NumberTold() | NumberUntold() | GivenUp():
            return returning.answered(session, event)
        case SlipDone() if (held := had(session)) is not None and held.id == event.ticket:
            return booking.printed(session, event)
        case SlipDone() | PlanDone():
            return taking.printed(session, event)


def wipe(session: Session) -> Moved:
    """Return nobody's session; what is still asked for is abandoned, and every trace outside is forgotten."""
    asking = (each.asking for each in (session.holding, session.reserving, session.seeking))
    jobs = (session.order, session.keeping.opening, *asking)
    return Session(), (*(Abandon(key) for key in jobs if key), Forget())


def _ticked(session: Session, now: int, world: World) -> Moved:
    if session == Session():
        return stay(session)
    if session.place.screen == "away" and not session.order and not _kept_out(world):
        return back(session)
    waits = patience(session, world)
    if session.presence.warned is not None:
        return wipe(session) if now - session.presence.warned >= waits.wipes else stay(session)
    if session.place.screen not in ("working", "looking", "finding") and now - session.presence.touched >= waits.asks:
        return stay(session.having(replace(session.presence, warned=now)))
    return stay(session)


def _pressed(session: Session, press: Pressed, world: World) -> Moved:
    if press.target not in targets(session, world) or _trembles(session, press):
        return stay(session)
    known = session.having(
        replace(session.presence, touched=press.at, pressed=press.target, pressed_at=press.at, warned=None)
    )
    if session.presence.warned is not None:
        return stay(known) if press.target == "stay" else wipe(session)
    if carded.keeps_waiting(known, press, world):
        return carded.wait(known, press)
    return _obey(known, press, world)


def _card_taken(session: Session, world: World) -> Moved:
    """Do what waited for the card to be taken."""
    before, press = carded.taken(session)
    return stay(session) if press is None else _obey(before, press, world)


def _trembles(session: Session, press: Pressed) -> bool:
    digits = press.target.startswith(KEYS) and session.presence.pressed.startswith(KEYS)
    return 0 <= press.at - session.presence.pressed_at < (BETWEEN_DIGITS if digits else BETWEEN_TOUCHES)


def _obey(session: Session, press: Pressed, world: World) -> Moved:
    everywhere: dict[str, Callable[[], Moved]] = {
        "language": lambda: _reread(replace(session, language="en" if session.language == "zh" else "zh")),
        "large": lambda: _reread(replace(session, elder=not session.elder)),
        "back": lambda: _back(session),
        "help": lambda: forth(session, Place("help")),
        "restart": lambda: wipe(session),
        "done": lambda: wipe(session),
        "leave": lambda: wipe(session),
        "page:next": lambda: _turn(session, 1),
        "page:prev": lambda: _turn(session, -1),
    }
    if press.target in everywhere:
        return everywhere[press.target]()
    if _seeks(session, press):
        return elsewhere.obey(session, press)
    match session.place.screen:
        case "attract":
            language = "en" if press.target == "start:en" else "zh"
            begun, _ = forth(replace(session, language=language), Place("home"))
            return _home(begun, press, world) if press.target in ("guided", "direct") else stay(begun)
        case "home":
            return _home(session, press, world)
        case "code":
            return continuing.obey(session, press)
        case "take_card":
            return _card_taken(session, world)
        case "refusal" if press.target == "number":
            return returning.begin(session)
        case "number" | "mine" | "giving_back" | "not_in_time":
            return returning.obey(session, press, world)
        case "slots" | "days" | "booked" | "no_answer":
            return booking.obey(session, press, world)
        case "household" | "naming" if press.target != "next":
            return household.obey(session, press, world)
        case "household":
            return asking.onward(session, world)
        case "on_phone":
            return on_phone.obey(session, press)
        case "search" | "leaf":
            return searching.obey(session, press, world)
        case "checklists" | "basket" | "question" | "questions" | "goals" | "papers" | "lacking":
            return guided.obey(session, press, world)
        case "answers" | "verdicts" | "others" | "why" | "plan" | "trip":
            return guided.obey(session, press, world)
        case _:
            return taking.obey(session, press, world)


def _seeks(session: Session, press: Pressed) -> bool:
    """Return whether a touch is about other centers."""
    screen = session.place.screen
    chooses = screen == "service" and session.seeking.choosing
    again = screen == "no_answer" and session.place.item == "places"
    return press.target == "elsewhere" or chooses or again or screen in ("places", "place")


def _back(session: Session) -> Moved:
    """Return to the step before; whoever leaves a question to the server does not wait for its answer."""
    if session.place.screen == "opening":
        return continuing.leave(session)
    if session.place.screen == "finding":
        return elsewhere.leave(session) if session.seeking.asking else booking.leave(session)
    return returning.leave(session) if session.place.screen == "looking" else back(session)


def _home(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "search":
        return guided.search(session)
    if press.target == "guided" and world.guide is not None:
        return forth(guided.begun(session, world), Place("checklists"))
    if _kept_out(world):
        return forth(session, Place("away"))
    if press.target == "code":
        return continuing.begin(session)
    if press.target == "number":
        return returning.begin(session)
    return taking.choose(session.having(replace(session.inquiry, guided=False), Seeking()))


def _kept_out(world: World) -> bool:
    """Return whether nobody can take a number however long they try: said before they choose anything."""
    return world.center is None or world.bars in ("barred", "closed")


def _reread(session: Session) -> Moved:
    """Other words or sizes make other pages: start at the first page everywhere."""
    first = tuple(replace(place, page=0) for place in session.way.past)
    return stay(session.having(replace(session.way, place=replace(session.place, page=0), past=first, ahead=())))


def _turn(session: Session, by: int) -> Moved:
    return stay(
        session.having(replace(session.way, place=replace(session.place, page=max(session.place.page + by, 0))))
    )
