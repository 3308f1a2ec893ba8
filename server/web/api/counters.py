"""The verbs of a counter; a counter's token may use those of its own counter only."""

from collections.abc import Callable
from typing import Final

from server.office.aside import aside_at
from server.office.call_chosen import call_chosen
from server.office.call_next import call_next
from server.office.classing import give_priority, take_priority
from server.office.coming_back import back_in_line
from server.office.counter import close_counter, miss, open_counter, pause_counter, recall, start
from server.office.desks import people_at
from server.office.finish import finish, finish_and_call
from server.office.helping import call_for_help
from server.office.holding import hold, resume
from server.office.requests import (
    AtOnceCommand,
    BackInLineCommand,
    ChosenCommand,
    CounterCommand,
    PauseCommand,
    PriorityCommand,
    RerouteCommand,
    SitDownCommand,
    TicketCommand,
    TransferCommand,
)
from server.office.serve_at_once import serve_at_once
from server.office.sitting import leave, sit_down
from server.office.steps import reroute
from server.office.transfer import transfer
from server.office.undo import undo
from server.office.views import counter_view
from server.rules.errors import Code
from server.store.unit_of_work import UnitOfWork
from server.web.address import label
from server.web.api.desk import Worded, here, posted
from server.web.route import Asked, Route
from server.wire.at_counter import (
    BackInLine,
    ChosenTicket,
    PriorityFor,
    Reroute,
    ServiceNamed,
    TicketNamed,
    TransferTo,
)
from server.wire.desks import PauseFor, PeopleAnswer, SitDown
from server.wire.messages import AsideAnswer, CounterAnswer, Nothing

Verb = Callable[[UnitOfWork, CounterCommand, int], CounterAnswer]
VERBS: Final[tuple[tuple[str, Verb, str, tuple[Code, ...]], ...]] = (
    ("open", open_counter, "Open the counter", ("desk_empty",)),
    ("leave", leave, "Leave the desk: the counter closes", ("counter_busy",)),
    ("close", close_counter, "Close the counter", ("counter_busy",)),
    (
        "call-next",
        call_next,
        "Call the next ticket",
        ("counter_closed", "counter_paused", "desk_empty", "counter_busy", "line_empty"),
    ),
    ("recall", recall, "Call the same ticket again", ("counter_idle",)),
    ("start", start, "Begin to serve the called ticket", ("counter_idle",)),
    ("finish", finish, "Finish the ticket in hand", ("counter_idle",)),
    ("finish-and-call", finish_and_call, "Finish the ticket in hand and call the next one", ("counter_idle",)),
    ("help", call_for_help, "Call for help, seen by the consoles of the center alone", ()),
    ("hold", hold, "Put the ticket in service on hold", ("counter_idle",)),
    (
        "undo",
        undo,
        "Take the last press back",
        (
            "counter_closed",
            "undo_off",
            "undo_nothing",
            "undo_late",
            "undo_overtaken",
            "ticket_unknown",
            "service_unknown",
        ),
    ),
    ("miss", miss, "Mark the called ticket as missed", ("counter_idle", "miss_needs_call", "miss_too_early")),
)
"""Name, work, summary, and what each refuses; at a new day's first word all may find a ticket that cannot expire."""


def _verb(verb: Verb) -> Callable[[Asked, UnitOfWork, Nothing], CounterAnswer]:
    return lambda asked, uow, _: verb(uow, CounterCommand(*here(asked, uow)), asked.now)


def _resume(asked: Asked, uow: UnitOfWork, body: TicketNamed) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    return resume(uow, TicketCommand(counter, body.ticket, device, person), asked.now)


def _back_in_line(asked: Asked, uow: UnitOfWork, body: BackInLine) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = BackInLineCommand(counter, body.ticket, device, person, here=body.here)
    return back_in_line(uow, command, asked.now)


def _call_chosen(asked: Asked, uow: UnitOfWork, body: ChosenTicket) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = ChosenCommand(counter, body.ticket, device, person, reason=body.reason)
    return call_chosen(uow, command, asked.now)


def _serve_at_once(asked: Asked, uow: UnitOfWork, body: ServiceNamed) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    return serve_at_once(uow, AtOnceCommand(counter, body.service, device, person), asked.now)


def _transfer(asked: Asked, uow: UnitOfWork, body: TransferTo) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = TransferCommand(counter, body.service, device, body.back, person, to=body.counter, note=body.note)
    return transfer(uow, command, asked.now)


def _reroute(asked: Asked, uow: UnitOfWork, body: Reroute) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = RerouteCommand(counter, body.ticket, body.onward, body.instead_of, device, person)
    return reroute(uow, command, asked.now)


