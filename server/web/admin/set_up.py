"""A new hall in six steps: city, center, services, counters, devices, a first number. Left and gone on with at will."""

from collections.abc import Callable
from typing import Final

import msgspec
from flask import request
from sqlalchemy import select

from config.centers import Level, Service, Text
from config.documents import CITY, CityDocument, Scope
from config.hall_templates import hall_templates
from server.office.access.grant import Scope as TokenScope
from server.office.access.keeping import Place
from server.office.access.recorded import grant_as
from server.office.people.setting_up import first_center, set_up_so_far
from server.office.settings.by_person import put_as
from server.rules.errors import Refusal
from server.rules.hall.setting_up import (
    MOST_COUNTERS,
    STEPS,
    SoFar,
    first_counters,
    new_center,
    new_id,
    open_hours,
    with_services,
)
from server.store.projection import tree_of
from server.store.settings import newest_revision
from server.store.tables import counters as counter_rows
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.qr import qr_svg

SET_UP: Final = "/admin/set-up"
SECTION: Final = Section(SET_UP, "Set up a hall", ("configure",), "A new hall in six steps.")
LEVELS: Final[tuple[Level, ...]] = ("city", "town", "village")
LEVEL_NAMES: Final[dict[str, str]] = {"city": "City", "town": "Town or district", "village": "Village or community"}
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PAGES_OF: Final[dict[TokenScope, str]] = {"counter": "caller/", "display": "display/"}
_COUNTERS: Final = select(counter_rows.c.id)
STEP_NAMES: Final[dict[str, str]] = {
    "city": "City",
    "center": "Center",
    "services": "Services",
    "counters": "Counters",
    "devices": "Devices",
    "test": "First number",
}


def _center_of(visit: Visit) -> str | None:
    """Return the center that is set up: the one of the address, else the first of the city."""
    named = visit.places.get("center") or request.args.get("center")
    tree = visit.tree
    if named is not None and named not in tree.parents:
        raise Refusal("center_unknown", center=named[:64])
    return named or visit.store.read(first_center)


def _show(visit: Visit, step: str = "", trouble: Refusal | None = None) -> Shown:
    center = None if request.args.get("new") else _center_of(visit)
    so_far = visit.store.read(lambda reading: set_up_so_far(reading, center))
    wanted = step or request.args.get("step", "")
    at = wanted if wanted in STEPS else so_far.next() or "done"
    return visit.show(
        "set_up",
        at=at,
        center=center,
        so_far=so_far,
        done_steps=so_far.done(),
        steps=STEPS,
        step_names=STEP_NAMES,
        templates=hall_templates(),
        chosen=_chosen(visit, so_far),
        levels=LEVELS,
        level_names=LEVEL_NAMES,
        weekdays=WEEKDAYS,
        centers={hall.id: hall.name for hall, _, _ in visit.store.read(Reading.halls)},
        most=MOST_COUNTERS,
        typed=visit.form,
        trouble=trouble,
    )


def _chosen(visit: Visit, so_far: SoFar) -> frozenset[str]:
    """Return the services that are ticked: those offered, else those of the kind of hall that was chosen."""
    if so_far.center is not None and so_far.center.services:
        return frozenset(service.id for service in so_far.center.services)
    level = so_far.center.level if so_far.center is not None else "town"
    templates = hall_templates()
    usual = next((each.id for each in templates.halls if each.level == level), templates.halls[0].id)
    return frozenset(templates.hall(request.args.get("kind", usual)).services)


def _city(visit: Visit) -> Shown:
    def work(uow: UnitOfWork) -> None:
        city = set_up_so_far(uow, None).city or CityDocument(Text("", ""), "", ())
        written = msgspec.structs.replace(city, name=_name(visit, "name"))
        put_as(uow, CITY, written, newest_revision(uow, CITY), visit.by, visit.now)

    visit.store.write(WHOLE_CITY, work)
    return visit.go(SET_UP)


def _new_center(visit: Visit) -> Shown:
    level = next((each for each in LEVELS if each == visit.field("level")), LEVELS[0])
    days = {number for number in range(1, 8) if visit.field(f"day{number}")}
    hours = open_hours(
        days or {1, 2, 3, 4, 5},
        (visit.field("opens"), visit.field("pauses")),
        (visit.field("resumes"), visit.field("closes")),
    )
    made: list[str] = []

    def work(uow: UnitOfWork) -> None:
        made[:] = [new_id(tree_of(uow).parents, level if level != "city" else "hall")]
        parent = visit.field("parent") or None
        center = new_center(_name(visit, "name"), level, parent, _name(visit, "address"), hours)
        put_as(uow, Scope("center", made[0]), center, 0, visit.by, visit.now)

    visit.store.write(WHOLE_CITY, work)
    return visit.go(f"{SET_UP}/{made[0]}")


