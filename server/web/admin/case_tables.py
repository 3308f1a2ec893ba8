"""Cases of what could not be done as a table for whoever looks what becomes of them: every one that is looked for."""

from typing import Final

from config.centers import Language
from config.words import say
from server.office.failed.record import CaseRow, StepRow
from server.rules.hall.failed_case import OUTCOMES, STANDINGS, WHY, Standing
from server.rules.privacy.masking import masked
from server.store.halls import Hall

HEADS: Final = (
    "Number",
    "Day",
    "Center",
    "Service",
    "What was asked for",
    "Why not",
    "Opened",
    "To be answered by",
    "How it stands",
    "Who has it",
    "What came of it",
    "Answered",
    "What was told",
    "Steps",
)


def heads(language: Language) -> list[str]:
    """Return the names of the columns."""
    return [say(language, each) for each in HEADS]


def cells(case: CaseRow, hall: Hall, standing: Standing, steps: list[StepRow], language: Language) -> list[str]:
    """Return one case as the table has it; moments by the clocks of its hall."""
    service = hall.services.get(case.service)
    counter = hall.counters.get(case.held_by)
    return [
        case.label,
        case.day,
        hall.name.say(language),
        case.service if service is None else service.name.say(language),
        masked(case.asked),
        say(language, WHY[case.why]),
        _moment(case.opened_at, hall),
        case.due,
        say(language, STANDINGS[standing]),
        case.held_by if counter is None else counter.name.say(language),
        say(language, OUTCOMES[case.outcome]) if case.outcome else "",
        _moment(case.closed_at, hall),
        masked(steps[-1].note) if case.outcome else "",
        str(len(steps)),
    ]


def _moment(at: int | None, hall: Hall) -> str:
    return "" if at is None else f"{hall.local(at):%Y-%m-%d %H:%M}"
