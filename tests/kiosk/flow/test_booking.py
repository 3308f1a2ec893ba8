"""Booking the first stop of a plan: the first free time is two touches away, and nobody leaves a booking behind."""

import pytest
from msgspec.structs import replace

from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.page import blocks, slots
from kiosk.page.targets import targets
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Abandon,
    AskAgain,
    AskSlots,
    Away,
    Booked,
    BookSlot,
    Effect,
    Forget,
    GiveBack,
    LookAt,
    PrintBooking,
    Refused,
    SaveConsultation,
    Saved,
    SlipDone,
    SlotsTold,
    TakeTicket,
    Ticked,
)
from kiosk.visit.world import OtherCenter, Service, World
from server.rules.guidance.plan.booked_day import first_stop
from server.wire.bookings import Booking, DayAnswer, SlotAnswer
from server.wire.messages import LateAnswer
from tests.kiosk.hall import PLAN, WORLD, SmallGuide, Visit, text

BOOKED_HERE = replace(WORLD, services=tuple(replace(each, booked=each.id == "hukou") for each in WORLD.services))
DAYS = (
    DayAnswer("2026-11-25", None, (SlotAnswer("09:00", "", "", 0), SlotAnswer("09:30", "", "", 0))),
    DayAnswer("2026-11-26", None, (SlotAnswer("09:00", "", "", 0), SlotAnswer("09:30", "", "", 2))),
    DayAnswer("2026-11-27", None, (SlotAnswer("10:00", "", "", 1), SlotAnswer("10:30", "", "", 1))),
    DayAnswer("2026-11-28", "2026-11-25T01:00:00.000Z", ()),
)


def made(day: str = "2026-11-26", clock: str = "09:30", center: str = "hall") -> Booking:
    return Booking(
        id="booking-1",
        center=center,
        service="hukou",
        state="booked",
        day=day,
        clock=clock,
        zone="Asia/Shanghai",
        begins_at=None,
        ends_at=None,
        digits="12345678",
        check_in_from=None,
        check_in_until=None,
        held_until=None,
        ticket=None,
        secret="s" * 24,
    )


def asked(world: World = BOOKED_HERE) -> tuple[Visit, AskSlots]:
    visit = Visit(world)
    visit.to_plan()
    (effect,) = visit.press("book")
    assert isinstance(effect, AskSlots)
    return visit, effect


def chosen(world: World = BOOKED_HERE) -> Visit:
    visit, asks = asked(world)
    visit.happen(SlotsTold(asks.key, DAYS))
    return visit


def ordered(visit: Visit) -> BookSlot:
    (saves,) = visit.press("book")
    assert isinstance(saves, SaveConsultation)
    (books,) = visit.happen(Saved(saves.key, "CODE"))
    assert isinstance(books, BookSlot)
    return books


def only(effects: tuple[Effect, ...]) -> Effect:
    (effect,) = effects
    return effect


def test_the_first_free_time_is_two_touches_from_the_plan() -> None:
    visit, asks = asked()
    assert (asks.center, asks.service, asks.first, visit.session.screen) == ("hall", "hukou", None, "finding")
    visit.happen(SlotsTold(asks.key, DAYS))
    assert (visit.session.reserving.day, visit.session.reserving.clock) == ("2026-11-26", "09:30")
    books = ordered(visit)
    assert (books.center, books.service, books.day, books.clock) == ("hall", "hukou", "2026-11-26", "09:30")
    assert (books.plan, visit.session.screen) == ("CODE", "working")
    prints = only(visit.happen(Booked(books.key, made())))
    assert isinstance(prints, PrintBooking)
    assert [paper.document for paper in prints.papers] == ["card", "book"]
    assert (prints.code, visit.session.screen) == ("CODE", "booked")


