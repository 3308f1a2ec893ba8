"""The verbs of a counter; a counter's token may use those of its own counter only."""

from collections.abc import Callable
from typing import Final

from server.office.call_next import call_next
from server.office.counter import close_counter, miss, open_counter, pause_counter, recall, start
from server.office.finish import finish
from server.office.requests import CounterCommand
from server.office.views import counter_view
from server.rules.errors import Code
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write
from server.wire.messages import CounterAnswer, Nothing

Verb = Callable[[UnitOfWork, CounterCommand, int], CounterAnswer]
VERBS: Final[tuple[tuple[str, Verb, str, tuple[Code, ...]], ...]] = (
    ("open", open_counter, "Open the counter", ()),
    ("pause", pause_counter, "Pause the counter", ("counter_closed",)),
    ("close", close_counter, "Close the counter", ("counter_busy",)),
    (
        "call-next",
        call_next,
        "Call the next ticket",
        ("counter_closed", "counter_paused", "counter_busy", "line_empty"),
    ),
    ("recall", recall, "Call the same ticket again", ("counter_idle",)),
    ("start", start, "Begin to serve the called ticket", ("counter_idle",)),
    ("finish", finish, "Finish the ticket in hand", ("counter_idle",)),
    ("miss", miss, "Mark the called ticket as missed", ("counter_idle", "miss_needs_call", "miss_too_early")),
)
"""Name, work, summary, and what each refuses; at a new day's first word all may find a ticket that cannot expire."""


def _verb(verb: Verb) -> Callable[[Asked, UnitOfWork, Nothing], CounterAnswer]:
    return lambda asked, uow, _: verb(uow, CounterCommand(asked.places["counter"], asked.by.id), asked.now)


def _look(asked: Asked) -> CounterAnswer:
    return asked.store.read(lambda reading: counter_view(reading, asked.places["counter"]))


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
    *(
        Route(
            method="POST",
            path=f"/counters/{{counter}}/{name}",
            summary=summary,
            permission="token",
            scopes=("counter",),
            target="counter",
            answer=CounterAnswer,
            refuses=("ticket_state", *refuses),
            act=Write(_verb(verb), Nothing),
        )
        for name, verb, summary, refuses in VERBS
    ),
)
