"""The screens on which another center is chosen that can do it. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from commands.pictures.walk import Scene, Visit, hall, ticket
from config.centers import Language, Level, Text
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.visit.touches import PlacesTold, Refused, SlipDone, Taken
from server.rules.errors import CODES
from server.wire.messages import Wait
from server.wire.places import PlaceAnswer


def elsewhere(language: Language, elder: bool) -> Iterator[Scene]:
    """Show where other centers are offered, how they are told, and the number of one of them."""
    usual = hall()
    world = replace(usual, waits={**usual.waits, "housing": Wait(45, 80)}, waiting={**usual.waiting, "housing": 41})
    closed = Visit(language, elder, replace(usual, open=False))
    closed.begin("direct")
    yield from closed.see("away-closed-elsewhere")
    closed.press("elsewhere")
    yield closed.glance("service-elsewhere")
    visit = Visit(language, elder, world)
    visit.begin("direct")
    visit.press("service:housing")
    yield from visit.see("confirm-long-wait")
    confirm = visit.session
    full = say(language, CODES["center_full"][1], people=120, center=usual.name)
    visit.happen(Refused(visit.order(), "center_full", full))
    yield from visit.see("refusal-elsewhere")
    visit.session = confirm
    visit.press("elsewhere")
    yield from visit.see("finding-places")
    asking = visit.session
    visit.happen(Refused(asking.seeking.asking, "unreachable", CODES["unreachable"][1]))
    yield from visit.see("no-answer-places")
    visit.session = asking
    visit.happen(PlacesTold(asking.seeking.asking, ()))
    yield from visit.see("places-none")
    visit.session = asking
    visit.happen(PlacesTold(asking.seeking.asking, places()))
    yield from visit.see("places")
    told = visit.session
    for each in places():
        visit.session = told
        visit.press(f"place:{each.center}")
        yield from visit.see(f"place-{each.center}")
    visit.session = told
    visit.press("place:shixi")
    key = visit.order()
    taken = replace(ticket("D031", "housing", 0), center="shixi", state="remote", arrive_by="2026-11-24T03:40:00.000Z")
    visit.happen(Taken(key, replace(taken, digits="345678")))
    yield from visit.see("ticket-there-printing")
    printing = visit.session
    visit.happen(SlipDone(taken.id, Printed.PRINTED, PrinterState.READY))
    yield from visit.see("ticket-there")
    visit.session = printing
    visit.world = replace(world, printer=PrinterState.PAPER_OUT)
    visit.happen(SlipDone(taken.id, Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
    yield from visit.see("trouble-there")


def places() -> tuple[PlaceAnswer, ...]:
    """Return other centers of the fictional city, in each state that there is."""
    shixi = place("shixi", "town", Text("石溪镇政务服务中心", "Shixi Town Service Center"), way=35, wait=Wait(5, 12))
    qiaotou = place("qiaotou", "village", Text("桥头村党群服务站", "Qiaotou Village Service Station"), way=20)
    closed = place("nanwan", "town", Text("南湾镇政务服务中心", "Nanwan Town Service Center"), way=None)
    late = place("xicun", "village", Text("溪村便民服务站", "Xicun Village Service Station"), way=75, wait=Wait(30, 55))
    return (
        shixi,
        replace(qiaotou, at_once=True, waiting=0),
        replace(late, late=True),
        replace(qiaotou, center="heping", state="silent", name=Text("和平社区服务站", "Heping Service Station")),
        replace(closed, state="closed", opens_at="2026-11-25T01:00:00.000Z", remote=False),
    )


def place(center: str, level: Level, name: Text, *, way: int | None, wait: Wait | None = None) -> PlaceAnswer:
    """Return an open center that gives out numbers to people elsewhere."""
    return PlaceAnswer(
        center=center,
        name=name,
        level=level,
        address=Text("东江市振兴路 12 号", "12 Zhenxing Road, Dongjiang"),
        way_min=way,
        state="open",
        opens_at=None,
        closes_at="2026-11-24T09:00:00.000Z",
        waiting=4,
        at_once=False,
        wait=wait,
        why=None,
        said_seconds=3,
        called_min=None,
        late=False,
        heard_at=None,
        remote=True,
    )
