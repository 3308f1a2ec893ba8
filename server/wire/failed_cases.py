"""What could not be done, on the wire: at the counter, and on the page of a ticket's holder."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from server.rules.bounds import Count, Day, Id, Moment, Number
from server.rules.hall.failed_case import Outcome, Standing, Step, Why

WORDS_LONGEST: Final = 400
NAME_LONGEST: Final = 40
Words = Annotated[str, Meta(min_length=1, max_length=WORDS_LONGEST)]
Called = Annotated[str, Meta(min_length=1, max_length=NAME_LONGEST)]


class OpenCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `open-case`: what `ticket` came for and could not be done, why, and what was asked for."""

    ticket: Id
    why: Why
    asked: Words


class OwnCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same as a ticket's holder says it."""

    why: Why
    asked: Words


class CaseNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `note-case`: what was done about a case."""

    case: Id
    note: Words


class TakeCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `take-case`: whoever sits at the counter has the case from now on."""

    case: Id


class CloseCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `close-case`: what came of a case, and what its ticket's holder is told."""

    case: Id
    outcome: Outcome
    note: Words


class CaseStep(msgspec.Struct, frozen=True):
    """Something that was done about a case: by whom, as they were called, or at which counter."""

    at: Moment
    what: Step
    note: str
    name: str
    counter: Id | None


class FailedCase(msgspec.Struct, frozen=True):
    """A case as staff see it: of ticket `number` of `day`, `due` on a day, `held_by` whoever has it ("": nobody)."""

    id: Id
    number: Number
    day: Day
    service: Id
    why: Why
    asked: str
    due: Day
    standing: Standing
    held_by: str
    outcome: Outcome | None
    steps: tuple[CaseStep, ...]


class FailedCases(msgspec.Struct, frozen=True):
    """The cases of a center that are open, the most urgent first, and those closed of late; how many stand how."""

    cases: tuple[FailedCase, ...] = ()
    late: Count = 0
    soon: Count = 0
    in_time: Count = 0


class OwnCaseShown(msgspec.Struct, frozen=True):
    """A case as the ticket's holder sees it: whether somebody has it, and in the end what came of it, in words."""

    why: Why
    asked: str
    opened_at: Moment
    due: Day
    standing: Standing
    taken: bool
    outcome: Outcome | None
    told: str


class OwnCases(msgspec.Struct, frozen=True):
    """The cases of one ticket, the first first; `more` tells whether another one can be opened."""

    cases: tuple[OwnCaseShown, ...] = ()
    more: bool = True
