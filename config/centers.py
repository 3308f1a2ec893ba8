"""A city and its centers as frozen data: what is offered where, by which counter, in which order."""

from typing import Final, Literal

import msgspec

Level = Literal["city", "town", "village"]
PriorityClass = Literal["normal", "appointment", "priority", "returned"]
PolicyName = Literal["virtual_time", "strict", "fifo", "accumulating"]
"""The orders of a line; see `server.rules.hall.policy`."""
CounterState = Literal["open", "paused", "closed"]
Language = Literal["zh", "en"]
WhenLate = Literal["off", "warn", "stop"]
"""What a hall does when it predicts that whoever takes a number is served only after closing."""

ID: Final = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
"""What a center, counter or service may be named by for programs, as a regular expression."""
PREFIX: Final = "[A-Z]{1,2}"
"""What the numbers of a service may begin with, as a regular expression."""

STAFF_NUMBER: Final = "[0-9]{1,8}"
"""What people type to sit down at a desk, as a regular expression."""


class Text(msgspec.Struct, frozen=True):
    """A sentence that people read, in both languages of the hall."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        """Return the English wording, as in a log."""
        return self.en


class Service(msgspec.Struct, frozen=True):
    """A line that people can join; the same `id` means the same in every center of the city.

    `prefix` is one or two capital letters, the start of every ticket number of this service; no two services of one
    center share it.
    """

    id: str
    prefix: str
    name: Text
    note: Text


class Counter(msgspec.Struct, frozen=True):
    """A place where staff serve; `id` is unique in the whole city, `services` are ids of lines it serves.

    `place` says where in the building it stands, as people look for it: the floor, the zone. One that `chooses` may
    call a number that is not the next, with a reason.
    """

    id: str
    name: Text
    services: tuple[str, ...]
    place: Text | None = None
    chooses: bool = False


class Span(msgspec.Struct, frozen=True, order=True):
    """Numbers from `first` to `last`, both included."""

    first: int
    last: int


class LineRules(msgspec.Struct, frozen=True):
    """What a center decides about its line: its order, credits in minutes, and when a called person counts as missed.

    `policy` is the order; credits count in virtual time alone. `credit_returned` is of those who bring the paper for
    want of which a counter refused them; they may do so for `return_days`, 0 gives nobody that right.
    One number is good for `cases_at_most` cases. Where `kiosk_priority` holds, kiosks and channels give priority to
    whoever claims it, and the counter confirms it or takes it back.
    Whoever was missed comes back into line behind so many people (`rejoin_behind`); by themselves so often at most and
    not later than so many minutes after the miss, at a counter as long as the day lasts.
    Who waits may ask so often (`postpone_at_most`) to be called later by so many minutes.
    A counter keeps those who are bound to it for so many minutes of a pause (`hand_over_minutes`).
    No number is given out in the last `last_ticket_minutes` of a day; 0 gives them out until the end. When
    whoever takes one is predicted to be served only after closing, people are warned, or get none (`stop_when_late`).
    At most `most_people` wait, are served, or are on their way with a number from elsewhere; each case is one, 0 counts
    nobody. Where `one_per_person` holds, whoever shows who
    they are has one live ticket for each service.
    A counter takes its last press back for `undo_seconds`; 0 lets none be taken back.
    Where `desks_staffed` holds, a counter opens and calls only with somebody of the staff signed in at it; where
    `desks_signed_in` holds, only a clerk who signed in there with their own account works at it at all.
    So many people with a ticket of this hall that was taken elsewhere are on their way at most (`remote_at_most`; 0
    gives out none); they check in within the way and `remote_minutes`, and of what they waited before that
    `remote_age_minutes` count at most.
    A ticket in a language waits for a counter whose clerk speaks it while others call those who stand no more than
    `language_minutes` behind; 0 lets nobody wait.
    What could not be done (办不成事) is answered within `failed_case_days` working days.
    The numbers in `offline` belong to its kiosks, which give them out by themselves while the server is away.
    """

    credit_appointment: int = 20
    credit_priority: int = 25
    miss_after_seconds: int = 0
    miss_after_calls: int = 1
    rejoin_behind: int = 3
    rejoin_at_most: int = 2
    rejoin_minutes: int = 60
    postpone_at_most: int = 2
    postpone_minutes: int = 10
    hand_over_minutes: int = 10
    undo_seconds: int = 30
    desks_staffed: bool = False
    desks_signed_in: bool = False
    last_ticket_minutes: int = 0
    remote_at_most: int = 50
    remote_minutes: int = 45
    remote_age_minutes: int = 20
    stop_when_late: WhenLate = "off"
    most_people: int = 0
    one_per_person: bool = False
    offline: tuple[Span, ...] = (Span(900, 999),)
    policy: PolicyName = "virtual_time"
    credit_returned: int = 60
    return_days: int = 7
    cases_at_most: int = 9
    kiosk_priority: bool = True
    language_minutes: int = 0
    failed_case_days: int = 5


class Hours(msgspec.Struct, frozen=True):
    """Opening hours on some days of the week.

    Local time `HH:MM`, `24:00` is midnight at the end; `days` are ISO weekdays, Monday is 1.
    """

    days: tuple[int, ...]
    opens: str
    closes: str


class Quota(msgspec.Struct, frozen=True):
    """How many `numbers` of a service are given out from `begins` until before `ends` on one day, each case one.

    Local time `HH:MM`, `24:00` is midnight at the end; `days` are ISO weekdays, Monday is 1.
    """

    begins: str
    ends: str
    numbers: int
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


class Opens(msgspec.Struct, frozen=True):
    """Open from one time of a day to another: local `HH:MM`, `24:00` is midnight at the end."""

    opens: str
    closes: str


class Holiday(msgspec.Struct, frozen=True):
    """Days on which halls are closed whatever their weekday: `first` to `last`, ISO dates, both included."""

    first: str
    last: str
    name: Text


class MakeUpDay(msgspec.Struct, frozen=True):
    """A day that is worked to make up for a holiday (调休): ISO `date`, with the hours of the ISO weekday `like`."""

    date: str
    like: int = 1


class Calendar(msgspec.Struct, frozen=True):
    """The table of holidays and make-up workdays; whoever writes one writes it whole."""

    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[MakeUpDay, ...] = ()


class SpecialDay(msgspec.Struct, frozen=True):
    """One ISO `date` with hours of its own, whatever weekday and table say; without `hours` it is closed, `why`."""

    date: str
    hours: tuple[Opens, ...] = ()
    why: Text | None = None


class Staff(msgspec.Struct, frozen=True):
    """Somebody who works in a hall: window staff at a counter, or a guide (`counter` None).

    `number` is what they type to sit down at a desk; without it they are chosen by name. `skills` are the services
    that they can do, None is all of them; `languages` are what they speak, as codes such as `zh`, `yue`, `en`.
    """

    id: str
    name: str
    counter: str | None = None
    number: str | None = None
    skills: tuple[str, ...] | None = None
    languages: tuple[str, ...] = ()


class Center(msgspec.Struct, frozen=True):
    """One hall: its own authority over numbers, line and journal."""

    id: str
    name: Text
    level: Level
    parent: str | None
    address: Text
    timezone: str
    hours: tuple[Hours, ...]
    services: tuple[str, ...]
    counters: tuple[Counter, ...]
    staff: tuple[Staff, ...] = ()
    rules: LineRules = LineRules()


class Way(msgspec.Struct, frozen=True):
    """How many minutes people need from one center to another, and back."""

    between: tuple[str, str]
    minutes: int


class City(msgspec.Struct, frozen=True):
    """A city: its lines (services) and its centers, parents before children; `pack` names its guidance pack.

    `ways` are those between its centers that are known.
    """

    id: str
    name: Text
    services: tuple[Service, ...]
    centers: tuple[Center, ...]
    pack: str
    ways: tuple[Way, ...] = ()
