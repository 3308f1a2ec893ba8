"""Whatever is touched in a hall that offers all there is, and whatever comes back: nobody waits for nothing, nobody has
two orders at once, and nothing is left behind.
"""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardware.printer.port import Printed, PrinterState
from kiosk.page.targets import targets
from kiosk.visit.session import SCREENS, Session
from kiosk.visit.touches import (
    Abandon,
    Away,
    Booked,
    BookSlot,
    CardLifted,
    CardRead,
    Effect,
    Forget,
    GiveBack,
    PlacesTold,
    Refused,
    SaveConsultation,
    Saved,
    SlipDone,
    SlotsTold,
    Taken,
    TakeTicket,
    Ticked,
    Touch,
)
from kiosk.visit.world import World
from server.rules.guidance.judge.by_card import CardTold
from server.wire.messages import LateAnswer, Wait
from tests.kiosk.flow.test_booking import BOOKED_HERE, DAYS, made
from tests.kiosk.flow.test_elsewhere import REMOTE, TOWN
from tests.kiosk.hall import Visit, ticket
from tests.tries import tries

GENEROUS = replace(
    BOOKED_HERE,
    waits={"hukou": Wait(20, 45)},
    late={"social": LateAnswer("2026-11-24T09:00:00.000Z", stops=False, slot_at="2026-11-25T02:30:00.000Z")},
    cases_at_most=3,
    kiosk_priority=True,
    one_per_person=True,
)
WORLDS = (
    GENEROUS,
    replace(GENEROUS, reader="read", card_lies=True),
    replace(GENEROUS, one_per_person=False),
    replace(GENEROUS, open=False),
)
BEGINNINGS = ("attract", "plan", "confirm", "slots")
RESULTS = (
    "saved",
    "taken",
    "taken there",
    "booked",
    "full",
    "sent away",
    "twice",
    "away",
    "slots",
    "no slots",
    "slots untold",
    "places",
    "places untold",
    "slip",
    "no slip",
    "strange booking",
    "tick",
    "late",
    "card",
    "lifted",
)
MOVES = st.lists(st.one_of(st.integers(0, 80), st.sampled_from(RESULTS)), max_size=40)


def result(visit: Visit, name: str) -> Touch:
    session = visit.session
    key = session.order or "nobody"
    slots, places = session.reserving.asking or "nobody", session.seeking.asking or "nobody"
    held = session.reserving.made.id if session.reserving.made else "nobody"
    held = session.taking.ticket.id if session.taking.ticket else held
    results: dict[str, Touch] = {
        "saved": Saved(key, "CODE"),
        "taken": Taken(key, ticket(f"A{visit.keys:03}")),
        "taken there": Taken(key, REMOTE),
        "booked": Booked(key, made()),
        "full": Refused(key, "booking_full", "full"),
        "sent away": Refused(key, "quota_used_up", "used up"),
        "twice": Refused(key, "person_has_ticket", "twice"),
        "away": Away(key),
        "slots": SlotsTold(slots, DAYS),
        "no slots": SlotsTold(slots, ()),
        "slots untold": Refused(slots, "unreachable", "away"),
        "places": PlacesTold(places, (TOWN,)),
        "places untold": Refused(places, "unreachable", "away"),
        "slip": SlipDone(held, Printed.PRINTED, PrinterState.READY),
        "no slip": SlipDone(held, Printed.UNCONFIRMED, PrinterState.UNKNOWN),
        "strange booking": Booked("stranger", made()),
        "tick": Ticked(visit.now),
        "late": Ticked(visit.now + 125_000),
        "card": CardRead(CardTold("resident", date(1958, 3, 2))),
        "lifted": CardLifted(),
    }
    return results[name]


def fits(visit: Visit, name: str) -> bool:
    """Return whether the server would answer so: a ticket to who asks for one, a booking to who books."""
    books = visit.session.taking.order is None
    there = visit.session.taking.order.there if visit.session.taking.order else None
    expected = {"taken": not books and there is None, "taken there": there is not None, "booked": books, "full": books}
    return expected.get(name, True)


@settings(max_examples=tries(300), deadline=None)
@given(MOVES, st.sampled_from(WORLDS), st.sampled_from(BEGINNINGS))
def test_whatever_is_touched_and_whatever_comes_back(moves: list[int | str], world: World, beginning: str) -> None:
    visit = Visit(world)
    if beginning == "plan":
        visit.to_plan()
    elif beginning == "confirm" and visit.world.open:
        visit.press("start:zh", "direct", "service:hukou")
    elif beginning == "slots" and visit.world.open:
        visit.to_plan()
        visit.press("book")
        visit.happen(result(visit, "slots"))
    for move in moves:
        before = visit.session
        effects: tuple[Effect, ...] = ()
        if isinstance(move, str):
            if not fits(visit, move):
                continue
            event = result(visit, move)
            effects = visit.happen(event)
            if isinstance(event, Booked) and event.key != before.reserving.order:
                assert effects == (GiveBack(event.booking),)
            if isinstance(event, Ticked):
                visit.now = max(visit.now, event.at)
        else:
            open_now = targets(visit.session, visit.world)
            assert len(set(open_now)) == len(open_now), open_now
            if open_now:
                effects = visit.press(open_now[move % len(open_now)])
        holds(before, visit.session, effects, visit)


def holds(before: Session, after: Session, effects: tuple[Effect, ...], visit: Visit) -> None:
    screen = after.place.screen
    assert screen in SCREENS
    for effect in effects:
        if isinstance(effect, SaveConsultation | TakeTicket | BookSlot):
            # One order at a time, until it is answered.
            assert before.order in ("", effect.key)
            assert after.order == effect.key
        if isinstance(effect, Forget):
            assert after == Session()
            asking = (before.order, before.holding.asking, before.reserving.asking, before.seeking.asking)
            assert {each.key for each in effects if isinstance(each, Abandon)} == {*asking} - {""}
    assert not (after.taking.order and after.reserving.order)
    if screen == "finding":
        assert after.reserving.asking or after.seeking.asking
    if screen == "working":
        assert after.order
    if screen == "take_card":
        assert after.card.pressed is not None
    if screen in ("slots", "days"):
        assert not after.reserving.asking
        assert after.reserving.service
    if screen == "booked":
        assert after.reserving.made is not None
        assert not after.order
    if screen == "place":
        assert after.place_elsewhere(after.place.item) is not None
    if screen in ("ticket", "trouble"):
        assert after.taking.ticket is not None
        assert after.taking.order is None
    if screen == "no_answer":
        assert "again" in targets(after, visit.world) or after.presence.warned is not None
    assert 1 <= after.taking.cases <= visit.world.cases_at_most
    # Nobody is caught: there is a way on, back or out of every screen.
    if after.presence.warned is None and screen not in ("working", "attract"):
        assert {"language", "large"} < set(targets(after, visit.world))
        ways = {"back", "done", "leave", "restart", "next", "keep", "help"}
        assert ways & set(targets(after, visit.world)), screen
