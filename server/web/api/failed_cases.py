"""What could not be done (办不成事): told at a counter or by a ticket's holder, seen to, closed."""

from typing import Final

from server.office.at_counter import answer, state_of
from server.office.failed.cases import NewCase, Who, close, hand, note, open_case
from server.office.failed.showing import cases_at_counter, cases_of_holder
from server.office.seat import seat_at
from server.office.ticket import in_hand_of
from server.rules.errors import Code
from server.store.unit_of_work import UnitOfWork
from server.web.address import KIB
from server.web.api.desk import Worded, here, posted
from server.web.route import Asked, Route, Write
from server.wire.failed_cases import CaseNote, CloseCase, FailedCases, OpenCase, OwnCase, OwnCases, TakeCase
from server.wire.messages import CounterAnswer

CLOSED: Final[tuple[Code, ...]] = ("failed_case_unknown", "failed_case_closed", "failed_case_words")


def _who(asked: Asked, uow: UnitOfWork) -> Who:
    """Return who presses at the counter that is spoken of, by name where somebody sits there."""
    counter, device, person = here(asked, uow)
    seat = seat_at(uow, counter)
    return Who(device, person, "" if seat is None else seat.name, counter)


def _answered(asked: Asked, uow: UnitOfWork) -> CounterAnswer:
    counter = asked.places["counter"]
    return answer(uow, uow.center, counter, in_hand_of(uow, counter), state_of(uow, counter, asked.now))


def _open(asked: Asked, uow: UnitOfWork, body: OpenCase) -> CounterAnswer:
    told = _answered(asked, uow)
    open_case(uow, NewCase(body.ticket, body.why, body.asked), _who(asked, uow), asked.now)
    return told


def _note(asked: Asked, uow: UnitOfWork, body: CaseNote) -> CounterAnswer:
    told = _answered(asked, uow)
    note(uow, body.case, body.note, _who(asked, uow), asked.now)
    return told


def _take(asked: Asked, uow: UnitOfWork, body: TakeCase) -> CounterAnswer:
    told, who = _answered(asked, uow), _who(asked, uow)
    hand(uow, body.case, who.called, "", who, asked.now)
    return told


def _close(asked: Asked, uow: UnitOfWork, body: CloseCase) -> CounterAnswer:
    told = _answered(asked, uow)
    close(uow, body.case, body.outcome, body.note, _who(asked, uow), asked.now)
    return told


def _own(asked: Asked, uow: UnitOfWork, body: OwnCase) -> OwnCases:
    ticket = asked.places["ticket"]
    device = asked.by.id if asked.admitted.bearer else "holder"
    open_case(uow, NewCase(ticket, body.why, body.asked), Who(device), asked.now)
    return cases_of_holder(uow, ticket, asked.now)


def _listed(asked: Asked) -> FailedCases:
    return asked.store.read(lambda reading: cases_at_counter(reading, asked.places["counter"], asked.now))


def _shown(asked: Asked) -> OwnCases:
    return asked.store.read(lambda reading: cases_of_holder(reading, asked.places["ticket"], asked.now))


WITH_WORDS: Final[tuple[Worded, ...]] = (
    (
        "open-case",
        _open,
        OpenCase,
        "Say that what a ticket came for could not be done, and why",
        ("ticket_unknown", "failed_cases_many", "failed_case_words"),
    ),
    ("note-case", _note, CaseNote, "Write down what was done about a case", CLOSED),
    ("take-case", _take, TakeCase, "Take a case on: whoever sits here has it from now on", CLOSED),
    ("close-case", _close, CloseCase, "Close a case with what came of it, told to the ticket's holder", CLOSED),
)

ROUTES = (
    Route(
        method="GET",
        path="/counters/{counter}/failed-cases",
        summary="What could not be done in the center of this counter: open cases, and those closed of late",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=FailedCases,
        refuses=("center_unknown",),
        act=_listed,
    ),
    *(posted(verb) for verb in WITH_WORDS),
    Route(
        method="GET",
        path="/tickets/{ticket}/failed-cases",
        summary="What could not be done for a ticket, by its secret",
        permission="ticket",
        scopes=("channel",),
        target="ticket",
        answer=OwnCases,
        refuses=("center_unknown",),
        act=_shown,
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/failed-cases",
        summary="Say that what a ticket came for could not be done, by its secret",
        permission="ticket",
        scopes=("channel",),
        target="ticket",
        rate="bookings",
        body_bytes=4 * KIB,
        answer=OwnCases,
        refuses=("failed_cases_many", "failed_case_words", "center_unknown"),
        act=Write(_own, OwnCase),
        status=201,
    ),
)
