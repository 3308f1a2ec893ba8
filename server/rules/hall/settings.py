"""Whether a document of settings can be used: every field that cannot, with a stable code and the field's name.

A finding is a `Refusal` whose `field` says where, as in `counters[2].services[0]`. What it takes to know about other
documents comes as `Around`; whether people wait right now is for the office to say.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar
from zoneinfo import available_timezones

import msgspec

from config.centers import ID, PREFIX, STAFF_NUMBER, Hours, Level, Text
from config.characters import in_pieces
from config.documents import CenterDocument, CityDocument, Document, RulesGiven, TownDocument
from config.retention import LIMITS
from server.rules.errors import Refusal
from server.rules.hall.booking_settings import CLOCK, check_bookings
from server.rules.hall.calendar_settings import check_calendar, check_special_days
from server.rules.hall.elastic import check_bounds, check_elastic
from server.rules.hall.numbering import FIRST, LAST
from server.rules.hall.quotas import check_quotas

LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 200
MOST_ENTRIES: Final = 1000
LONGEST_WAY: Final = 24 * 60
"""Minutes from one center to another."""
RANK: Final[dict[Level, int]] = {"city": 0, "town": 1, "village": 2}
NUMBERS: Final = {
    "credit_appointment": (0, 240),
    "credit_priority": (0, 240),
    "credit_returned": (0, 240),
    "return_days": (0, 90),
    "cases_at_most": (1, 9),
    "miss_after_seconds": (0, 3600),
    "miss_after_calls": (1, 10),
    "rejoin_behind": (0, 50),
    "rejoin_at_most": (0, 10),
    "rejoin_minutes": (0, 720),
    "postpone_at_most": (0, 10),
    "postpone_minutes": (1, 120),
    "hand_over_minutes": (0, 240),
    "undo_seconds": (0, 60),
    "last_ticket_minutes": (0, 240),
    "remote_at_most": (0, 500),
    "remote_minutes": (5, 240),
    "remote_age_minutes": (0, 240),
    "most_people": (0, 100_000),
    "language_minutes": (0, 60),
    "failed_case_days": (1, 60),
}
"""The least and the most of each rule that is a number."""
_ID = re.compile(ID)
_PREFIX = re.compile(PREFIX)
_STAFF_NUMBER = re.compile(STAFF_NUMBER)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_AT = re.compile(r" - at `\$\.?([^`]*)`$")
_NAMED = re.compile(r"`([^`]*)`")

Kind = TypeVar("Kind", bound=Document)


class Around(msgspec.Struct, frozen=True):
    """What else is decided in the city: services of the catalogue, and of each *other* center its parent and level.

    `counters` and `staff` map the ids of the other centers' counters and people to their center.
    """

    services: frozenset[str]
    parents: Mapping[str, str | None]
    levels: Mapping[str, Level]
    counters: Mapping[str, str]
    staff: Mapping[str, str]


def read_document(given: object, kind: type[Kind]) -> Kind:
    """Return `given` (as JSON or YAML were decoded) as a document of `kind`.

    Raises `Refusal` settings_field_missing, settings_field_unknown or settings_field_wrong with the field.
    """
    try:
        document = msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise _unreadable(str(error)) from error
    for field in _unknown(given, msgspec.to_builtins(document), ""):
        raise Refusal("settings_field_unknown", field=field)
    return document


def check_city(city: CityDocument, offered: Mapping[str, str]) -> list[Refusal]:
    """Return what is wrong with the city's document; `offered` maps each service in use to a center that offers it."""
    found = [*_text("name", city.name), *_id("pack", city.pack, empty=True)]
    for place, service in _each("services", city.services):
        found += _id(f"{place}.id", service.id)
        found += _text(f"{place}.name", service.name)
        found += _text(f"{place}.note", service.note, LONGEST_NOTE, empty=True)
    found += _twice("services", [service.id for service in city.services])
    found += _ways(city)
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(city.retention, name) <= most:
            found.append(Refusal("settings_number", field=f"retention.{name}", least=least, most=most))
    known = {service.id for service in city.services}
    for id_, center in sorted(offered.items()):
        if id_ not in known:
            found.append(Refusal("settings_service_offered", field="services", service=id_, center=center))
    return [*found, *_defaults(city)]


