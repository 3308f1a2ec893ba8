"""The screens of a ticket that is taken: a line, several matters, how things stand, and what is long. Pure."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from commands.pictures.number_scenes import by_number
from commands.pictures.walk import Scene, Visit, hall, ticket
from config.centers import Calendar, Holiday, Hours, Language, Text
from hardware.printer.port import Printed, PrinterState
from kiosk.visit.touches import Away, NumberTold, Refused, SlipDone, Taken
from kiosk.visit.world import Service, World
from server.rules.day_time import minute_of
from server.rules.hall.hours_told import hours_told
from server.rules.open_days import OpenDays
from server.wire.hours import HoursNow
from server.wire.messages import LateAnswer, TicketStep, Wait


def direct(language: Language, elder: bool) -> Iterator[Scene]:
    """Show a line that is chosen, a ticket taken or refused, and every trouble of the printer."""
    visit = Visit(language, elder)
    visit.begin("direct")
    yield from visit.see("service")
    visit.press("service:housing")
    yield from visit.see("confirm")
    usual = visit.world
    opens, slot = "2026-11-25T01:00:00.000Z", "2026-11-25T02:30:00.000Z"
    for name, late in (
        ("warns", LateAnswer("2026-11-24T09:00:00.000Z", stops=False, slot_at=slot, opens_at=opens)),
        ("stops", LateAnswer("2026-11-24T09:00:00.000Z", stops=True, slot_at=slot, opens_at=opens)),
        ("unbooked", LateAnswer("2026-11-24T09:00:00.000Z", stops=False, opens_at=opens)),
    ):
        visit.world = replace(usual, late={"housing": late})
        yield from visit.see(f"confirm-late-{name}")
    visit.world = replace(usual, printer=PrinterState.PAPER_OUT)
    yield from visit.see("confirm-no-paper")
    before = visit.session
    key = visit.order()
    visit.happen(Away(key))
    yield from visit.see("away")
    visit.session = before
    key = visit.order()
    sentence = "No counter serves {service} right now. Ask at the guide desk."
    service = visit.world.service("housing")
    visit.happen(Refused(key, "no_counter", sentence, {"service": service.name.say(language) if service else ""}))
    yield from visit.see("refusal")
    for name, ahead in (("ticket", 6), ("ticket-next", 0)):
        visit.session = before
        key = visit.order()
        visit.happen(Taken(key, ticket("M012", "housing", ahead)))
        yield from visit.see(f"{name}-printing")
        printing = visit.session
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
        yield from visit.see(name)
        visit.session = printing
    for state in PrinterState:
        visit.session = printing
        visit.world = replace(visit.world, printer=state)
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.UNCONFIRMED, state))
        yield from visit.see(f"trouble-{state.value}")
    visit.press("again")
    yield from visit.see("trouble-again")


def steps(language: Language, elder: bool) -> Iterator[Scene]:
    """Show how several matters get on one ticket, and what a ticket with several steps says."""
    visit = Visit(language, elder)
    visit.begin("direct")
    visit.press("service:hukou", "more")
    yield from visit.see("service-more")
    visit.press("service:social")
    yield from visit.see("confirm-two")
    visit.press("more", "service:business")
    yield from visit.see("confirm-three")
    usual = visit.world
    visit.world = replace(usual, printer=PrinterState.PAPER_OUT)
    yield visit.glance("confirm-three-no-paper")
    visit.world = usual
    open_now = frozenset({"hukou", "social"})
    visit.world = replace(visit.world, served_now=open_now)
    yield visit.glance("confirm-three-closed")
    steps = visit.session.taking.services
    visit.happen(Taken(visit.order(), replace(ticket("A012", steps[0], 4), services=steps)))
    yield from visit.see("ticket-steps")
    visit = Visit(language, elder)
    visit.begin("number")
    visit.press(*(f"letter:{sign}" for sign in "A012345678"), "next")
    asking = visit.session
    way = (
        TicketStep("hukou", "done", ("dj-city-01", "dj-city-02"), 1),
        TicketStep("social", "here", ("dj-city-03",), 1),
        TicketStep("business", "later", ("dj-city-06",)),
    )
    steps = tuple(each.service for each in way)
    own = replace(ticket("A012", "social", 4), secret=None, services=steps, step=1, way=way, postpone_min=10)
    visit.happen(NumberTold(asking.holding.asking, by_number(own, own=True)))
    yield from visit.see("mine-steps")


def standing(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what is said before anybody begins: closed, nobody at a counter, no printer, no server, not let in."""
    usual = hall()
    days = OpenDays(
        (Hours((1, 2, 3, 4, 5), "09:00", "12:00"), Hours((1, 2, 3, 4, 5), "13:30", "17:00")),
        Calendar((Holiday("2026-10-01", "2026-10-08", Text("国庆节", "National Day")),)),
    )

    def at(day: int, clock: str) -> HoursNow:
        told = hours_told(days, date(2026, 10, day), minute_of(clock))
        return HoursNow(told.stands, told.says, told.then, "2036-11-30T01:00:00Z")

    nobody = replace(usual, served_now=frozenset())
    worlds = {
        "open": replace(usual, hours_now=at(9, "14:00")),
        "closing": replace(usual, hours_now=at(9, "16:40")),
        "closed": replace(usual, open=False, hours_now=at(9, "18:00")),
        "break": replace(usual, open=False, hours_now=at(9, "12:30")),
        "holiday": replace(usual, open=False, hours_now=at(3, "10:00")),
        "barred": replace(usual, link="barred"),
        "barred-at-start": World(link="barred"),
        "away": replace(usual, link="away"),
        "nobody": nobody,
        "no-paper": replace(usual, printer=PrinterState.PAPER_OUT),
        "nobody-no-paper": replace(nobody, printer=PrinterState.COVER_OPEN),
    }
    for name, world in worlds.items():
        visit = Visit(language, elder, world)
        yield from visit.see(f"attract-{name}")
        visit.begin("direct")
        if visit.session.screen == "away":
            yield from visit.see(f"away-{name}")
    visit = Visit(language, elder, nobody)
    visit.begin("direct")
    visit.press("service:housing")
    yield from visit.see("confirm-nobody")
    key = visit.order()
    visit.happen(Taken(key, ticket("M012", "housing", 0)))
    yield from visit.see("ticket-nobody")


def long_names(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what is long: the names of a center and of fourteen lines, and a number of six places."""
    name = Text(
        "东江市高新技术产业开发区行政服务中心（南区分厅）",
        "Administrative Service Center of the Dongjiang High-Tech Industrial Development Zone, South Hall",
    )
    line = Text(
        "不动产登记、房屋交易和抵押综合受理", "Real estate: registration, sale and mortgage of homes, all in one"
    )
    lines = tuple(Service(f"line-{number:02}", line) for number in range(14))
    crowd = {each.id: 1234 for each in lines}
    world = replace(hall(), name=name, services=lines, waiting=crowd, waits=dict.fromkeys(crowd, Wait(1045, 1440)))
    visit = Visit(language, elder, world)
    yield from visit.see("attract-long")
    visit.press(f"start:{language}")
    yield from visit.see("home-long")
    visit.press("direct")
    yield visit.glance("service-long")
    visit.press("service:line-00")
    yield from visit.see("confirm-long")
    for number, ahead in (("AB1012", 1234), ("AB1012-next", 0)):
        before = visit.session
        key = visit.order()
        visit.happen(Taken(key, ticket("AB1012", "line-00", ahead)))
        yield from visit.see(f"ticket-{number}")
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
        yield from visit.see(f"trouble-{number}")
        visit.session = before