def test_the_plan_begins_on_the_booked_day_and_says_so() -> None:
    visit = chosen()
    visit.happen(Booked(ordered(visit).key, made()))
    visit.press("to_plan")
    stop = first_stop(visit.session.plan)
    assert stop is not None
    assert (visit.session.screen, stop.on, visit.session.keeping.code) == ("plan", "2026-11-26", "CODE")
    read = [line.text for block in blocks.blocks(visit.session, visit.world) for line in block.said]
    assert "已预约：11 月 26 日（周四） 09:30" in read
    # Nobody is sent into today's line for what is booked later.
    assert visit.session.queueing.today is None
    visit.press("book")
    assert visit.session.screen == "booked"


def test_another_day_and_another_time_are_a_touch_each() -> None:
    visit = chosen()
    visit.press("days")
    assert [each for each in targets(visit.session, visit.world) if each.startswith("day:")] == [
        "day:2026-11-25",
        "day:2026-11-26",
        "day:2026-11-27",
    ]
    visit.press("day:2026-11-27")
    assert (visit.session.screen, visit.session.reserving.clock) == ("slots", "10:00")
    visit.press("slot:10:30")
    books = ordered(visit)
    assert (books.day, books.clock) == ("2026-11-27", "10:30")


@pytest.mark.parametrize("code", ["booking_full", "booking_no_slot", "booking_soon"])
def test_a_time_that_vanished_is_said_and_the_next_one_offered(code: str) -> None:
    visit = chosen()
    asks = only(visit.happen(Refused(ordered(visit).key, code, "It is full.")))
    assert isinstance(asks, AskSlots)
    visit.happen(SlotsTold(asks.key, DAYS[2:]))
    assert (visit.session.screen, visit.session.reserving.clock) == ("slots", "10:00")
    assert visit.session.reserving.gone is not None
    # The consultation is kept already: it is booked at once.
    books = only(visit.press("book"))
    assert isinstance(books, BookSlot)
    assert (books.clock, books.plan) == ("10:00", "CODE")
    visit.press("help", "back")
    visit.happen(Booked(books.key, made("2026-11-27", "10:00")))
    visit.press("back")
    assert visit.session.screen == "plan"


def test_what_cannot_be_booked_at_all_is_said_and_leads_back_to_the_plan() -> None:
    visit = chosen()
    assert visit.happen(Refused(ordered(visit).key, "booking_off", "It is not booked here.")) == ()
    assert (visit.session.screen, visit.session.place.item) == ("refusal", "booking")
    visit.press("back")
    assert visit.session.screen == "plan"


def test_a_server_that_is_away_is_said_asked_again_and_left() -> None:
    visit, asks = asked()
    visit.happen(Refused(asks.key, "unreachable", "The server does not answer."))
    assert visit.session.screen == "no_answer"
    again = only(visit.press("again"))
    assert isinstance(again, AskSlots)
    assert again.key != asks.key
    assert visit.press("back") == (Abandon(again.key),)
    assert visit.session.screen == "plan"
    # What nobody waits for any more changes nothing.
    before = visit.session
    visit.happen(SlotsTold(again.key, DAYS))
    assert visit.session == before


def test_an_order_outlives_a_server_that_is_away() -> None:
    visit = chosen()
    books = ordered(visit)
    visit.happen(Away(books.key))
    assert visit.session.screen == "away"
    visit.happen(Ticked(visit.now + 2000))
    assert visit.session.screen == "away"
    assert visit.press("again") == (AskAgain(books.key),)
    visit.happen(Booked(books.key, made()))
    assert visit.session.screen == "booked"


def test_whoever_has_gone_leaves_no_booking_behind() -> None:
    visit = chosen()
    books = ordered(visit)
    visit.happen(Away(books.key))
    assert visit.press("leave") == (Abandon(books.key), Forget())
    assert visit.session == Session()
    assert visit.happen(Booked(books.key, made())) == (GiveBack(made()),)
    assert visit.session == Session()


