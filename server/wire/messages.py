"""What crosses the network: the ticket, and the answers of the API about tickets, counters and centers.

Moments on the wire are RFC 3339 in UTC with milliseconds (`2026-11-24T01:02:03.456Z`).
"""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from config.centers import CounterState, Hours, Level, Opens, PriorityClass, Text
from server.rules.bounds import (
    BIGGEST,
    Cases,
    Code,
    Count,
    Day,
    Id,
    Minutes,
    Moment,
    Number,
    Prefix,
    SlipDigits,
    Spoken,
    Token,
    Year,
)
from server.rules.hall.calling import State, Verb
from server.rules.hall.fact import Ground
from server.rules.hall.went_before import Rule
from server.rules.open_days import Why
from server.wire.desks import Pause, Seat
from server.wire.hours import HoursNow

NOTE: Final = 200
"""The most characters that one clerk writes to the next."""
STEPS: Final = 16
"""The most matters that one number is good for."""
TOLD_BEFORE: Final = 20
"""The most tickets that are named of those that went before another one."""


def moment(at: int) -> str:
    """Return `at` (milliseconds since the epoch) as RFC 3339 in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(text: str) -> int:
    """Return an RFC 3339 moment as milliseconds since the epoch; raises `ValueError`."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class Wait(msgspec.Struct, frozen=True):
    """An honest range of minutes: eight of ten people are called between both, nine of ten before the latter."""

    low_min: Minutes
    high_min: Minutes
    median_min: Minutes | None = None


class LateAnswer(msgspec.Struct, frozen=True):
    """What somebody can do whose number would be served only after the hall `closes_at`, where the hall says so.

    One that `stops` gives no number then. The next free time that can be booked begins at `slot_at`, the hall opens
    again at `opens_at`, where there is such a moment.
    """

    closes_at: Moment
    stops: bool
    slot_at: Moment | None = None
    opens_at: Moment | None = None


class WaitAnswer(msgspec.Struct, frozen=True):
    """How long it takes from now on until a ticket is called, `at_once` where a counter is free for it.

    Without a `wait` it says `why`: too little is known of this service yet, its waits are too irregular to tell, no
    counter serves it, it is predicted to be called only after closing, or the ticket stands in no line. Of the last
    `told` ranges of this center `held` came true. One that is `late` may not be served to its end before closing;
    `when_late` says what to do then, to whoever has no ticket yet, in a center that warns or stops.
    """

    service: Id
    at_once: bool
    wait: Wait | None
    why: Literal["too_little_known", "too_irregular", "nobody_serves", "after_closing", "not_waiting"] | None
    told: Count
    held: Count
    late: bool = False
    when_late: LateAnswer | None = None


class SentOn(msgspec.Struct, frozen=True):
    """The ticket of another center with which somebody goes on, opened by the same secret; until when they come."""

    ticket: Id
    center: Id
    number: Number
    state: State
    arrive_by: Moment | None = None


class Ticket(msgspec.Struct, frozen=True, omit_defaults=False):
    """A place in line as its holder sees it; `secret` only in the answer to its issue, `digits` also while `remote`.

    Whoever asks how a ticket stands learns how many open counters serve its line (`counters_open`), how many of it are
    away for a while and may come back before this one (`returning`), and by how many minutes it may be put off
    (`postpone_min`, nothing where it may not); who takes one does not. One that is put off comes back at `back_at` by
    itself; `ahead` is then how many would be before it if it came back now. One that is `bound` to a counter waits for
    that alone, and `ahead` counts those who do so before it. Whoever asks how one with several steps stands learns its
    `way` through the hall. Whoever asks how one stands that is not over learns of the hours of its center
    (`hours_now`). `visit` ties tickets that one person has, here or elsewhere. One that was taken elsewhere is
    `remote` until its holder checks in, at the latest at `arrive_by`; one that ended here may go on `onward` in another
    center. It brings so many `cases`. Who was refused for want of a paper comes back by it until the day
    `return_until`, that included.
    """

    id: Id
    center: Id
    number: Number
    state: State
    services: tuple[Id, ...]
    step: Count
    service: Id
    counter: Id | None
    ahead: Count
    wait: Wait | None
    issued_at: Moment
    calls: Count = 0
    plan: Code | None = None
    secret: Token | None = None
    digits: SlipDigits | None = None
    counters_open: Count | None = None
    returning: Count | None = None
    postpone_min: Minutes | None = None
    back_at: Moment | None = None
    bound: Id | None = None
    way: tuple["TicketStep", ...] = ()
    visit: Id | None = None
    arrive_by: Moment | None = None
    onward: SentOn | None = None
    priority: PriorityClass = "normal"
    cases: Cases = 1
    language: Spoken | None = None
    return_until: Day | None = None
    hours_now: HoursNow | None = None


