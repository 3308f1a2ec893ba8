"""What a city, its towns and its centers decide, as documents: each is written whole, numbered, and never changed.

A center's document says what the center is. What it leaves open (opening hours, holidays, time zone, rules of the line)
is for its town to decide, and what the town leaves open for the city. Of a special day the nearest word holds.
"""

from typing import Final, Literal

import msgspec

from config.bookings import Bookings
from config.centers import (
    Calendar,
    Counter,
    Hours,
    Level,
    LineRules,
    PolicyName,
    Quota,
    Span,
    SpecialDay,
    Staff,
    Text,
    Way,
    WhenLate,
)
from config.elastic import AlarmRule, ElasticRule
from config.retention import Retention

Kind = Literal["city", "town", "center"]
TIMEZONE: Final = "Asia/Shanghai"


class Scope(msgspec.Struct, frozen=True, order=True):
    """What a document speaks of; `id` is that of a center (of the town's own center for a town), empty for the city."""

    kind: Kind
    id: str = ""

    def __str__(self) -> str:
        """Return it as it is kept and told: `city`, `town/ID`, `center/ID`."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


CITY: Final = Scope("city")


class RulesGiven(msgspec.Struct, frozen=True):
    """The rules of `LineRules` that somebody has decided; those left open are decided higher up."""

    credit_appointment: int | None = None
    credit_priority: int | None = None
    miss_after_seconds: int | None = None
    miss_after_calls: int | None = None
    rejoin_behind: int | None = None
    rejoin_at_most: int | None = None
    rejoin_minutes: int | None = None
    postpone_at_most: int | None = None
    postpone_minutes: int | None = None
    hand_over_minutes: int | None = None
    undo_seconds: int | None = None
    desks_staffed: bool | None = None
    desks_signed_in: bool | None = None
    last_ticket_minutes: int | None = None
    remote_at_most: int | None = None
    remote_minutes: int | None = None
    remote_age_minutes: int | None = None
    stop_when_late: WhenLate | None = None
    most_people: int | None = None
    one_per_person: bool | None = None
    offline: tuple[Span, ...] | None = None
    policy: PolicyName | None = None
    credit_returned: int | None = None
    return_days: int | None = None
    cases_at_most: int | None = None
    kiosk_priority: bool | None = None
    language_minutes: int | None = None
    failed_case_days: int | None = None


class CatalogueService(msgspec.Struct, frozen=True):
    """A service of the city's catalogue; the same `id` means the same in every center."""

    id: str
    name: Text
    note: Text


class OfferedService(msgspec.Struct, frozen=True):
    """A service that a center offers; `prefix`, one or two capital letters, starts its numbers there.

    Without `bookings` it is not booked; without `quotas` nobody counts how many numbers are given out.
    """

    id: str
    prefix: str
    bookings: Bookings | None = None
    quotas: tuple[Quota, ...] = ()


class CityDocument(msgspec.Struct, frozen=True):
    """The city: its name, its catalogue of services, and what holds wherever nobody nearer decides.

    `ways` say how long people need between its centers; where none is written, it is the sum of those that lead there.
    `retention` says how long what may be about a person is kept, in every center alike.
    """

    name: Text
    pack: str
    services: tuple[CatalogueService, ...]
    timezone: str = TIMEZONE
    hours: tuple[Hours, ...] = ()
    rules: RulesGiven = RulesGiven()
    calendar: Calendar = Calendar()
    special_days: tuple[SpecialDay, ...] = ()
    ways: tuple[Way, ...] = ()
    retention: Retention = Retention()


class TownDocument(msgspec.Struct, frozen=True):
    """What a town decides for its center and all centers below it; None leaves it to the city."""

    timezone: str | None = None
    hours: tuple[Hours, ...] | None = None
    rules: RulesGiven = RulesGiven()
    calendar: Calendar | None = None
    special_days: tuple[SpecialDay, ...] = ()


class CenterDocument(msgspec.Struct, frozen=True):
    """One hall; None leaves hours or time zone to the town and the city. Its `elastic` rules go in their order."""

    name: Text
    level: Level
    parent: str | None
    address: Text
    services: tuple[OfferedService, ...]
    counters: tuple[Counter, ...]
    staff: tuple[Staff, ...] = ()
    timezone: str | None = None
    hours: tuple[Hours, ...] | None = None
    rules: RulesGiven = RulesGiven()
    calendar: Calendar | None = None
    special_days: tuple[SpecialDay, ...] = ()
    elastic: tuple[ElasticRule, ...] = ()
    alarms: tuple[AlarmRule, ...] = ()


Document = CityDocument | TownDocument | CenterDocument
DOCUMENTS: Final[dict[Kind, type[Document]]] = {"city": CityDocument, "town": TownDocument, "center": CenterDocument}


class WrittenCity(msgspec.Struct, frozen=True):
    """A whole city as documents: the city's, those of `towns` and of `centers`, parents before children."""

    id: str
    city: CityDocument
    towns: tuple[tuple[str, TownDocument], ...]
    centers: tuple[tuple[str, CenterDocument], ...]


class Settled(msgspec.Struct, frozen=True):
    """What holds in a center after all have decided."""

    timezone: str
    hours: tuple[Hours, ...]
    rules: LineRules
    calendar: Calendar
    special_days: tuple[SpecialDay, ...]


def settled(city: CityDocument, town: TownDocument | None, center: CenterDocument) -> Settled:
    """Return what holds in `center`: its own word, else its town's, else the city's."""
    nearer = (center, town) if town is not None else (center,)
    timezone = next((each.timezone for each in nearer if each.timezone is not None), city.timezone)
    hours = next((each.hours for each in nearer if each.hours is not None), city.hours)
    calendar = next((each.calendar for each in nearer if each.calendar is not None), city.calendar)
    special: dict[str, SpecialDay] = {}
    given: dict[str, object] = {}
    for each in (city, *reversed(nearer)):
        special |= {day.date: day for day in each.special_days}
        given |= {name: value for name, value in msgspec.structs.asdict(each.rules).items() if value is not None}
    rules = msgspec.convert(given, LineRules, from_attributes=True)
    return Settled(timezone, hours, rules, calendar, tuple(special[date] for date in sorted(special)))
