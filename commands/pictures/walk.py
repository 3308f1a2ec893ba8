"""One citizen's visit walked by the kiosk's own flow, without a window: what they touch, and what they see.

Pure. The city and its guidance are the shipped ones.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache

import msgspec

from commands.demo.citizen import touched
from config.centers import Language
from config.city_file import shipped_city
from config.edition_file import shipped_guidance
from config.rule import Value
from hardware.printer.port import PrinterState
from kiosk.flow import machine as flow
from kiosk.page.targets import targets
from kiosk.visit.dates import touches
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Pressed,
    Ticked,
    Touch,
)
from kiosk.visit.world import Service, World
from kiosk.work.local_guide import LocalGuide
from kiosk.work.local_search import LocalSearch
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.search.pinyin import searchable
from server.wire.messages import Ticket, Wait

CITY = "dongjiang"
DAY = date(2026, 11, 24)


class Scene(msgspec.Struct, frozen=True):
    """One screen as it is seen: `name` says what it shows, `left` the seconds of the idle warning."""

    name: str
    session: Session
    world: World
    left: int = 0


@cache
def hall() -> World:
    """Return what a kiosk of the fictional city's own center knows on an ordinary day."""
    city = shipped_city(CITY)
    center = city.centers[0]
    names = {service.id: service.name for service in city.services}
    guidance = searchable(shipped_guidance(CITY))
    guide = LocalGuide(guidance, center.id, lambda: datetime.combine(DAY, time(), UTC))
    return World(
        center=center.id,
        name=center.name,
        services=tuple(Service(each, names[each]) for each in center.services),
        guide=guide,
        printer=PrinterState.READY,
        waiting={each: place * 5 % 13 for place, each in enumerate(center.services)},
        waits={each: Wait(place * 4, place * 7 + 12) for place, each in enumerate(center.services) if place % 4},
        phone_url="http://hall.dongjiang.example",
        search=LocalSearch(guidance, guide.book, lambda: DAY),
        counters=center.counters,
        cases_at_most=9,
        kiosk_priority=True,
    )


class Visit:
    """One citizen before the flow; time goes on by itself between two touches."""

    def __init__(self, language: Language, elder: bool, world: World | None = None) -> None:
        self.world = world or hall()
        self.session = Session()
        self._now = 1_000_000
        if elder:
            self.press("large")
        self._language = language

    def begin(self, way: str) -> None:
        """Touch the language and one of the two ways."""
        self.press(f"start:{self._language}", way)

    def press(self, *names: str) -> None:
        """Touch each of `names`, which must be there, on whatever page it is; raises `LookupError`."""
        for name in names:
            while name not in targets(self.session, self.world) and self._turns():
                pass
            for theme in [each for each in targets(self.session, self.world) if each.startswith("theme:")]:
                if name in targets(self.session, self.world):
                    break
                self._touch(theme)
                while name not in targets(self.session, self.world) and self._turns():
                    pass
            if name not in targets(self.session, self.world):
                raise LookupError(f"{name} is not on screen {self.session.screen}")
            self._touch(name)

    def happen(self, event: Touch) -> None:
        """Let something come from outside."""
        self.session, _ = flow.touch(self.session, event, self.world)

    def see(self, name: str, left: int = 0) -> Iterator[Scene]:
        """Return this screen as `name`, and its other pages as `name-2`, `name-3` ..."""
        first = self.session
        yield Scene(name, self.session, self.world, left)
        page = 1
        while self._turns():
            page += 1
            yield Scene(f"{name}-{page}", self.session, self.world, left)
        self.session = first

    def glance(self, name: str) -> Scene:
        """Return this page alone as `name`: the others are like those of another scene."""
        return Scene(name, self.session, self.world)

    def order(self) -> str:
        """Touch the button that takes a ticket; return the key of the order."""
        self.press("take")
        order = self.session.taking.order
        if order is None:
            raise LookupError("no ticket was asked for")
        return order.key

    def wait(self, milliseconds: int) -> None:
        """Do nothing for a while."""
        self.happen(Ticked(self.session.presence.touched + milliseconds))

    def _turns(self) -> bool:
        if "page:next" not in targets(self.session, self.world):
            return False
        self._touch("page:next")
        return True

    def _touch(self, name: str) -> None:
        self._now += 1000
        self.happen(Pressed(name, self._now, f"key-{self._now}"))


def ticket(number: str, service: str, ahead: int) -> Ticket:
    """Return a ticket of the fictional city's center; a wait is told while somebody is ahead."""
    wait = Wait(ahead * 2, ahead * 4) if ahead else None
    issued = "2026-11-24T01:02:03.000Z"
    return Ticket(
        id="tk_7Qm2ZpYx",
        center="dj-city",
        number=number,
        state="waiting",
        services=(service,),
        step=0,
        service=service,
        counter=None,
        ahead=ahead,
        wait=wait,
        issued_at=issued,
        secret="shown-to-its-holder",  # noqa: S106 - a ticket of the album
    )


def answer(visit: Visit, answers: Mapping[str, Value]) -> None:
    """Answer the question that `visit` stands at as `answers` has it; raises `LookupError` when none is asked."""
    question = visit.session.question
    if question is None:
        raise LookupError("nothing is asked")
    if visit.session.screen == "questions":
        for each in visit.session.open_in_group:
            visit.press(target := touched(each.id, answers.get(each.id), targets(visit.session, visit.world)))
            if target.startswith("type:"):
                return
        return
    value = answers.get(question.id)
    if value is None:
        visit.press("unclear")
    elif question.kind in ("number", "date"):
        visit.press(*touches(question, value))
    elif isinstance(value, bool):
        visit.press("answer:yes" if value else "answer:no")
    elif question.many:
        visit.press(*(f"answer:{each}" for each in parts_of(value)), "next")
    else:
        visit.press(f"answer:{value}")
