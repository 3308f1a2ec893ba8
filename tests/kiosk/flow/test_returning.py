"""Whoever comes with a number: its digits open it, it alone only shows what the screens show."""

import pytest
from msgspec.structs import replace

from config.centers import Counter, Text
from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.page import headlines, wording
from kiosk.page.targets import may_do, targets
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    BY_RIGHT,
    CHECK_IN,
    GIVE_UP,
    WALK_IN,
    Abandon,
    AskNumber,
    AskSlots,
    Away,
    Booked,
    BookSlot,
    Effect,
    Forget,
    GivenUp,
    NumberTold,
    NumberUntold,
    PrintBooking,
    PrintTicket,
    Refused,
    SlipDone,
    SlotsTold,
    Ticked,
)
from server.wire.bookings import DayAnswer, SlotAnswer
from tests.kiosk.flow.test_booking import made
from tests.kiosk.hall import WORLD, Visit, by_number

NUMBER = "A001123456"


def typed(signs: str) -> list[str]:
    return [f"letter:{sign}" for sign in signs]


def asked(visit: Visit, signs: str = NUMBER) -> AskNumber:
    visit.press("start:zh", "number", *typed(signs))
    return asks(visit.press("next"))


def asks(effects: tuple[Effect, ...]) -> AskNumber:
    (effect,) = effects
    assert isinstance(effect, AskNumber)
    return effect


def test_number_and_digits_open_the_ticket_and_every_move_asks_once() -> None:
    visit = Visit()
    effect = asked(visit)
    assert effect == AskNumber(effect.key, "A001", "123456", language="zh")
    assert visit.session.screen == "looking"
    visit.happen(NumberTold(effect.key, by_number("A001")))
    assert (visit.session.screen, may_do(visit.session)) == ("mine", ("postpone", "sure"))
    later = asks(visit.press("postpone"))
    assert later == AskNumber(later.key, "A001", "123456", "id-A001", "postpone", "zh")
    visit.happen(NumberTold(later.key, by_number("A001", state="postponed", back_at="2026-11-24T01:20:00.000Z")))
    assert may_do(visit.session) == ("come_back", "sure")
    assert "09:20" in wording.number_told(visit.session, WORLD)[0]
    here = asks(visit.press("come_back"))
    assert here.verb == "come-back"
    visit.happen(NumberTold(here.key, by_number("A001", postpone_min=None)))
    assert may_do(visit.session) == ("sure",)
    visit.press("sure", "keep")
    assert visit.session.screen == "mine"
    gone = asks(visit.press("sure", "give_back"))
    assert (gone.verb, gone.ticket) == ("cancel", "id-A001")
    visit.happen(NumberTold(gone.key, by_number("A001", state="cancelled")))
    assert may_do(visit.session) == ()
    visit.press("back")
    assert visit.session.screen == "number"
    assert visit.press("back", "number") == ()
    assert visit.session.typing.letters == ""


def test_a_number_alone_shows_what_the_screens_show_and_moves_nothing() -> None:
    visit = Visit()
    effect = asked(visit, "A001")
    assert (effect.number, effect.digits) == ("A001", "")
    visit.happen(NumberTold(effect.key, by_number("A001", own=False)))
    assert set(targets(visit.session, WORLD)) == {"language", "large", "help", "back", "done"}
    assert len(wording.number_told(visit.session, WORLD)) == 2
    visit.press("back", *typed("123456"))
    assert asks(visit.press("next")).digits == "123456"


@pytest.mark.parametrize(
    ("signs", "usable"),
    [
        ("", False),
        ("A", False),
        ("A01", False),
        ("A000", False),
        ("A001", True),
        ("AB1012", True),
        ("A00112", False),
        ("A001123456", True),
        ("AB1012123456", True),
        ("001", False),
    ],
)
def test_only_what_can_be_a_number_is_asked_for(signs: str, usable: bool) -> None:
    visit = Visit()
    visit.press("start:zh", "number", *typed(signs))
    assert ("next" in targets(visit.session, WORLD)) is usable


@pytest.mark.parametrize("code", ["ticket_unknown", "slip_digits_wrong", "slip_digits_tries", "unreachable"])
def test_what_leads_nowhere_is_said_at_the_keyboard(code: str) -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit).key, code, "why"))
    assert (visit.session.screen, visit.session.typing.letters) == ("number", NUMBER)
    assert wording.number_untold(visit.session)
    visit.press("erase")
    assert wording.number_untold(visit.session) == ()
    visit.press("back")
    assert visit.session.screen == "home"