class TicketStep(msgspec.Struct, frozen=True):
    """A step of a ticket with several: how it `stands`, which `counters` of the hall do it, how many of them are open.

    Where none does, nobody serves it today.
    """

    service: Id
    stands: Literal["done", "here", "later"]
    counters: tuple[Id, ...] = ()
    counters_open: Count = 0


class NumberAnswer(msgspec.Struct, frozen=True):
    """A ticket of today by its number: what every screen shows of it, and with the digits of its slip the `ticket`."""

    number: Number
    state: State
    service: Id
    counter: Id | None
    ticket: Ticket | None = None


class CalledBefore(msgspec.Struct, frozen=True):
    """A ticket of the same line that was called first, when, and by which rule."""

    number: Number
    at: Moment
    rule: Rule


class BeforeAnswer(msgspec.Struct, frozen=True):
    """How many of its line were called since a ticket joined it, as far back as `since`; the `newest` by number."""

    count: Count
    since: Moment
    newest: Annotated[tuple[CalledBefore, ...], Meta(max_length=TOLD_BEFORE)] = ()


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a verb that needs no words: an empty object."""


Asked = Literal["normal", "appointment", "priority"]
"""The classes that can be asked for."""


class TakeTicket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /centers/{center}/tickets`: several services are the steps of one ticket, in this order.

    With `route` the center puts them in the best order: what the plan does first, then the shortest way through the
    lines as they are now, as kiosks do; what nobody does there is left out.
    `plan` is the code of a consultation; `visit` is that of another ticket, also of another center, which one person
    has. `person` is a token of who takes it: a center that gives each person one ticket for a service compares it, and
    keeps only a keyed hash of it as long as the ticket lives. Where the center lets kiosks give priority, it is claimed
    on a `ground`. One number is good for several `cases`. Who speaks `language` is called by a counter that does,
    where the center lets them wait for it; that of everybody there is left out.
    """

    services: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=STEPS)]
    priority: Asked = "normal"
    plan: Code | None = None
    person: Id | None = None
    visit: Id | None = None
    ground: Ground | None = None
    cases: Cases = 1
    route: bool = False
    language: Spoken | None = None


class UpNext(msgspec.Struct, frozen=True):
    """The ticket that a counter would call next and since when it waits; `longest_since` is of whoever waits longest.

    They differ where a class of tickets goes first, and where somebody is `bound` to this counter. It speaks
    `language`, where that is not what everybody there does.
    """

    number: Number
    service: Id
    since: Moment
    longest_since: Moment
    bound: bool = False
    language: Spoken | None = None


class Move(msgspec.Struct, frozen=True):
    """What one verb did to the ticket that has `number`."""

    verb: Verb
    number: Number


class LastPress(msgspec.Struct, frozen=True):
    """The moves of a counter's last press, in their order, which it can take back together before `until`."""

    moves: tuple[Move, ...]
    until: Moment


class Claim(msgspec.Struct, frozen=True):
    """On what ground a ticket has priority, and whether somebody of the staff has `seen` it."""

    ground: Ground | None
    seen: bool