def _services(visit: Visit) -> Shown:
    id_ = visit.places["center"]
    known = {service.id: service for service in hall_templates().services}
    ticked = frozenset(name.removeprefix("service-") for name in visit.form if name.startswith("service-"))

    def work(uow: UnitOfWork) -> None:
        so_far = set_up_so_far(uow, id_)
        if so_far.city is None or so_far.center is None:
            raise Refusal("center_unknown", center=id_)
        own = _own_service(visit, {*known, *(service.id for service in so_far.city.services)})
        city, center = with_services(so_far.city, so_far.center, ticked | set(own), known | own)
        if not center.services:
            raise Refusal("set_up_no_service")
        # The catalogue first: a center offers what the city knows.
        if city != so_far.city:
            put_as(uow, CITY, city, newest_revision(uow, CITY), visit.by, visit.now)
        scope = Scope("center", id_)
        put_as(uow, scope, center, newest_revision(uow, scope), visit.by, visit.now)

    visit.store.write(WHOLE_CITY, work)
    return visit.go(f"{SET_UP}/{id_}")


def _own_service(visit: Visit, taken: set[str]) -> dict[str, Service]:
    """Return the service that somebody added to those of the list, by its id; none where nobody did."""
    name = _name(visit, "own")
    id_ = new_id(taken, "service")
    return {id_: Service(id_, "", name, Text("", ""))} if name.zh else {}


def _counters(visit: Visit) -> Shown:
    id_ = visit.places["center"]
    text = visit.field("many").strip()
    many = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
    if not 1 <= many <= MOST_COUNTERS:
        raise Refusal("set_up_counters", most=MOST_COUNTERS)

    def work(uow: UnitOfWork) -> None:
        center = set_up_so_far(uow, id_).center
        if center is None:
            raise Refusal("center_unknown", center=id_)
        services = tuple(service.id for service in center.services)
        taken = {str(row[0]) for row in uow.rows(_COUNTERS)} - {each.id for each in center.counters}
        fresh = first_counters(id_, services, many, taken)
        own = {each.id: each for each in center.counters}
        ticked = {
            each.id: tuple(service for service in services if visit.field(f"{each.id}:{service}")) for each in fresh
        }
        named = tuple(
            msgspec.structs.replace(own.get(each.id, each), services=ticked[each.id] or each.services) for each in fresh
        )
        scope = Scope("center", id_)
        written = msgspec.structs.replace(center, counters=named)
        put_as(uow, scope, written, newest_revision(uow, scope), visit.by, visit.now)

    visit.store.write(WHOLE_CITY, work)
    return visit.go(f"{SET_UP}/{id_}")


def _let_in(visit: Visit) -> Shown:
    """Show an address that lets one browser in, once: a screen's, or a counter's."""
    id_ = visit.places["center"]
    counter = visit.field("counter") or None
    scope: TokenScope = "counter" if counter else "display"
    if counter is not None and counter not in visit.store.read(lambda reading: reading.hall(id_)).counters:
        raise Refusal("counter_unknown", counter=counter[:64])
    place = Place(scope, id_, counter)
    code = visit.store.write(WHOLE_CITY, lambda uow: grant_as(uow, place, visit.by, visit.now))
    address = f"{request.host_url}{PAGES_OF[scope]}#{code}"
    return visit.show("let_in", center=id_, address=address, picture=qr_svg(address))


def _again(step: str) -> Callable[[Visit, Refusal], Shown]:
    return lambda visit, refusal: _show(visit, step, refusal)


def _name(visit: Visit, field: str) -> Text:
    """Return what a form calls something: in English as in Chinese where nobody wrote it."""
    chinese, english = (" ".join(visit.field(f"{field}_{language}").split()) for language in ("zh", "en"))
    return Text(chinese or english, english or chinese)


def _form(path: str, target: str, step: str, act: Callable[[Visit], Shown]) -> Page:
    return Page(
        method="POST",
        path=path,
        duties=SECTION.duties,
        target="whole_city" if target == "city" else "center_below",
        act=act,
        again=_again(step),
    )


PAGES: Final = (
    Page(method="GET", path=SET_UP, duties=SECTION.duties, act=_show),
    Page(method="GET", path=f"{SET_UP}/{{center}}", duties=SECTION.duties, target="center_below", act=_show),
    _form(f"{SET_UP}/city", "city", "city", _city),
    _form(f"{SET_UP}/center", "city", "center", _new_center),
    _form(f"{SET_UP}/{{center}}/services", "center", "services", _services),
    _form(f"{SET_UP}/{{center}}/counters", "center", "counters", _counters),
    _form(f"{SET_UP}/{{center}}/let-in", "center", "devices", _let_in),
)
