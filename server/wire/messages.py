"""What crosses the network: the ticket, the answers of the API and the frames of the live socket.

Moments on the wire are RFC 3339 in UTC with milliseconds (`2026-11-24T01:02:03.456Z`).
"""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from config.centers import CounterState, Hours, Level, Opens, PriorityClass, Text
from server.rules.bounds import BIGGEST, Code, Count, Id, Minutes, Moment, Number, Prefix, SlipDigits, Token
from server.rules.hall.board import Board
from server.rules.hall.calling import State, Verb
from server.rules.hall.fact import Chosen, Fact, Kind, NameRef, Place, Reason, TicketRef
from server.rules.hall.open_days import Why
from server.rules.hall.went_before import Rule
from server.wire.desks import Pause, Seat

PROTOCOL = 1
NOTE: Final = 200
"""The most characters that one clerk writes to the next."""
STEPS: Final = 16
"""The most matters that one number is good for."""
TOLD_BEFORE: Final = 20
"""The most tickets that are named of those that went before another one."""
FOLLOWED: Final = 1000
"""The most centers that one socket follows: more than any city has."""


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


class WaitAnswer(msgspec.Struct, frozen=True):
    """How long it takes from now on until a ticket is called, `at_once` where a counter is free for it.

    Without a `wait` it says `why`: too little is known of this service yet, its waits are too irregular to tell, no
    counter serves it, or the ticket stands in no line. Of the last `told` ranges of this center `held` came true.
    """

    service: Id
    at_once: bool
    wait: Wait | None
    why: Literal["too_little_known", "too_irregular", "nobody_serves", "not_waiting"] | None
    told: Count
    held: Count


class Ticket(msgspec.Struct, frozen=True, omit_defaults=False):
    """A place in line as its holder sees it; `secret` and `digits` only in the answer to its own issue.

    Whoever asks how a ticket stands learns how many open counters serve its line (`counters_open`), how many of it are
    away for a while and may come back before this one (`returning`), and by how many minutes it may be put off
    (`postpone_min`, nothing where it may not); who takes one does not. One that is put off comes back at `back_at` by
    itself; `ahead` is then how many would be before it if it came back now. One that is `bound` to a counter waits for
    that alone, and `ahead` counts those who do so before it.
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


class TakeTicket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /centers/{center}/tickets`; `plan` is the code of a consultation."""

    services: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=STEPS)]
    priority: PriorityClass = "normal"
    plan: Code | None = None
    person: Id | None = None


class UpNext(msgspec.Struct, frozen=True):
    """The ticket that a counter would call next and since when it waits; `longest_since` is of whoever waits longest.

    They differ where a class of tickets goes first, and where somebody is `bound` to this counter.
    """

    number: Number
    service: Id
    since: Moment
    longest_since: Moment
    bound: bool = False


class Move(msgspec.Struct, frozen=True):
    """What one verb did to the ticket that has `number`."""

    verb: Verb
    number: Number


class LastPress(msgspec.Struct, frozen=True):
    """The moves of a counter's last press, in their order, which it can take back together before `until`."""

    moves: tuple[Move, ...]
    until: Moment


class CounterAnswer(msgspec.Struct, frozen=True):
    """Answer of a counter's verb: its state, the ticket it has (or had) in hand, who comes next, and its last press.

    Of those `waiting` so many are `bound` to this counter. `note` is what another clerk wrote of the ticket in hand; a
    counter that `chooses` may call a number that is not the next.
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


class HelpFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of the word that help is there: the counter that asked for it."""

    counter: Id


class TicketNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a verb about a ticket that is not in hand, by its id."""

    ticket: Id


class BackInLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `back-in-line`: the ticket, and whether it waits for the counter that it was with (`here`)."""

    ticket: Id
    here: bool = False


class ChosenTicket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `call-chosen`: a ticket that is not the next, and why it is called."""

    ticket: Id
    reason: Chosen


class ServiceNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a verb about a service, by its id."""

    service: Id


class TransferTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a transfer: the service that is next or the counter that is to go on with it, one of them at least.

    Whether the ticket comes `back` here after that, and a `note` that only clerks see, until the ticket ends.
    """

    service: Id | None = None
    back: bool = False
    counter: Id | None = None
    note: Annotated[str, Meta(max_length=NOTE)] | None = None


class ServiceAtCenter(msgspec.Struct, frozen=True):
    """A service of a center: whether some counter is there for it (`served`), and how many are `waiting`."""

    id: Id
    prefix: Prefix
    name: Text
    note: Text
    served: bool
    waiting: Count


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
    `closed_name` what holiday or special day it is. `today` are the hours of the day.
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


class Known(msgspec.Struct, frozen=True):
    """How far a client knows the journal of a center: its epoch, and the last seq of that."""

    epoch: Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]
    seq: Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello"):
    """First frame of a client: who it is, what it follows, and how far it knows each center.

    A bare number, as older clients send it, says nothing of the epoch: such a client gets the whole board.
    """

    protocol: Annotated[int, Meta(ge=0, le=BIGGEST)]
    token: Token
    follow: Annotated[tuple[Id, ...], Meta(max_length=FOLLOWED)]
    after: Annotated[dict[Id, Known | Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]], Meta(max_length=FOLLOWED)] = {}
    pulses: bool = False
    """Whether it wants to be told every few seconds how far each center is, also when nothing happens there."""


KindName = Annotated[str, Meta(extra_json_schema={"enum": list(get_args(Kind))})]
"""The kind of a fact; clients skip those that they do not know."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True, rename={"came_from": "from", "went_to": "to"}):
    """A fact on its way to a client; `type` is the fact's kind, unknown types are skipped by clients."""

    type: KindName
    center: Id
    seq: Count
    at: Moment
    ticket: TicketRef | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: Count = 0
    came_from: Place | None = None
    went_to: Place | None = None
    reason: Reason | None = None
    undone: KindName | None = None
    epoch: Count = 1


class JournalPage(msgspec.Struct, frozen=True):
    """Answer of `GET /centers/{center}/journal`: what happened, in order."""

    events: tuple[Event, ...]


def event(fact: Fact) -> Event:
    """Return `fact` as it goes over the wire."""
    return Event(
        type=fact.kind,
        center=fact.center,
        seq=fact.seq,
        at=moment(fact.at),
        ticket=fact.ticket,
        counter=fact.counter,
        service=fact.service,
        calls=fact.calls,
        came_from=fact.came_from,
        went_to=fact.went_to,
        reason=fact.reason,
        undone=fact.undone,
        epoch=fact.epoch,
    )


class Snapshot(msgspec.Struct, frozen=True):
    """The whole board of a center as of `seq` of `epoch`: what a client gets that has no usable `after`."""

    center: Id
    epoch: Count
    seq: Count
    board: Board
    type: Literal["snapshot"] = "snapshot"


class Pulse(msgspec.Struct, frozen=True):
    """Nothing has happened at a center since `seq` of `epoch`: what was told up to there is still true."""

    center: Id
    epoch: Count
    seq: Count
    type: Literal["pulse"] = "pulse"


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457 problem details; `code` is stable, `detail` is in the reader's language."""

    type: Annotated[str, Meta(pattern="^/problems/[a-z_]+$")]
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str
    code: Annotated[str, Meta(pattern="^[a-z_]+$")]
