"""The screens of whoever comes with a number: typed, told, moved, given back. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from commands.pictures.walk import Scene, Visit, ticket
from config.centers import Language
from config.words import say
from kiosk.visit.touches import GivenUp, NumberTold, NumberUntold
from server.rules.errors import CODES
from server.wire.messages import NumberAnswer, Ticket


def returning(language: Language, elder: bool) -> Iterator[Scene]:
    """Show how a number is typed, every way in which it leads nowhere, and a ticket in each of its states."""
    visit = Visit(language, elder)
    visit.begin("number")
    yield from visit.see("number")
    visit.press(*(f"letter:{sign}" for sign in "M012345678"))
    yield from visit.see("number-typed")
    visit.press("next")
    yield from visit.see("looking")
    asking = visit.session
    seconds = say(language, CODES["slip_digits_tries"][1], seconds=540)
    wrong = say(language, CODES["slip_digits_wrong"][1], number="M012")
    early = say(language, CODES["booking_early"][1], clock="14:00", since="13:30")
    late = say(language, CODES["booking_late"][1], clock="09:00", minutes=10)
    for code, sentence in (
        ("slip_digits_tries", seconds),
        ("slip_digits_wrong", wrong),
        ("booking_early", early),
        ("booking_late", late),
        ("unreachable", ""),
    ):
        visit.session = asking
        visit.happen(NumberUntold(asking.holding.asking, code, sentence))
        yield from visit.see(f"number-{code}")
    visit.session = asking
    visit.happen(NumberUntold(asking.holding.asking, "booking_early", early))
    visit.press("give_up")
    yield from visit.see("giving-back-booking")
    visit.press("give_back")
    visit.happen(GivenUp(visit.session.holding.asking))
    yield from visit.see("given-up")
    counter = visit.world.counters[0].id if visit.world.counters else None
    waiting = replace(ticket("M012", "housing", 6), secret=None, wait=None, postpone_min=10)
    stands = {
        "waiting": replace(waiting, returning=2),
        "waiting-next": replace(waiting, ahead=0, postpone_min=None),
        "postponed": replace(waiting, state="postponed", back_at="2026-11-24T01:20:00.000Z"),
        "called": replace(waiting, state="called", counter=counter, calls=1),
        "serving": replace(waiting, state="serving", counter=counter, calls=1),
        "missed": replace(waiting, state="missed", counter=counter, calls=2),
        "held": replace(waiting, state="held", counter=counter, calls=1),
        "finished": replace(waiting, state="finished", counter=counter),
        "cancelled": replace(waiting, state="cancelled"),
    }
    for name, each in stands.items():
        visit.session = asking
        visit.happen(NumberTold(asking.holding.asking, by_number(each, own=True)))
        yield from visit.see(f"mine-{name}")
    visit.session = asking
    visit.happen(NumberTold(asking.holding.asking, by_number(stands["missed"], own=False)))
    yield from visit.see("mine-number-alone")
    visit.session = asking
    visit.happen(NumberTold(asking.holding.asking, by_number(waiting, own=True)))
    own = visit.session
    visit.press("sure")
    yield from visit.see("giving-back")
    visit.session = own
    visit.press("postpone")
    often = say(language, CODES["postpone_often"][1], number="M012")
    visit.happen(NumberUntold(visit.session.holding.asking, "postpone_often", often))
    yield from visit.see("mine-refused")


def by_number(ticket: Ticket, *, own: bool) -> NumberAnswer:
    """Return what the server says of the number of `ticket`, to its holder (`own`) or to anybody."""
    return NumberAnswer(ticket.number, ticket.state, ticket.service, ticket.counter, ticket if own else None)