def check_town(town: TownDocument) -> list[Refusal]:
    """Return what is wrong with a town's document."""
    return _defaults(town)


def check_center(id_: str, center: CenterDocument, around: Around) -> list[Refusal]:
    """Return what is wrong with the document of center `id_`."""
    found = [*_id("id", id_), *_text("name", center.name), *_text("address", center.address, LONGEST_NOTE)]
    found += _parent(id_, center, around)
    found += _services(center, around.services)
    found += _counters(center, around.counters)
    found += _staff(center, around.staff)
    found += _elastic(center)
    found += _alarms(center)
    return [*found, *_defaults(center)]


def _ways(city: CityDocument) -> Iterator[Refusal]:
    seen: set[frozenset[str]] = set()
    for place, way in _each("ways", city.ways):
        for number, end in enumerate(way.between):
            yield from _id(f"{place}.between[{number}]", end)
        ends = frozenset(way.between)
        if len(ends) == 1 or ends in seen:
            yield Refusal("settings_id_twice", field=f"{place}.between[1]", id=way.between[1][:LONGEST_NAME])
        seen.add(ends)
        if not 1 <= way.minutes <= LONGEST_WAY:
            yield Refusal("settings_number", field=f"{place}.minutes", least=1, most=LONGEST_WAY)


def _services(center: CenterDocument, known: Collection[str]) -> Iterator[Refusal]:
    taken: set[str] = set()
    for place, service in _each("services", center.services):
        if service.id not in known:
            yield Refusal("settings_service_unknown", field=f"{place}.id", service=service.id)
        if _PREFIX.fullmatch(service.prefix) is None:
            yield Refusal("settings_prefix", field=f"{place}.prefix", prefix=service.prefix)
        elif service.prefix in taken:
            yield Refusal("settings_prefix_taken", field=f"{place}.prefix", prefix=service.prefix)
        taken.add(service.prefix)
        if service.bookings is not None:
            yield from check_bookings(f"{place}.bookings", service.bookings)
        yield from check_quotas(f"{place}.quotas", service.quotas, _times)
    yield from _twice("services", [service.id for service in center.services])


def _counters(center: CenterDocument, others: Mapping[str, str]) -> Iterator[Refusal]:
    offered = {service.id for service in center.services}
    for place, counter in _each("counters", center.counters):
        yield from _id(f"{place}.id", counter.id)
        yield from _elsewhere(f"{place}.id", counter.id, others)
        yield from _text(f"{place}.name", counter.name)
        for number, service in enumerate(counter.services):
            if service not in offered:
                yield Refusal("settings_service_unoffered", field=f"{place}.services[{number}]", service=service)
        yield from _twice(f"{place}.services", counter.services, part="")
    yield from _twice("counters", [counter.id for counter in center.counters])


def _staff(center: CenterDocument, others: Mapping[str, str]) -> Iterator[Refusal]:
    own = {counter.id for counter in center.counters}
    offered = {service.id for service in center.services}
    numbers: set[str] = set()
    for place, person in _each("staff", center.staff):
        yield from _id(f"{place}.id", person.id)
        yield from _elsewhere(f"{place}.id", person.id, others)
        yield from _words(f"{place}.name", person.name, LONGEST_NAME)
        if person.counter is not None and person.counter not in own:
            yield Refusal("settings_counter_unknown", field=f"{place}.counter", counter=person.counter)
        for rank, service in enumerate(person.skills or ()):
            if service not in offered:
                yield Refusal("settings_service_unoffered", field=f"{place}.skills[{rank}]", service=service)
        yield from _twice(f"{place}.skills", person.skills or (), part="")
        for rank, language in enumerate(person.languages):
            if _LANGUAGE.fullmatch(language) is None:
                yield Refusal("settings_language", field=f"{place}.languages[{rank}]", spoken=language[:LONGEST_NAME])
        yield from _twice(f"{place}.languages", person.languages, part="")
        if person.number is None:
            continue
        if _STAFF_NUMBER.fullmatch(person.number) is None:
            number = person.number[:LONGEST_NAME]
            yield Refusal("settings_staff_number", field=f"{place}.number", number=number)
        elif person.number in numbers:
            yield Refusal("settings_staff_number_taken", field=f"{place}.number", number=person.number)
        numbers.add(person.number)
    yield from _twice("staff", [person.id for person in center.staff])


