"""Calling for help without a sound: the consoles of a center see which counter asks, its screens and phones nothing.

Everybody is told only that there is something for staff; what it is stands in the journal's private column.
"""

from typing import Literal

import msgspec
from sqlalchemy import bindparam, select, update

from server.office.at_counter import answer, center_of, state_of
from server.office.requests import CounterCommand, HelpAnsweredCommand
from server.office.ticket import in_hand_of
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import CounterAnswer, HelpAnswer, HelpAsked, moment

_c = tables.counters.c
_ASKS = select(_c.id, _c.help_at).where(
    _c.center == bindparam("center"), _c.help_at.is_not(None), _c.taken_away_at.is_(None)
)
_ASK = (
    update(tables.counters)
    .where(_c.id == bindparam("of_counter"), _c.help_at.is_(None))
    .values(help_at=bindparam("at"))
)
_CLEAR = update(tables.counters).where(_c.id == bindparam("of_counter"), _c.help_at.is_not(None)).values(help_at=None)


class Help(msgspec.Struct, frozen=True):
    """What only the office keeps: that a counter asked for help, or that somebody at counter `by` saw to it."""

    what: Literal["help_called", "help_answered"]
    counter: str
    by: str


def call_for_help(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Ask for help at a counter at `now` (ms); whoever asks already asks once. Raises `Refusal` counter_unknown."""
    state = state_of(uow, command.counter, now)
    if uow.change(_ASK, of_counter=command.counter, at=uow.moment(now)):
        _tell(uow, "help_called", command.counter, command, now)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def answer_help(uow: UnitOfWork, command: HelpAnsweredCommand, now: int) -> CounterAnswer:
    """Say at a counter that help for counter `command.of` of its center is there, or is not needed any more.

    Raises `Refusal` counter_unknown for either; where nobody asks nothing is done.
    """
    state = state_of(uow, command.counter, now)
    if command.of not in uow.own_hall().counters:
        raise Refusal("counter_unknown", counter=command.of)
    if uow.change(_CLEAR, of_counter=command.of):
        _tell(uow, "help_answered", command.of, command, now)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def help_at(reading: Reading, counter: str) -> HelpAnswer:
    """Return which counters of this counter's center ask for help, longest first. Raises `Refusal` counter_unknown."""
    rows = reading.rows(_ASKS, center=center_of(reading, counter))
    asked = sorted((at, id_) for id_, at in rows)
    return HelpAnswer(tuple(HelpAsked(id_, moment(at)) for at, id_ in asked))


def _tell(
    uow: UnitOfWork,
    what: Literal["help_called", "help_answered"],
    counter: str,
    command: CounterCommand | HelpAnsweredCommand,
    now: int,
) -> None:
    private = msgspec.json.encode(Help(what, counter, command.counter)).decode()
    uow.tell(now, "staff.told", command.by.device, person=command.by.person, private=private)
