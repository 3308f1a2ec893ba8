"""What happens to the kiosk: fingers, the clock, and the results of its own effects."""

from typing import Final

import msgspec

from config.centers import Language, Text
from config.rule import Value
from hardware.printer.port import Printed, PrinterState
from server.rules.guidance.judge.by_card import CardTold
from server.rules.guidance.judge.verdict import Consultation, Paper, State, Wish
from server.rules.hall.fact import Ground
from server.wire.bookings import Booking, DayAnswer
from server.wire.messages import NumberAnswer, Ticket
from server.wire.places import PlaceAnswer


class Pressed(msgspec.Struct, frozen=True):
    """A finger let go of the target `target` at `at` milliseconds; `fresh` is a new random key for what it starts.

    `at` counts on a clock that nobody can set: only differences mean something.
    """

    target: str
    at: int
    fresh: str = ""


class Ticked(msgspec.Struct, frozen=True):
    """The clock went on to `at` milliseconds, on the clock of `Pressed`."""

    at: int


class Saved(msgspec.Struct, frozen=True):
    """The consultation of order `key` has the short code `code`, or none when the server would not keep it."""

    key: str
    code: str | None


class Kept(msgspec.Struct, frozen=True):
    """The consultation of job `key` has the short code `code`, or none when the server did not keep it."""

    key: str
    code: str | None


class Taken(msgspec.Struct, frozen=True):
    """The server gave order `key` this ticket."""

    key: str
    ticket: Ticket


class Refused(msgspec.Struct, frozen=True):
    """The server refused order or job `key`: stable code, and its sentence with the values it names."""

    key: str
    code: str
    message: str
    values: dict[str, str] = {}


class SlotsTold(msgspec.Struct, frozen=True):
    """What can be booked of the service that job `key` asked for, day by day; `moves` is the booking to be moved."""

    key: str
    days: tuple[DayAnswer, ...]
    moves: Booking | None = None


class PlacesTold(msgspec.Struct, frozen=True):
    """Where else it can be done, what job `key` asked for: soonest first."""

    key: str
    places: tuple[PlaceAnswer, ...]


class Booked(msgspec.Struct, frozen=True):
    """The server booked what order `key` asked for, or `moved` there what had been booked before."""

    key: str
    booking: Booking
    moved: bool = False


class Away(msgspec.Struct, frozen=True):
    """The server does not answer order `key`; it is being asked again."""

    key: str


class SlipDone(msgspec.Struct, frozen=True):
    """What became of the slip of the ticket (or booking) of id `ticket`, and how the printer says it is."""

    ticket: str
    outcome: Printed
    printer: PrinterState


class PlanDone(msgspec.Struct, frozen=True):
    """What became of the printed plan of job `key`, and how the printer says it is."""

    key: str
    outcome: Printed
    printer: PrinterState


class Continued(msgspec.Struct, frozen=True):
    """What is kept under `code`, which job `key` asked for: `states` are its verdicts by item, under `release`."""

    key: str
    code: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    wish: Wish
    release: str
    states: dict[str, State] = {}


class NotContinued(msgspec.Struct, frozen=True):
    """Job `key` came to no consultation: stable code, and the sentence that says why."""

    key: str
    code: str
    message: str


class NumberTold(msgspec.Struct, frozen=True):
    """The server says how the ticket that job `key` asked for stands; with its `ticket` where its holder asked."""

    key: str
    answer: NumberAnswer


class NumberUntold(msgspec.Struct, frozen=True):
    """Job `key` found no such ticket, or could not move it: stable code, and the sentence that says why."""

    key: str
    code: str
    message: str


class GivenUp(msgspec.Struct, frozen=True):
    """The booking that job `key` spoke of is given back."""

    key: str


class CardRead(msgspec.Struct, frozen=True):
    """The citizen put their identity card on the reader, and it could be read."""

    card: CardTold


class CardLifted(msgspec.Struct, frozen=True):
    """The card that lay on the reader has been taken away."""


Result = (
    Saved
    | Kept
    | Continued
    | NotContinued
    | NumberTold
    | NumberUntold
    | GivenUp
    | SlotsTold
    | PlacesTold
    | Booked
    | Taken
    | Refused
    | Away
    | SlipDone
    | PlanDone
)
Touch = Pressed | Ticked | CardRead | CardLifted | Result


class SaveConsultation(msgspec.Struct, frozen=True):
    """Keep what was asked and answered at the server, so that the counter sees it; comes back as `Saved`.

    One that `continues` what is kept under a code changes that.
    """

    key: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    wish: Wish = Wish()
    continues: str | None = None


class KeepConsultation(msgspec.Struct, frozen=True):
    """Keep what was asked and answered at the server, for a printed plan; comes back as `Kept`.

    One that `continues` what is kept under a code changes that.
    """

    key: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    wish: Wish = Wish()
    continues: str | None = None


class OpenConsultation(msgspec.Struct, frozen=True):
    """Ask the server what is kept under `code`; comes back as `Continued` or `NotContinued`."""

    key: str
    code: str
    language: Language = "zh"