def test_idle_forgets_what_was_booked() -> None:
    visit = chosen()
    visit.happen(Booked(ordered(visit).key, made()))
    waits = flow.patience(visit.session, visit.world)
    assert waits.asks == flow.IDLE_AFTER_TICKET
    visit.happen(Ticked(visit.now + waits.asks))
    assert visit.happen(Ticked(visit.now + waits.asks + waits.wipes)) == (Forget(),)
    assert visit.session == Session()


def test_a_slip_that_did_not_come_out_is_printed_again() -> None:
    visit = chosen()
    visit.happen(Booked(ordered(visit).key, made()))
    visit.happen(SlipDone("booking-1", Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
    assert (visit.session.screen, visit.session.printing.slip) == ("booked", "failed")
    again = only(visit.press("again"))
    assert isinstance(again, PrintBooking)
    assert again.again
    visit.happen(SlipDone("booking-1", Printed.PRINTED, PrinterState.READY))
    assert visit.session.printing.slip == "printed"


def test_whoever_queues_all_the_same_takes_the_number_with_the_plan_that_they_booked_with() -> None:
    visit = chosen()
    visit.happen(Booked(ordered(visit).key, made()))
    visit.press("to_plan", "queue", "next")
    takes = only(visit.press("take"))
    assert isinstance(takes, TakeTicket)
    assert takes.plan == "CODE"


def test_nothing_is_offered_where_nobody_can_book() -> None:
    for world in (WORLD, replace(BOOKED_HERE, link="away"), replace(BOOKED_HERE, center=None)):
        visit = Visit(world)
        visit.to_plan()
        assert visit.session.screen == "plan"
        assert "book" not in targets(visit.session, world)


TOO_LATE = LateAnswer("2026-11-24T09:00:00.000Z", stops=True, slot_at="2026-11-25T02:30:00.000Z")


@pytest.mark.parametrize("stops", [True, False])
def test_whoever_comes_too_late_today_books_instead_without_a_plan(stops: bool) -> None:
    visit = Visit(replace(BOOKED_HERE, late={"hukou": replace(TOO_LATE, stops=stops)}))
    visit.press("start:zh", "direct", "service:hukou")
    asks = only(visit.press("book"))
    assert isinstance(asks, AskSlots)
    visit.happen(SlotsTold(asks.key, DAYS))
    books = only(visit.press("book"))
    assert isinstance(books, BookSlot)
    assert (books.service, books.plan) == ("hukou", None)
    prints = only(visit.happen(Booked(books.key, made())))
    assert isinstance(prints, PrintBooking)
    # Nobody goes on to take a number beside it.
    assert set(targets(visit.session, visit.world)) == {"language", "large", "help", "done"}


def test_a_quota_that_is_used_up_leaves_the_times_that_are_free() -> None:
    visit = Visit(BOOKED_HERE)
    visit.press("start:zh", "direct", "service:hukou")
    assert "book" not in targets(visit.session, visit.world)
    visit.happen(Refused(visit.take().key, "quota_used_up", "All numbers are given out."))
    assert isinstance(only(visit.press("book")), AskSlots)
    other = Visit(BOOKED_HERE)
    other.press("start:zh", "direct", "service:social")
    other.happen(Refused(other.take().key, "quota_used_up", "All numbers are given out."))
    assert "book" not in targets(other.session, other.world)


class LeadsElsewhere(SmallGuide):
    """A guide whose only stop is in the town, on a later day."""

    def consult(self, *asked: object, **more: object) -> object:  # type: ignore[override]
        found = super().consult(*asked, **more)  # type: ignore[arg-type]
        there = replace(PLAN.stops[0], center="town", day=3, on="2026-11-27")
        return replace(found, plan=found.plan and replace(found.plan, stops=(there,)))


def test_a_first_stop_in_another_center_is_booked_there_from_its_day_on() -> None:
    guide = LeadsElsewhere()
    visit = Visit(replace(BOOKED_HERE, guide=guide))
    visit.to_plan()
    assert visit.effects[-1] == LookAt("town")
    assert "book" not in targets(visit.session, visit.world)
    town = OtherCenter("town", text("Town"), text("Road 1"), (Service("hukou", text("Hukou"), booked=True),))
    visit.world = replace(visit.world, others={"town": town})
    asks = only(visit.press("book"))
    assert isinstance(asks, AskSlots)
    assert (asks.center, asks.first) == ("town", "2026-11-27")
    visit.happen(SlotsTold(asks.key, DAYS[2:]))
    prints = only(visit.happen(Booked(ordered(visit).key, made("2026-11-27", "10:00", "town"))))
    assert isinstance(prints, PrintBooking)
    assert (prints.place, prints.address) == (text("Town"), text("Road 1"))


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("count", [0, 1, 7, 8, 30])
def test_every_time_stands_on_one_page_and_pages_have_room(count: int, elder: bool) -> None:
    room = 700.0
    pages = slots.pages_of_times(count, room, elder=elder)
    assert [number for page in pages for number in page] == list(range(count))
    for page in pages:
        lines = -(-len(page) // slots.COLUMNS[elder])
        high = lines * (slots.LEAST[elder] + 24) - 24
        assert high <= room - (112 + 24 if len(pages) > 1 else 0)


FULL = DAYS[0]


def on_the_list(ahead: int = 2) -> Booking:
    return replace(made(FULL.day), state="listed", clock=None, ahead=ahead)


def test_a_full_day_is_waited_for_and_the_plan_stays_as_it_is() -> None:
    visit = chosen()
    visit.press("days", f"day:{FULL.day}")
    assert (visit.session.reserving.day, visit.session.reserving.clock) == (FULL.day, "")
    before = visit.session.plan
    books = ordered(visit)
    assert (books.day, books.clock, books.plan) == (FULL.day, "", "CODE")
    prints = only(visit.happen(Booked(books.key, on_the_list())))
    assert isinstance(prints, PrintBooking)
    assert prints.booking.ahead == 2
    assert (visit.session.screen, visit.session.booked_stop, visit.session.plan) == ("booked", None, before)
    visit.happen(SlipDone(on_the_list().id, Printed.PRINTED, PrinterState.READY))
    assert visit.session.printing.slip == "printed", "the page says that it can be taken"
    visit.press("to_plan")
    assert visit.session.screen == "plan"
    # Nobody waits for one thing twice: the same button shows the list.
    assert visit.press("book") == ()
    assert visit.session.screen == "booked"


def test_where_every_day_is_full_waiting_is_what_is_offered() -> None:
    visit, asks = asked()
    visit.happen(SlotsTold(asks.key, (FULL, DAYS[3])))
    assert slots.waits(visit.session)
    assert {"book"} <= set(targets(visit.session, visit.world))
    assert "days" not in targets(visit.session, visit.world)
    assert ordered(visit).clock == ""


def test_a_place_that_comes_free_meanwhile_is_offered_instead_of_the_list() -> None:
    visit, asks = asked()
    visit.happen(SlotsTold(asks.key, (FULL,)))
    again = only(visit.happen(Refused(ordered(visit).key, "booking_not_full", "There are free places.")))
    assert isinstance(again, AskSlots)
    visit.happen(SlotsTold(again.key, DAYS[1:2]))
    assert (visit.session.screen, visit.session.reserving.clock) == ("slots", "09:30")


def test_nobody_waits_for_a_day_with_a_booking_that_is_moved() -> None:
    visit, asks = asked()
    visit.happen(SlotsTold(asks.key, DAYS, made()))
    visit.press("days")
    assert f"day:{FULL.day}" not in targets(visit.session, visit.world)


def test_whoever_leaves_while_being_listed_is_taken_off_the_list() -> None:
    visit, asks = asked()
    visit.happen(SlotsTold(asks.key, (FULL,)))
    key = ordered(visit).key
    visit.happen(Away(key))
    assert visit.press("leave") == (Abandon(key), Forget())
    assert visit.happen(Booked(key, on_the_list())) == (GiveBack(on_the_list()),)