def _pause(asked: Asked, uow: UnitOfWork, body: PauseFor) -> CounterAnswer:
    return pause_counter(uow, PauseCommand(*here(asked, uow), reason=body.reason), asked.now)


def _sit_down(asked: Asked, uow: UnitOfWork, body: SitDown) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    return sit_down(uow, SitDownCommand(counter, body.who, device, body.take_over, person), asked.now)


def _people(asked: Asked) -> PeopleAnswer:
    return asked.store.read(lambda reading: people_at(reading, asked.places["counter"]))


def _give_priority(asked: Asked, uow: UnitOfWork, body: PriorityFor) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = PriorityCommand(counter, body.ticket, device, person, ground=body.ground)
    return give_priority(uow, command, asked.now)


def _take_priority(asked: Asked, uow: UnitOfWork, body: TicketNamed) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    return take_priority(uow, TicketCommand(counter, body.ticket, device, person), asked.now)


def _aside(asked: Asked) -> AsideAnswer:
    counter, number = asked.places["counter"], asked.query["number"]
    return asked.store.read(lambda reading: aside_at(reading, counter, number))


def _look(asked: Asked) -> CounterAnswer:
    return asked.store.read(lambda reading: counter_view(reading, asked.places["counter"]))


WITH_WORDS: Final[tuple[Worded, ...]] = (
    ("pause", _pause, PauseFor, "Pause the counter, with a reason", ("counter_closed",)),
    (
        "sit-down",
        _sit_down,
        SitDown,
        "Let somebody of the staff sit down at this counter, or take it over",
        ("person_unknown", "desk_taken", "person_elsewhere", "counter_busy", "desk_sign_in_needed"),
    ),
    (
        "transfer",
        _transfer,
        TransferTo,
        "Send the ticket in hand on to another service or counter",
        (
            "counter_idle",
            "service_unknown",
            "service_unserved",
            "transfer_nowhere",
            "transfer_same",
            "transfer_here",
            "counter_away",
            "skill_missing",
        ),
    ),
    (
        "reroute",
        _reroute,
        Reroute,
        "Change what the ticket in hand is for after this step: add, leave out, put in another order",
        ("counter_idle", "steps_changed", "service_unknown", "service_unserved", "step_twice"),
    ),
    (
        "resume",
        _resume,
        TicketNamed,
        "Go on with a ticket that is on hold",
        ("counter_closed", "counter_busy", "ticket_unknown", "skill_missing"),
    ),
    (
        "back-in-line",
        _back_in_line,
        BackInLine,
        "Put a ticket that is missed, put off, on hold or finished back into line, or before the counter that had it",
        ("ticket_unknown", "service_unknown", "counter_away", "skill_missing"),
    ),
    (
        "call-chosen",
        _call_chosen,
        ChosenTicket,
        "Call a ticket that is not the next, with a reason",
        (
            "counter_closed",
            "counter_paused",
            "desk_empty",
            "skill_missing",
            "counter_busy",
            "ticket_unknown",
            "service_unknown",
            "choosing_not_allowed",
        ),
    ),
    (
        "give-priority",
        _give_priority,
        PriorityFor,
        "Give a ticket priority on a ground that staff have seen, or confirm what was claimed at a kiosk",
        ("ticket_unknown", "priority_already"),
    ),
    (
        "take-priority",
        _take_priority,
        TicketNamed,
        "Take priority from a ticket that has no ground for it",
        ("ticket_unknown", "priority_none"),
    ),
    (
        "serve-at-once",
        _serve_at_once,
        ServiceNamed,
        "Serve somebody who has no ticket, under the next number",
        (
            "counter_closed",
            "counter_paused",
            "desk_empty",
            "skill_missing",
            "counter_busy",
            "service_unknown",
            "counter_serves_not",
            "numbers_used_up",
        ),
    ),
)

ROUTES = (
    Route(
        method="GET",
        path="/counters/{counter}",
        summary="Look at a counter",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=CounterAnswer,
        act=_look,
    ),
    Route(
        method="GET",
        path="/counters/{counter}/tickets",
        summary="Tickets on hold, missed, put off and finished, or one by its number",
        permission="token",
        scopes=("counter",),
        target="counter",
        query=(label("number"),),
        answer=AsideAnswer,
        act=_aside,
    ),
    Route(
        method="GET",
        path="/counters/{counter}/people",
        summary="Who may sit down here, and who sits where",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=PeopleAnswer,
        act=_people,
    ),
    *(posted((name, _verb(verb), Nothing, summary, refuses)) for name, verb, summary, refuses in VERBS),
    *(posted(verb) for verb in WITH_WORDS),
)
