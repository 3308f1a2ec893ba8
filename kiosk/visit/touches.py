"""What happens to the kiosk: fingers, the clock, and the results of its own effects."""

from typing import Final

import msgspec

from config.centers import Language, Text
from config.rule import Value
from hardware.printer.port import Printed, PrinterState
from server.rules.guidance.judge.verdict import Consultation, State, Wish
from server.wire.messages import NumberAnswer, Ticket


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
    """The server refused order `key`: stable code, and its sentence with the values it names."""

    key: str
    code: str
    message: str
    values: dict[str, str] = {}


class Away(msgspec.Struct, frozen=True):
    """The server does not answer order `key`; it is being asked again."""

    key: str


class SlipDone(msgspec.Struct, frozen=True):
    """What became of the slip of ticket `ticket`, and how the printer says it is."""

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


Result = (
    Saved | Kept | Continued | NotContinued | NumberTold | NumberUntold | Taken | Refused | Away | SlipDone | PlanDone
)
Touch = Pressed | Ticked | Result


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


class AskNumber(msgspec.Struct, frozen=True):
    """Ask the server for ticket `number` with the `digits` of its slip; `NumberTold` or `NumberUntold` comes back.

    With a `verb` (its name in the API) the ticket of id `ticket` is moved first; with `CHECK_IN` the `digits` are those
    of a booking, whose ticket is made first.
    """

    key: str
    number: str
    digits: str = ""
    ticket: str = ""
    verb: str = ""
    language: Language = "zh"


class TakeTicket(msgspec.Struct, frozen=True):
    """Ask for one ticket under one key until the server has answered; `Taken`, `Refused` or `Away` come back."""

    key: str
    services: tuple[str, ...]
    plan: str | None
    language: Language = "zh"


class Abandon(msgspec.Struct, frozen=True):
    """Nobody waits for job `key` any more: a ticket that still comes of it is cancelled."""

    key: str


class GiveBack(msgspec.Struct, frozen=True):
    """Cancel a ticket that came after its citizen had gone."""

    ticket: Ticket


class AskAgain(msgspec.Struct, frozen=True):
    """Do not wait for the next try: ask the server for order `key` now; an empty key asks for the center itself."""

    key: str


class PrintTicket(msgspec.Struct, frozen=True):
    """Print the slip of `ticket`; comes back as `SlipDone`.

    `papers` are the names of what is still missing, `code` is that of the consultation.
    """

    ticket: Ticket
    language: Language
    papers: tuple[Text, ...] = ()
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


class Forget(msgspec.Struct, frozen=True):
    """Nothing of the last citizen may stay anywhere on this machine."""


Effect = (
    SaveConsultation
    | KeepConsultation
    | OpenConsultation
    | AskNumber
    | TakeTicket
    | Abandon
    | GiveBack
    | AskAgain
    | PrintTicket
    | PrintPlan
    | LookAround
    | Forget
)