def _elastic(center: CenterDocument) -> Iterator[Refusal]:
    offered = {service.id for service in center.services}
    for place, rule in _each("elastic", center.elastic):
        yield from _id(f"{place}.id", rule.id)
        if rule.service not in offered:
            yield Refusal("settings_service_unoffered", field=f"{place}.service", service=rule.service)
        yield from _twice(f"{place}.counters", rule.counters, part="")
    yield from _twice("elastic", [rule.id for rule in center.elastic])
    yield from check_elastic(center.elastic, {counter.id: counter.services for counter in center.counters})


def _alarms(center: CenterDocument) -> Iterator[Refusal]:
    offered = {service.id for service in center.services}
    for place, rule in _each("alarms", center.alarms):
        if rule.service not in offered:
            yield Refusal("settings_service_unoffered", field=f"{place}.service", service=rule.service)
        yield from check_bounds(place, rule)
    yield from _twice("alarms", [rule.service for rule in center.alarms], part=".service")


def _parent(id_: str, center: CenterDocument, around: Around) -> Iterator[Refusal]:
    parent = center.parent
    if parent is None:
        return
    above: str | None = parent
    while above is not None and above != id_:
        above = around.parents.get(above)
    if above == id_:
        yield Refusal("settings_parent_below", field="parent", parent=parent)
    elif parent not in around.levels:
        yield Refusal("settings_parent_unknown", field="parent", parent=parent)
    elif RANK[around.levels[parent]] >= RANK[center.level]:
        yield Refusal("settings_parent_level", field="parent", parent=parent)
    for child, of in around.parents.items():
        if of == id_ and RANK[around.levels[child]] <= RANK[center.level]:
            yield Refusal("settings_parent_level", field="level", parent=id_)
            return


@cache
def _timezones() -> frozenset[str]:
    # The list is read from hundreds of files: forty milliseconds each time.
    return frozenset(available_timezones())


def _defaults(document: Document) -> list[Refusal]:
    found: list[Refusal] = []
    if document.timezone is not None and document.timezone not in _timezones():
        found.append(Refusal("settings_timezone", field="timezone", timezone=document.timezone))
    for place, hours in _each("hours", document.hours or ()):
        found += _hours(place, hours)
    if not found:
        found += _overlaps(document.hours or ())
    if document.calendar is not None:
        for place, holiday in _each("calendar.holidays", document.calendar.holidays):
            found += _text(f"{place}.name", holiday.name)
        found += check_calendar(document.calendar)
    for place, special in _each("special_days", document.special_days):
        found += _text(f"{place}.why", special.why) if special.why else ()
    found += check_special_days(document.special_days, _times)
    return [*found, *_rules(document.rules)]


def _hours(place: str, hours: Hours) -> Iterator[Refusal]:
    if not hours.days or len(set(hours.days)) != len(hours.days) or not set(hours.days) <= set(range(1, 8)):
        yield Refusal("settings_days", field=f"{place}.days")
    yield from _times(place, hours.opens, hours.closes)