CHECK_IN: Final = "check_in"
WALK_IN: Final = "walk_in"
BY_RIGHT: Final = "with_paper"
GIVE_UP: Final = "give_up"


class AskNumber(msgspec.Struct, frozen=True):
    """Ask the server for ticket `number` with the `digits` of its slip; `NumberTold` or `NumberUntold` comes back.

    With a `verb` (its name in the API) the ticket of id `ticket` is moved first; with `CHECK_IN` the `digits` are those
    of a booking, whose ticket is made first; with `WALK_IN` an ordinary one is made instead of it, and with `GIVE_UP`
    it is given back: `GivenUp` comes back. With `BY_RIGHT` a new one is made for whoever was refused by that ticket for
    want of a paper.
    """

    key: str
    number: str
    digits: str = ""
    ticket: str = ""
    verb: str = ""
    language: Language = "zh"


class TakeTicket(msgspec.Struct, frozen=True):
    """Ask for one ticket under one key until the server has answered; `Taken`, `Refused` or `Away` come back.

    One of another center (`there`) waits outside its line until it is checked in with. One of this center is for so
    many `cases`, claims priority on a `ground`, and is taken by whoever `person` stands for.
    """

    key: str
    services: tuple[str, ...]
    plan: str | None
    language: Language = "zh"
    there: str | None = None
    cases: int = 1
    ground: Ground | None = None
    person: str | None = None


class AskSlots(msgspec.Struct, frozen=True):
    """Ask the server what can be booked of `service` in `center`, from the day `first` (ISO date) or today on.

    With the `digits` of a booking it is asked for its service. `SlotsTold` or `Refused` comes back.
    """

    key: str
    center: str
    service: str
    first: str | None = None
    language: Language = "zh"
    digits: str = ""


class AskPlaces(msgspec.Struct, frozen=True):
    """Ask the server where else all of `services` can be done; `PlacesTold` or `Refused` comes back."""

    key: str
    services: tuple[str, ...]
    language: Language = "zh"


class BookSlot(msgspec.Struct, frozen=True):
    """Book a slot under one key until the server has answered; `Booked`, `Refused` or `Away` come back.

    Without a `clock` any place of that day is waited for. With `digits` the booking that they open is moved there.
    """

    key: str
    center: str
    service: str
    day: str
    clock: str
    plan: str | None = None
    language: Language = "zh"
    digits: str = ""


class Abandon(msgspec.Struct, frozen=True):
    """Nobody waits for job `key` any more: a ticket or a booking that still comes of it is cancelled."""

    key: str


class NoteUnfound(msgspec.Struct, frozen=True):
    """Let the server count that `sentence` found nothing; nobody waits for it."""

    sentence: str


class GiveBack(msgspec.Struct, frozen=True):
    """Cancel a ticket or a booking that came after its citizen had gone."""

    ticket: Ticket | Booking


class AskAgain(msgspec.Struct, frozen=True):
    """Do not wait for the next try: ask the server for order `key` now; an empty key asks for the center itself."""

    key: str


class PrintTicket(msgspec.Struct, frozen=True):
    """Print the slip of `ticket`; comes back as `SlipDone`.

    `papers` are the names of what is still missing, `code` is that of the consultation; a ticket of another center is
    to be checked in with `there`.
    """

    ticket: Ticket
    language: Language
    papers: tuple[Text, ...] = ()
    again: bool = False
    code: str | None = None
    large: bool = False
    there: PlaceAnswer | None = None


class PrintBooking(msgspec.Struct, frozen=True):
    """Print the slip of `booking` in the center called `place`, at `address` if known; comes back as `SlipDone`.

    `papers` are what is to be brought, `code` is that of the consultation.
    """

    booking: Booking
    language: Language
    service: Text
    place: Text
    address: Text | None = None
    papers: tuple[Paper, ...] = ()
    again: bool = False
    code: str | None = None
    large: bool = False


class PrintPlan(msgspec.Struct, frozen=True):
    """Print the plan of `consultation`, kept under `code`, as job `key`; comes back as `PlanDone`."""

    key: str
    language: Language
    consultation: Consultation
    code: str | None = None
    large: bool = False


class LookAround(msgspec.Struct, frozen=True):
    """Ask the printer how it is and the server who waits, before a ticket is offered."""


class LookAt(msgspec.Struct, frozen=True):
    """Ask the server what can be booked in another `center`, where a plan leads there."""

    center: str


class Forget(msgspec.Struct, frozen=True):
    """Nothing of the last citizen may stay anywhere on this machine."""


Effect = (
    SaveConsultation
    | KeepConsultation
    | OpenConsultation
    | AskNumber
    | AskSlots
    | AskPlaces
    | BookSlot
    | TakeTicket
    | Abandon
    | GiveBack
    | NoteUnfound
    | AskAgain
    | PrintTicket
    | PrintBooking
    | PrintPlan
    | LookAround
    | LookAt
    | Forget
)
