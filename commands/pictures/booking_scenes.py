"""The screens on which the first stop of a plan is booked. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from commands.pictures.walk import CITY, DAY, Scene, Visit, answer, hall
from config.centers import Language
from config.pack_file import shipped_pack
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.page.slots import service_name
from kiosk.visit.touches import Away, Booked, GivenUp, NumberUntold, Refused, Saved, SlipDone, SlotsTold
from server.rules.errors import CODES
from server.rules.guidance.plan.wording import day_words
from server.wire.bookings import Booking, DayAnswer, SlotAnswer
from server.wire.messages import LateAnswer

CODE = "K7M-3XQ-9TRA"


def booking(language: Language, elder: bool) -> Iterator[Scene]:
    """Show a plan whose first stop is booked, from its button to its slip, and all that may come between."""
    usual = hall()
    world = replace(usual, services=tuple(replace(each, booked=True) for each in usual.services))
    visit = Visit(language, elder, world)
    visit.begin("guided")
    case = next(each for each in shipped_pack(CITY).cases if each.checklists == ("hukou-in",))
    visit.press("checklist:hukou-in", "next")
    while visit.session.screen in ("question", "questions"):
        answer(visit, case.answers)
    visit.press("next")
    yield visit.glance("plan-bookable")
    visit.press("book")
    yield from visit.see("finding-slots")
    asking = visit.session
    visit.happen(Refused(asking.reserving.asking, "unreachable", CODES["unreachable"][1]))
    yield from visit.see("no-answer-slots")
    visit.session = asking
    visit.happen(SlotsTold(asking.reserving.asking, ()))
    yield from visit.see("slots-none")
    visit.session = asking
    visit.happen(SlotsTold(asking.reserving.asking, days(24)))
    yield from visit.see("slots-many")
    visit.session = asking
    visit.happen(SlotsTold(asking.reserving.asking, days(8)))
    yield from visit.see("slots")
    visit.press("days")
    yield from visit.see("days")
    visit.press("back")
    chosen = visit.session
    visit.press("book")
    yield from visit.see("booking")
    key = visit.session.reserving.order
    visit.happen(Saved(key, CODE))
    ordered = visit.session
    visit.happen(Away(key))
    yield from visit.see("away-booking")
    visit.session = ordered
    named = service_name(visit.session, world).say(language)
    visit.happen(Refused(key, "booking_off", CODES["booking_off"][1], {"service": named}))
    yield from visit.see("refusal-booking")
    visit.session = ordered
    when = {"day": chosen.reserving.day, "clock": chosen.reserving.clock}
    visit.happen(Refused(key, "booking_full", CODES["booking_full"][1], when))
    visit.happen(SlotsTold(visit.session.reserving.asking, days(24)))
    yield from visit.see("slots-gone")
    visit.session = ordered
    visit.happen(Booked(key, booked(chosen.reserving.service, chosen.reserving.day, chosen.reserving.clock)))
    yield from visit.see("booked-printing")
    printing = visit.session
    visit.happen(SlipDone("bk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
    yield from visit.see("booked")
    visit.press("to_plan")
    yield visit.glance("plan-booked")
    visit.session = printing
    visit.world = replace(world, printer=PrinterState.PAPER_OUT)
    visit.happen(SlipDone("bk_7Qm2ZpYx", Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
    yield from visit.see("booked-trouble")


def booking_instead(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what can be booked where there is no number today, or one that comes too late, and that without a plan."""
    usual = hall()
    late = LateAnswer("2026-11-24T09:00:00.000Z", stops=False, slot_at="2026-11-25T02:30:00.000Z")
    services = tuple(replace(each, booked=True) for each in usual.services)
    world = replace(usual, services=services, late={"housing": late})
    visit = Visit(language, elder, world)
    visit.begin("direct")
    visit.press("service:housing")
    yield from visit.see("confirm-late-booked")
    visit.world = replace(world, late={"housing": replace(late, stops=True)})
    yield from visit.see("confirm-late-stops-booked")
    visit.world = world
    service = world.service("housing")
    named = service.name.say(language) if service else ""
    used = {"service": named, "begins": "09:00", "ends": "11:00", "instead": ""}
    visit.happen(Refused(visit.order(), "quota_used_up", CODES["quota_used_up"][1], used))
    yield from visit.see("refusal-booked")
    visit.press("book")
    visit.happen(SlotsTold(visit.session.reserving.asking, days(8)))
    visit.press("book")
    chosen = visit.session.reserving
    visit.happen(Booked(chosen.order, booked(chosen.service, chosen.day, chosen.clock)))
    visit.happen(SlipDone("bk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
    yield from visit.see("booked-without-plan")


def booking_moved(language: Language, elder: bool) -> Iterator[Scene]:
    """Show who comes too early with a booking, and moves it."""
    visit = Visit(language, elder, hall())
    visit.begin("number")
    visit.press(*(f"letter:{each}" for each in "40719352"), "next")
    early = {"clock": "10:40", "since": "10:10"}
    words = say(language, CODES["booking_early"][1], **early)
    visit.happen(NumberUntold(visit.session.holding.asking, "booking_early", words))
    yield from visit.see("not-in-time-moves")
    visit.press("move")
    before = booked("housing", days(8)[0].day, "09:20")
    visit.happen(SlotsTold(visit.session.reserving.asking, days(8), before))
    yield from visit.see("slots-move")
    visit.press("book")
    chosen = visit.session.reserving
    visit.happen(Booked(chosen.order, booked(chosen.service, chosen.day, chosen.clock), moved=True))
    visit.happen(SlipDone("bk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
    yield from visit.see("booked-moved")


def waiting_list(language: Language, elder: bool) -> Iterator[Scene]:
    """Show who waits for a place of a full day, and asks later how they stand."""
    usual = hall()
    services = tuple(replace(each, booked=True) for each in usual.services)
    late = LateAnswer("2026-11-24T09:00:00.000Z", stops=True, slot_at="2026-11-25T02:30:00.000Z")
    visit = Visit(language, elder, replace(usual, services=services, late={"housing": late}))
    visit.begin("direct")
    visit.press("service:housing", "book")
    asking = visit.session
    visit.happen(SlotsTold(asking.reserving.asking, full(days(8), 10)))
    yield from visit.see("slots-all-full")
    visit.session = asking
    visit.happen(SlotsTold(asking.reserving.asking, full(days(8), 3)))
    visit.press("days")
    yield from visit.see("days-full")
    visit.press(f"day:{days(8)[0].day}")
    yield from visit.see("slots-full")
    visit.press("book")
    yield from visit.see("listing")
    chosen = visit.session.reserving
    entry = replace(booked("housing", chosen.day, ""), state="listed", clock=None, begins_at=None, ahead=3)
    visit.happen(Booked(chosen.order, entry))
    visit.happen(SlipDone(entry.id, Printed.PRINTED, PrinterState.READY))
    yield from visit.see("listed")
    visit = Visit(language, elder, usual)
    visit.begin("number")
    visit.press(*(f"letter:{each}" for each in "40719352"), "next")
    words = say(language, CODES["booking_listed"][1], day=day_words(language, chosen.day), place=4)
    visit.happen(NumberUntold(visit.session.holding.asking, "booking_listed", words))
    yield from visit.see("not-in-time-listed")
    visit.press("give_up")
    yield from visit.see("giving-back-listed")
    visit.press("give_back")
    visit.happen(GivenUp(visit.session.holding.asking))
    yield from visit.see("given-up-listed")


def full(told: tuple[DayAnswer, ...], many: int) -> tuple[DayAnswer, ...]:
    """Return the days with the times of the first `many` all taken."""
    taken = (replace(each, slots=tuple(replace(slot, free=0) for slot in each.slots)) for each in told[:many])
    return (*taken, *told[many:])


def days(many: int) -> tuple[DayAnswer, ...]:
    """Return ten working days, each with so `many` times, every third of them full."""
    found = []
    for ahead in range(1, 15):
        day = DAY + timedelta(days=ahead)
        if day.isoweekday() < 6:
            times = [9 * 60 + number * 20 for number in range(many)]
            slots = tuple(SlotAnswer(f"{at // 60:02}:{at % 60:02}", "", "", at % 3 if many < 20 else 1) for at in times)
            found.append(DayAnswer(day.isoformat(), None, slots))
    return tuple(found)


def booked(service: str, day: str, clock: str) -> Booking:
    """Return a booking of the fictional city's center."""
    return Booking(
        id="bk_7Qm2ZpYx",
        center="dj-city",
        service=service,
        state="booked",
        day=day,
        clock=clock,
        zone="Asia/Shanghai",
        begins_at="2026-11-26T01:00:00.000Z",
        ends_at="2026-11-26T01:20:00.000Z",
        digits="40719352",
        check_in_from="2026-11-26T00:30:00.000Z",
        check_in_until="2026-11-26T01:10:00.000Z",
        held_until=None,
        ticket=None,
    )
