"""What counters of a center ask of each other: help, and to open one for a long line."""

from typing import Final

from server.office.alarms import alarms_at, answer_alarm
from server.office.helping import answer_help, help_at
from server.office.requests import AlarmCommand, HelpAnsweredCommand
from server.store.unit_of_work import UnitOfWork
from server.web.api.desk import Worded, here, posted
from server.web.route import Asked, Route
from server.wire.at_counter import HelpFor
from server.wire.desks import AlarmAnswered, AlarmsAnswer
from server.wire.messages import CounterAnswer, HelpAnswer


def _answer_help(asked: Asked, uow: UnitOfWork, body: HelpFor) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    return answer_help(uow, HelpAnsweredCommand(counter, body.counter, device, person), asked.now)


def _answer_alarm(asked: Asked, uow: UnitOfWork, body: AlarmAnswered) -> CounterAnswer:
    counter, device, person = here(asked, uow)
    command = AlarmCommand(counter, body.service, body.answer, device, person, body.minutes, body.why)
    return answer_alarm(uow, command, asked.now)


def _alarms(asked: Asked) -> AlarmsAnswer:
    return asked.store.read(lambda reading: alarms_at(reading, asked.places["counter"], asked.now))


def _help(asked: Asked) -> HelpAnswer:
    return asked.store.read(lambda reading: help_at(reading, asked.places["counter"]))


WITH_WORDS: Final[tuple[Worded, ...]] = (
    (
        "answer-help",
        _answer_help,
        HelpFor,
        "Say that help is there for a counter of this center, or is not needed any more",
        (),
    ),
    (
        "answer-alarm",
        _answer_alarm,
        AlarmAnswered,
        "Answer that a line is too long: a counter is opened, somebody comes, or why that is not possible",
        ("service_unknown", "alarm_over"),
    ),
)

ROUTES = (
    Route(
        method="GET",
        path="/counters/{counter}/alarms",
        summary="For which lines of the center a counter should be opened",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=AlarmsAnswer,
        refuses=("center_unknown",),
        act=_alarms,
    ),
    Route(
        method="GET",
        path="/counters/{counter}/help",
        summary="Which counters of the center ask for help",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=HelpAnswer,
        act=_help,
    ),
    *(posted(verb) for verb in WITH_WORDS),
)