def _times(place: str, opens: str, closes: str) -> list[Refusal]:
    found = [
        Refusal("settings_clock", field=f"{place}.{name}", clock=clock)
        for name, clock in (("opens", opens), ("closes", closes))
        if CLOCK.fullmatch(clock) is None and (name, clock) != ("closes", "24:00")
    ]
    if not found and closes <= opens:
        found.append(Refusal("settings_hours_backwards", field=f"{place}.closes", opens=opens, closes=closes))
    return found


def _overlaps(lines: Sequence[Hours]) -> Iterator[Refusal]:
    """Find hours that begin before others of the same day are over."""
    for number, hours in enumerate(lines):
        for other in lines[:number]:
            if set(hours.days) & set(other.days) and hours.opens < other.closes and other.opens < hours.closes:
                yield Refusal("settings_hours_overlap", field=f"hours[{number}].opens", opens=other.opens)
                break


def _rules(rules: RulesGiven) -> Iterator[Refusal]:
    if rules.policy == "accumulating":
        yield Refusal("settings_policy_unsteady", field="rules.policy")
    for name, (least, most) in NUMBERS.items():
        value = getattr(rules, name)
        if value is not None and not least <= value <= most:
            yield Refusal("settings_number", field=f"rules.{name}", least=least, most=most)
    for place, span in _each("rules.offline", rules.offline or ()):
        for name, number, least in (("first", span.first, FIRST), ("last", span.last, max(span.first, FIRST))):
            if not least <= number <= LAST:
                yield Refusal("settings_number", field=f"{place}.{name}", least=least, most=LAST)


def _id(field: str, id_: str, *, empty: bool = False) -> Iterator[Refusal]:
    if _ID.fullmatch(id_) is None and not (empty and not id_):
        yield Refusal("settings_id", field=field, id=id_[:LONGEST_NAME])


def _elsewhere(field: str, id_: str, others: Mapping[str, str]) -> Iterator[Refusal]:
    if id_ in others:
        yield Refusal("settings_id_elsewhere", field=field, id=id_, center=others[id_])


def _twice(field: str, ids: Iterable[str], part: str = ".id") -> Iterator[Refusal]:
    seen: set[str] = set()
    for number, id_ in enumerate(ids):
        if id_ in seen:
            yield Refusal("settings_id_twice", field=f"{field}[{number}]{part}", id=id_)
        seen.add(id_)


def _text(field: str, text: Text, most: int = LONGEST_NAME, *, empty: bool = False) -> Iterator[Refusal]:
    yield from _words(f"{field}.zh", text.zh, most, empty=empty)
    yield from _words(f"{field}.en", text.en, most, empty=empty)


def _words(field: str, words: str, most: int, *, empty: bool = False) -> Iterator[Refusal]:
    plain = words.isprintable() and in_pieces(words) is None
    if len(words) > most or not (words.strip() or (empty and not words)) or not plain:
        yield Refusal("settings_text", field=field, most=most)


Entry = TypeVar("Entry")


def _each(field: str, entries: tuple[Entry, ...]) -> Iterator[tuple[str, Entry]]:
    for number, entry in enumerate(entries):
        yield f"{field}[{number}]", entry


def _unreadable(error: str) -> Refusal:
    at = _AT.search(error)
    field = at[1] if at else ""
    said = error[: at.start()] if at else error
    named = _NAMED.search(said)
    name = f"{field}.{named[1]}" if field and named else named[1] if named else ""
    if said.startswith("Object missing required field"):
        return Refusal("settings_field_missing", field=name)
    return Refusal("settings_field_wrong", field=field or "$")


def _unknown(given: Any, known: Any, place: str) -> Iterator[str]:
    """Yield the fields of `given` that no struct took up."""
    if isinstance(given, dict) and isinstance(known, dict):
        for name, value in given.items():
            field = f"{place}.{name}" if place else str(name)
            if name not in known:
                yield field
            else:
                yield from _unknown(value, known[name], field)
    elif isinstance(given, list | tuple) and isinstance(known, list | tuple):
        for number, value in enumerate(given):
            yield from _unknown(value, known[number], f"{place}[{number}]")