class CounterAnswer(msgspec.Struct, frozen=True):
    """Answer of a counter's verb: its state, the ticket it has (or had) in hand, who comes next, and its last press.

    Of those `waiting` so many are `bound` to this counter. `note` is what another clerk wrote of the ticket in hand; a
    counter that `chooses` may call a number that is not the next; one that `helps` calls from the line of that service
    too, while it is long. `claim` is on what ground the ticket in hand has
    priority; `made` is the number that somebody got who came back with a paper.
    """

    counter: Id
    state: CounterState
    ticket: Ticket | None
    waiting: Count
    next: UpNext | None = None
    bound: Count = 0
    note: Annotated[str, Meta(max_length=NOTE)] | None = None
    chooses: bool = False
    undo: LastPress | None = None
    seat: Seat | None = None
    pause: Pause | None = None
    helps: Id | None = None
    claim: Claim | None = None
    made: Number | None = None


class TicketAside(msgspec.Struct, frozen=True):
    """A ticket as staff find it in a list: where it stands since when, the counter that had it last, its misses.

    One that its holder put off comes back into line at `back_at` by itself.
    """

    id: Id
    number: Number
    state: State
    service: Id
    counter: Id | None
    since: Moment
    misses: Count
    back_at: Moment | None = None
    priority: PriorityClass = "normal"
    seen: bool = False


class AsideAnswer(msgspec.Struct, frozen=True):
    """What stands aside of the lines of a center today: on hold, missed (longest first), put off, and finished last.

    With a number: only `found`, the ticket that has it, wherever it stands.
    """

    held: tuple[TicketAside, ...] = ()
    missed: tuple[TicketAside, ...] = ()
    postponed: tuple[TicketAside, ...] = ()
    finished: tuple[TicketAside, ...] = ()
    found: tuple[TicketAside, ...] = ()


class HelpAsked(msgspec.Struct, frozen=True):
    """A counter that asks for help, and since when."""

    counter: Id
    since: Moment


class HelpAnswer(msgspec.Struct, frozen=True):
    """The counters of a center that ask for help, longest first: for its staff alone."""

    asked: tuple[HelpAsked, ...] = ()


class DropStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `drop-step`: which step of a ticket is left out, counted from 0, and the service that it is for."""

    step: Annotated[int, Meta(ge=0, le=BIGGEST)]
    service: Id


class ServiceAtCenter(msgspec.Struct, frozen=True):
    """A service of a center: whether some counter is there for it (`served`), how many are `waiting`.

    Of one that is `booked` people can book a time.
    """

    id: Id
    prefix: Prefix
    name: Text
    note: Text
    served: bool
    waiting: Count
    booked: bool = False


class CounterAtCenter(msgspec.Struct, frozen=True):
    """A counter of a center, the services it is there for, its state, and its `place` in the building if known."""

    id: Id
    name: Text
    services: tuple[Id, ...]
    state: CounterState
    place: Text | None = None


class CenterAnswer(msgspec.Struct, frozen=True):
    """A center as every client may know it; `timezone` is the name of its zone in the IANA database.

    It is `open` at the moment of the answer, and by its `hours` in general.
    A closed one opens again at `opens_at`, as far as its calendar tells; `closed_for` says why it is closed, and
    `closed_name` what holiday or special day it is. `today` are the hours of the day, `hours_now` says how it stands to
    them. From November on `calendar_missing` is the next year while its holidays are not written. Its screens
    show the code of the hall where people check in with it: with a booking, or with a number taken elsewhere
    (`takes_remote`). One number is good for `cases_at_most` cases; where `kiosk_priority` holds, priority is claimed
    at a kiosk. Where `one_per_person` holds, it asks who takes a number, so that one person has one for each service.
    Where `desks_signed_in` holds, clerks sign in at its counters with their own accounts.
    """

    id: Id
    name: Text
    level: Level
    parent: Id | None
    address: Text
    open: bool
    services: tuple[ServiceAtCenter, ...]
    counters: tuple[CounterAtCenter, ...]
    timezone: Id = "Asia/Shanghai"
    hours: tuple[Hours, ...] = ()
    opens_at: Moment | None = None
    today: tuple[Opens, ...] = ()
    closed_for: Why | None = None
    closed_name: Text | None = None
    hours_now: HoursNow | None = None
    calendar_missing: Year | None = None
    takes_remote: bool = False
    cases_at_most: Cases = 1
    kiosk_priority: bool = False
    one_per_person: bool = False
    desks_signed_in: bool = False
