"""Whoever comes back to a counter with a paper that was missing."""

from typing import Final

from server.office.requests import ReturnCommand, TakeReturnCommand
from server.office.return_right import finish_for_paper, returns_at_counter, take_return
from server.store.unit_of_work import UnitOfWork
from server.web.address import label
from server.web.api.desk import Worded, here, posted
from server.web.route import Asked, Route
from server.wire.messages import CounterAnswer
from server.wire.returns import ForPaper, ReturnsAnswer, TakeReturn


def _for_paper(asked: Asked, uow: UnitOfWork, body: ForPaper) -> CounterAnswer:
    return finish_for_paper(uow, ReturnCommand(*here(asked, uow), here=body.here), asked.now)


def _take_return(asked: Asked, uow: UnitOfWork, body: TakeReturn) -> CounterAnswer:
    command = TakeReturnCommand(*here(asked, uow), ticket=body.ticket, step=body.step, number=body.number)
    return take_return(uow, command, asked.now)


def _returns(asked: Asked) -> ReturnsAnswer:
    number = asked.query["number"] or ""
    return asked.store.read(lambda reading: returns_at_counter(reading, asked.places["counter"], number, asked.now))


WITH_WORDS: Final[tuple[Worded, ...]] = (
    (
        "finish-for-paper",
        _for_paper,
        ForPaper,
        "Finish because a paper is missing: whoever it is may come back with it by the same number",
        ("counter_idle", "return_off"),
    ),
    (
        "take-return",
        _take_return,
        TakeReturn,
        "Give somebody who comes back with a paper a number that goes before new ones",
        (
            "return_unknown",
            "service_unknown",
            "service_unserved",
            "center_closed",
            "center_closing",
            "numbers_used_up",
        ),
    ),
)

ROUTES = (
    Route(
        method="GET",
        path="/counters/{counter}/returns",
        summary="The rights to come back that tickets of a number give",
        permission="token",
        scopes=("counter",),
        target="counter",
        query=(label("number"),),
        answer=ReturnsAnswer,
        refuses=("center_unknown",),
        act=_returns,
    ),
    *(posted(verb) for verb in WITH_WORDS),
)
