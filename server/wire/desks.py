"""Who sits at which counter: messages for consoles and administrators, never for a screen."""

from typing import Annotated

import msgspec
from msgspec import Meta

from config.centers import CounterState, Text
from server.rules.bounds import Count, Id, Moment, PersonName, StaffNumber
from server.rules.hall.alarm import AlarmAnswer, AlarmWhy
from server.rules.hall.fact import Break


class Seat(msgspec.Struct, frozen=True):
    """Who sits at a counter, and since when: for its own console and its administrators alone."""

    person: Id
    name: PersonName
    since: Moment


class Pause(msgspec.Struct, frozen=True):
    """Since when a counter pauses, and why, where that was said."""

    since: Moment
    reason: Break | None = None


class PersonAtCenter(msgspec.Struct, frozen=True):
    """Somebody of a center's staff: their number, the counter that is theirs, what they can do and speak.

    `sits_at` is the counter at which they sit now; no `skills` are all services.
    """

    id: Id
    name: PersonName
    number: StaffNumber | None
    counter: Id | None
    skills: tuple[Id, ...] | None
    languages: tuple[Id, ...]
    sits_at: Id | None = None


class PeopleAnswer(msgspec.Struct, frozen=True):
    """The staff of a center, in the order of their names: for its consoles and administrators alone."""

    people: tuple[PersonAtCenter, ...]


class BreakTaken(msgspec.Struct, frozen=True):
    """How long a counter paused today for one reason (none was said where it is null), in whole minutes."""

    reason: Break | None
    times: Count
    minutes: Count


class DeskAtCenter(msgspec.Struct, frozen=True):
    """A counter as its administrator sees it: who sits there, what it calls, since when and why it pauses.

    Of its `lines` it `helps` that one because a rule says so, while it is long.
    """

    counter: Id
    name: Text
    state: CounterState
    lines: tuple[Id, ...]
    seat: Seat | None
    pause: Pause | None
    breaks: tuple[BreakTaken, ...]
    helps: Id | None = None


class DesksAnswer(msgspec.Struct, frozen=True):
    """All counters of a center, for its administrators."""

    desks: tuple[DeskAtCenter, ...]


class SitDown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `sit-down`: the staff number or id of whoever sits down, and whether they take over what is in the way.

    That is somebody else at this desk, or themselves at another one.
    """

    who: Id
    take_over: bool = False


class PauseFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `pause`: why, from a fixed list, or nothing."""

    reason: Break | None = None


class AlarmAsked(msgspec.Struct, frozen=True):
    """A line that is too long since a moment: how many wait, for how long the first does, who could open for it."""

    service: Id
    since: Moment
    waiting: Count
    minutes: Count
    counters: tuple[Id, ...]


class AlarmsAnswer(msgspec.Struct, frozen=True):
    """The lines of a center for which staff are asked to open a counter: for its consoles alone."""

    alarms: tuple[AlarmAsked, ...] = ()


class AlarmAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `answer-alarm`: a counter is opened, somebody comes in so many `minutes`, or it is impossible, `why`."""

    service: Id
    answer: AlarmAnswer
    minutes: Annotated[int, Meta(ge=1, le=60)] | None = None
    why: AlarmWhy | None = None
