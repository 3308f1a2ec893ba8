"""A hall with all that a hall can have: staff with skills, a counter that chooses, bookings; and what it may decide."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from config.bookings import Bookings, SlotTimes, WeekSlots
from config.centers import LineRules, Staff
from config.documents import WrittenCity
from server.store.seeding import written_city
from tests.server.conftest import CITY

Json = dict[str, Any]
STAFF = (
    Staff("chen", "陈静", "hall-1", "01", ("social",)),
    Staff("luo", "罗艳", None, "02"),
    Staff("wu", "吴敏", None, "03", ("idcard", "school")),
)
PEOPLE: Final = ("01", "02", "03")
CLOCKS: Final = ("10:30", "11:00", "15:00")
TIMES = tuple(SlotTimes(*span, 30, 2) for span in (("10:30", "11:30"), ("15:00", "15:30")))
"""Few times and two places each, so that all are soon taken."""
BOOKED = Bookings((WeekSlots((1, 2, 3, 4, 5), TIMES),), lead_minutes=0, misses=2)


def busy_city() -> WrittenCity:
    """Return the small city with such a hall."""
    hall = CITY.centers[0]
    first = msgspec.structs.replace(hall.counters[0], chooses=True)
    hall = msgspec.structs.replace(hall, counters=(first, *hall.counters[1:]), staff=STAFF, rules=LineRules())
    city = written_city(msgspec.structs.replace(CITY, centers=(hall, *CITY.centers[1:])))
    id_, document = city.centers[0]
    services = tuple(
        msgspec.structs.replace(each, bookings=BOOKED) if each.id == "social" else each for each in document.services
    )
    document = msgspec.structs.replace(document, services=services)
    return msgspec.structs.replace(city, centers=((id_, document), *city.centers[1:]))


def hall_document() -> Json:
    """Return what the hall decides at first."""
    return dict(msgspec.json.decode(msgspec.json.encode(busy_city().centers[0][1])))


def _without_counter(which: str) -> Callable[[Json], None]:
    def edit(hall: Json) -> None:
        hall["counters"] = [each for each in hall["counters"] if each["id"] != which]
        for person in hall["staff"]:
            person["counter"] = None if person["counter"] == which else person["counter"]

    return edit


def _counter(which: str, *services: str) -> Callable[[Json], None]:
    def edit(hall: Json) -> None:
        for counter in hall["counters"]:
            if counter["id"] == which:
                counter["services"] = list(services)

    return edit


def _without_service(which: str) -> Callable[[Json], None]:
    def edit(hall: Json) -> None:
        hall["services"] = [each for each in hall["services"] if each["id"] != which]
        for counter in hall["counters"]:
            counter["services"] = [each for each in counter["services"] if each != which]

    return edit


def _booked(**more: Any) -> Callable[[Json], None]:
    def edit(hall: Json) -> None:
        for service in hall["services"]:
            if service["id"] == "social":
                service["bookings"] = {**service["bookings"], **more} if more else None

    return edit


def _one_place(hall: Json) -> None:
    for service in hall["services"]:
        for week in (service["bookings"] or {}).get("week", ()):
            week["times"] = [{**times, "places": 1} for times in week["times"]]


def _staff(hall: Json) -> None:
    hall["staff"] = [each for each in hall["staff"] if each["id"] != "wu"]


def _learns(hall: Json) -> None:
    for person in hall["staff"]:
        person["skills"] = ["social", "school"] if person["id"] == "chen" else person["skills"]


def _rules(**rules: Any) -> Callable[[Json], None]:
    return lambda hall: hall["rules"].update(rules)


EDITS: Final[dict[str, Callable[[Json], None]]] = {
    "counter 2 goes": _without_counter("hall-2"),
    "counter 3 goes": _without_counter("hall-3"),
    "counter 1 does social insurance only": _counter("hall-1", "social"),
    "counter 2 does all": _counter("hall-2", "social", "idcard", "school"),
    "counter 3 does identity cards": _counter("hall-3", "idcard"),
    "no school any more": _without_service("school"),
    "desks are staffed": _rules(desks_staffed=True),
    "nothing is taken back": _rules(undo_seconds=0),
    "put off once": _rules(postpone_at_most=1),
    "missed late": _rules(miss_after_seconds=30, miss_after_calls=2),
    "pauses hand over": _rules(hand_over_minutes=0),
    "one is not of the staff": _staff,
    "one learns": _learns,
    "one place each": _one_place,
    "shorter waits": _booked(early_minutes=5, late_minutes=1),
    "no bookings": _booked(),
}


def _quotas(service: str, *quotas: tuple[str, str, int]) -> Callable[[Json], None]:
    def edit(hall: Json) -> None:
        for each in hall["services"]:
            if each["id"] == service:
                each["quotas"] = [{"begins": begins, "ends": ends, "numbers": most} for begins, ends, most in quotas]

    return edit


def _helped(*rules: Json) -> Callable[[Json], None]:
    return lambda hall: hall.update(elastic=[*hall.get("elastic", ()), *rules])


def _alarmed(*rules: Json) -> Callable[[Json], None]:
    return lambda hall: hall.update(alarms=[*hall.get("alarms", ()), *rules])


def _english(hall: Json) -> None:
    hall["rules"]["language_minutes"] = 5
    for person in hall["staff"]:
        person["languages"] = ["zh", "en"] if person["id"] in ("chen", "wu") else ["zh"]


MORE_EDITS: Final[dict[str, Callable[[Json], None]]] = {
    "social insurance is helped": _helped(
        {"id": "busy", "service": "social", "counters": ["hall-3"], "until": 1, "waiting": 2, "minutes": 20}
    ),
    "identity cards are helped by one": _helped(
        {"id": "cards", "service": "idcard", "counters": ["hall-2", "hall-3"], "until": 1, "waiting": 2}
        | {"at_most": 1, "least_minutes": 10}
    ),
    "somebody is asked to open": _alarmed(
        {"service": "social", "until": 1, "waiting": 2}, {"service": "school", "until": 1, "minutes": 5}
    ),
    "few numbers": _quotas("social", ("09:00", "10:30", 6), ("10:30", "24:00", 3)),
    "no school in the morning": _quotas("school", ("00:00", "12:00", 0)),
    "a small hall": _rules(most_people=9),
    "one ticket each": _rules(one_per_person=True),
    "two cases at most": _rules(cases_at_most=2),
    "nobody comes back with a paper": _rules(return_days=0),
    "back within a day": _rules(return_days=1),
    "English waits for who speaks it": _english,
}
"""What a hall may decide of helping counters, alarms, quotas, room, rights and languages."""


def decided(edits: Iterable[str]) -> Json:
    """Return the hall's document with `edits`, in the order in which they are listed."""
    document, chosen = hall_document(), set(edits)
    for name, edit in (EDITS | MORE_EDITS).items():
        if name in chosen:
            edit(document)
    return document