def test_a_move_that_is_refused_says_why_below_the_ticket() -> None:
    visit = Visit()
    visit.happen(NumberTold(asked(visit).key, by_number("A001")))
    visit.happen(NumberUntold(asks(visit.press("postpone")).key, "postpone_often", "no more"))
    assert visit.session.screen == "mine"
    assert wording.number_untold(visit.session) == ("no more",)
    visit.press("back")
    assert visit.session.screen == "number"


def test_whoever_leaves_or_goes_away_waits_for_nothing() -> None:
    visit = Visit()
    effect = asked(visit)
    assert visit.press("back") == (Abandon(effect.key),)
    visit.happen(NumberTold(effect.key, by_number("A001")))
    assert visit.session.screen == "number"
    again = asks(visit.press("next"))
    visit.happen(Ticked(visit.now + 10_000_000))
    assert visit.session.screen == "looking", "nobody is asked whether they are there while they wait"
    visit.press("help")
    visit.happen(Ticked(visit.now + 10_000_000))
    assert visit.happen(Ticked(visit.now + 20_000_000)) == (Abandon(again.key), Forget())
    assert visit.session == Session()
    assert visit.happen(NumberTold(again.key, by_number("A001"))) == ()
    assert flow.wipe(visit.session) == (Session(), (Forget(),))


@pytest.mark.parametrize(("ahead", "lines"), [(0, 1), (2, 2)])
def test_whoever_waits_for_one_counter_is_told_which(ahead: int, lines: int) -> None:
    there = Counter("hall-1", Text("1 号窗口", "Counter 1"), ("social",))
    world = replace(WORLD, counters=(there,))
    visit = Visit(world)
    visit.happen(NumberTold(asked(visit).key, by_number("A001", bound=there.id, ahead=ahead)))
    told = wording.number_told(visit.session, world)
    assert (len(told), there.name.zh in told[0]) == (lines, True)


def test_the_digits_of_a_booking_check_in_and_give_a_number_with_its_slip() -> None:
    visit = Visit()
    effect = asked(visit, "01234567")
    assert effect == AskNumber(effect.key, "", "01234567", verb=CHECK_IN, language="zh")
    answer = by_number("A001")
    assert answer.ticket is not None
    given = replace(answer.ticket, digits="123456", secret="s" * 32)
    printed = visit.happen(NumberTold(effect.key, replace(answer, ticket=given)))
    assert printed == (PrintTicket(given, "zh"),)
    assert (visit.session.screen, visit.session.printing.slip) == ("ticket", "printing")
    assert visit.session.typing.letters == ""
    visit.happen(SlipDone(given.id, Printed.PRINTED, PrinterState.READY))
    assert visit.session.printing.slip == "printed"
    assert visit.press("done") == (Forget(),)


@pytest.mark.parametrize("code", ["booking_early", "booking_late"])
def test_whoever_is_not_in_time_for_a_booking_takes_an_ordinary_number_with_one_touch(code: str) -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, code, "Your time is 14:00."))
    assert visit.session.screen == "not_in_time"
    assert wording.number_untold(visit.session) == ("Your time is 14:00.",)
    instead = asks(visit.press("walk_in"))
    assert instead == AskNumber(instead.key, "", "01234567", verb=WALK_IN, language="zh")
    answer = by_number("A001")
    assert answer.ticket is not None
    given = replace(answer.ticket, secret="s" * 32)
    assert visit.happen(NumberTold(instead.key, replace(answer, ticket=given))) == (PrintTicket(given, "zh"),)
    assert visit.session.screen == "ticket"


def test_whoever_comes_back_later_keeps_the_booking_and_leaves_nothing_behind() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_early", "Your time is 14:00."))
    visit.press("back")
    assert (visit.session.screen, visit.session.typing.letters) == ("number", "01234567")
    visit.happen(NumberUntold(asks(visit.press("next")).key, "booking_early", "Your time is 14:00."))
    assert visit.press("done") == (Forget(),)


def test_whoever_comes_early_gives_the_booking_back_when_they_are_sure() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_early", "Your time is 14:00."))
    visit.press("give_up", "keep")
    assert visit.session.screen == "not_in_time"
    gone = asks(visit.press("give_up", "give_back"))
    assert (gone.verb, gone.digits, visit.session.screen) == (GIVE_UP, "01234567", "looking")
    visit.happen(GivenUp(gone.key))
    assert (visit.session.screen, visit.session.typing.letters) == ("given_up", "")
    assert "back" not in targets(visit.session, WORLD)
    assert visit.press("done") == (Forget(),)


TIMES = (
    DayAnswer("2026-11-26", None, (SlotAnswer("09:30", "", "", 3), SlotAnswer("10:00", "", "", 1))),
    DayAnswer("2026-11-27", None, (SlotAnswer("14:00", "", "", 1),)),
)


