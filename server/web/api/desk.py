"""What all addresses of a counter share: who speaks there, and how a verb becomes a route."""

from collections.abc import Callable

from server.office.pressing import who_presses
from server.rules.errors import Code
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write
from server.wire.messages import CounterAnswer

Worded = tuple[str, Callable[..., CounterAnswer], type, str, tuple[Code, ...]]
"""Name, work, body, summary, and what a verb refuses."""


def here(asked: Asked, uow: UnitOfWork) -> tuple[str, str, str | None]:
    """Return the counter that is spoken of, the device that speaks, and whoever sits there, for the journal.

    Raises `Refusal` desk_sign_in_needed.
    """
    counter = asked.places["counter"]
    return counter, asked.by.id, who_presses(uow, asked.admitted.center, counter, asked.by.sign_in, asked.now)


def posted(verb: Worded) -> Route:
    """Return the route of `verb`; at a new day's first word it may find a ticket that cannot expire."""
    name, work, body, summary, refuses = verb
    return Route(
        method="POST",
        path=f"/counters/{{counter}}/{name}",
        summary=summary,
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=CounterAnswer,
        refuses=("ticket_state", *refuses),
        act=Write(work, body),
    )