def moving() -> Visit:
    """Return who typed the digits of a booking that is early, and asks for another time."""
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_early", "Your time is 09:30."))
    (asks_for,) = visit.press("move")
    assert asks_for == AskSlots(visit.session.reserving.asking, "hall", "", digits="01234567")
    visit.happen(SlotsTold(visit.session.reserving.asking, TIMES, made("2026-11-26", "09:30")))
    return visit


def test_whoever_comes_early_moves_the_booking_and_takes_its_new_slip() -> None:
    visit = moving()
    assert (visit.session.screen, visit.session.reserving.day, visit.session.reserving.clock) == (
        "slots",
        "2026-11-26",
        "10:00",
    ), "the first other time; its own is none"
    assert "09:30" in headlines.headline(visit.session, WORLD)[1]
    (order,) = visit.press("book")
    key = visit.session.reserving.order
    assert order == BookSlot(key, "hall", "hukou", "2026-11-26", "10:00", digits="01234567")
    (slip,) = visit.happen(Booked(key, made("2026-11-26", "10:00"), moved=True))
    assert isinstance(slip, PrintBooking)
    assert (visit.session.screen, slip.booking.clock, visit.session.typing.letters) == ("booked", "10:00", "")
    assert visit.press("done") == (Forget(),)


def test_whoever_leaves_before_the_answer_loses_no_booking() -> None:
    visit = moving()
    (order,) = visit.press("book")
    assert isinstance(order, BookSlot)
    visit.happen(Away(order.key))
    assert visit.press("leave") == (Abandon(order.key), Forget())
    assert visit.happen(Booked(order.key, made("2026-11-26", "10:00"), moved=True)) == ()
    assert visit.session == Session()


def test_a_time_that_somebody_else_took_meanwhile_is_asked_for_anew() -> None:
    visit = moving()
    (order,) = visit.press("book")
    assert isinstance(order, BookSlot)
    (again,) = visit.happen(Refused(order.key, "booking_full", "Taken."))
    assert isinstance(again, AskSlots)
    assert (again.digits, visit.session.screen) == ("01234567", "finding")
    visit.happen(SlotsTold(again.key, TIMES[1:], made("2026-11-26", "09:30")))
    assert visit.session.reserving.clock == "14:00"


def test_a_booking_that_is_something_else_by_now_is_said_at_the_keys() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_early", "Your time is 14:00."))
    gone = asks(visit.press("give_up", "give_back"))
    visit.happen(NumberUntold(gone.key, "booking_state", "This booking is cancelled now."))
    assert visit.session.screen == "number"
    late = Visit()
    late.happen(NumberUntold(asked(late, "01234567").key, "booking_late", "Your time was 14:00."))
    assert "give_up" not in targets(late.session, WORLD)


def test_a_hall_that_has_no_ordinary_number_either_says_so_at_the_keys() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_late", "Your time was 14:00."))
    visit.happen(NumberUntold(asks(visit.press("walk_in")).key, "center_closing", "Too late."))
    assert (visit.session.screen, wording.number_untold(visit.session)) == ("number", ("Too late.",))
    visit.press("back")
    assert visit.session.screen == "home"


def test_whoever_stops_waiting_for_an_ordinary_number_stands_at_the_keys() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_late", "Your time was 14:00."))
    asking = asks(visit.press("walk_in"))
    assert visit.press("back") == (Abandon(asking.key),)
    assert visit.session.screen == "number"


def test_whoever_lacked_a_paper_comes_back_by_the_old_number() -> None:
    visit = Visit()
    effect = asked(visit)
    visit.happen(NumberTold(effect.key, by_number("A001", state="finished", return_until="2026-12-01")))
    assert may_do(visit.session) == ("with_paper",)
    assert "2026-12-01" in wording.number_told(visit.session, WORLD)[0]
    here = asks(visit.press("with_paper"))
    assert here.verb == BY_RIGHT
    told = by_number("A007")
    assert told.ticket is not None
    new = replace(told, ticket=replace(told.ticket, secret="s" * 22, digits="654321", priority="returned"))
    (printed,) = visit.happen(NumberTold(here.key, new))
    assert isinstance(printed, PrintTicket)
    assert printed.ticket.number == "A007"


def test_whoever_waits_for_a_place_is_told_where_they_stand_and_may_leave_the_list() -> None:
    visit = Visit()
    visit.happen(NumberUntold(asked(visit, "01234567").key, "booking_listed", "No place has come free yet."))
    assert visit.session.screen == "not_in_time"
    assert {"walk_in", "move"}.isdisjoint(targets(visit.session, visit.world))
    gone = asks(visit.press("give_up", "give_back"))
    assert (gone.verb, visit.session.place.item) == ("give_up", "list")
    visit.happen(GivenUp(gone.key))
    assert (visit.session.screen, visit.session.place.item) == ("given_up", "list")
