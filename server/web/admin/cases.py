"""What could not be done (办不成事) in the halls in reach: found, seen to, taken along. Nothing is deleted."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeVar, cast
from urllib.parse import urlencode

from flask import Response, request

from server.office.by_number import ticket_on
from server.office.failed.by_person import close_as, hand_as, note_as, open_as
from server.office.failed.cases import NewCase
from server.office.failed.record import CaseRow, Sought, Which, case_of, cases_in, clock_of, counted, steps_of
from server.office.privacy.unmasking import record_unmasked
from server.rules.errors import Refusal
from server.rules.hall.failed_case import OUTCOMES, STANDINGS, WHY, Standing
from server.rules.people.roles import Duty, may_anywhere, reach
from server.rules.privacy.masking import masked
from server.store.halls import Hall
from server.store.unit_of_work import CITY as WHOLE
from server.store.unit_of_work import UnitOfWork
from server.web.admin.case_tables import cells, heads
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.record_tables import csv_text, workbook

Choice = TypeVar("Choice", bound=str)
CASES: Final = "/admin/cases"
DUTIES: Final[tuple[Duty, ...]] = ("look", "configure", "advise")
SECTION: Final = Section(
    CASES, "What could not be done", DUTIES, "Who was sent away without it, why, and until when they hear from us."
)
PAGE_ROWS: Final = 100
REASON_LONGEST: Final = 200
LOOKS: Final[dict[Standing, str]] = {"late": "stop", "soon": "wait", "in_time": "", "closed": "good"}
WHICH: Final[dict[Which, str]] = {
    "open": "Open ones",
    "late": "Too late",
    "closed": "Answered",
    "all": "All of them",
}
STEPS: Final[dict[str, str]] = {"opened": "opened", "noted": "noted", "handed": "handed on", "closed": "answered"}
KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _list(visit: Visit, trouble: Refusal | None = None) -> Shown:
    halls = _halls(visit)
    sought, rows = _found(visit, halls)
    every = Sought(frozenset(halls), "", which="all")
    counts = counted(_clock(visit, halls, each) for each in visit.store.read(lambda reading: cases_in(reading, every)))
    given = {"center": _given("center", halls), "why": sought.why, "which": sought.which}
    return visit.show(
        "cases",
        rows=[(each, _clock(visit, halls, each)) for each in rows[:PAGE_ROWS]],
        more=max(0, len(rows) - PAGE_ROWS),
        counts=counts,
        given=given,
        narrowed=urlencode(given),
        halls=halls,
        whys=WHY,
        whichs=WHICH,
        standings=STANDINGS,
        looks=LOOKS,
        shown=masked,
        today=_today(visit, halls),
        trouble=trouble,
        typed=visit.form,
    )


def _one(visit: Visit, trouble: Refusal | None = None, shown: Callable[[str], str] = masked) -> Shown:
    case, halls = _reached(visit), _halls(visit)
    hall = halls[case.center]
    steps = visit.store.read(lambda reading: steps_of(reading, case.id))
    return visit.show(
        "case",
        case=case,
        hall=hall,
        service=hall.services[case.service].name if case.service in hall.services else None,
        standing=_clock(visit, halls, case),
        steps=steps,
        said=STEPS,
        shown=shown,
        hidden=any(shown(each) != each for each in (case.asked, *(step.note for step in steps))),
        why=WHY[case.why],
        outcomes=OUTCOMES,
        standings=STANDINGS,
        looks=LOOKS,
        trouble=trouble,
        typed=visit.form,
    )


def _open(visit: Visit) -> Shown:
    halls, center = _halls(visit), visit.field("center")
    if center not in halls:
        raise Refusal("center_unknown", center=center)
    why = _chosen(visit.field("why"), WHY)
    day = visit.field("day") or halls[center].day(visit.now)

    def work(uow: UnitOfWork) -> CaseRow:
        ticket = ticket_on(uow, center, day, visit.field("number"))
        return open_as(uow, NewCase(ticket.id, why, visit.field("asked")), visit.by, visit.now)

    return visit.go(f"{CASES}/{visit.store.write(center, work).id}", "case_opened")


def _note(visit: Visit) -> Shown:
    case, text = _reached(visit), visit.field("note")
    visit.store.write(case.center, lambda uow: note_as(uow, case.id, text, visit.by, visit.now))
    return visit.go(f"{CASES}/{case.id}", "case_noted")


def _hand(visit: Visit) -> Shown:
    case, text = _reached(visit), visit.field("note")
    to = visit.field("to") or visit.who.name
    visit.store.write(case.center, lambda uow: hand_as(uow, case.id, to, text, visit.by, visit.now))
    return visit.go(f"{CASES}/{case.id}", "case_handed")


def _close(visit: Visit) -> Shown:
    case, text = _reached(visit), visit.field("note")
    chosen = _chosen(visit.field("outcome"), OUTCOMES)
    visit.store.write(case.center, lambda uow: close_as(uow, case.id, chosen, text, visit.by, visit.now))
    return visit.go(f"{CASES}/{case.id}", "case_closed")


def _unmask(visit: Visit) -> Shown:
    case, why = _reached(visit), " ".join(visit.field("reason").split())
    if not why or len(why) > REASON_LONGEST:
        raise Refusal("unmask_reason", longest=REASON_LONGEST)
    visit.store.write(WHOLE, lambda uow: record_unmasked(uow, "case", case.id, case.center, why, visit.by, visit.now))
    return _one(visit, shown=str)


def _csv(visit: Visit) -> Shown:
    return _file(csv_text(heads(visit.language), _table(visit)).encode(), "text/csv; charset=utf-8", "csv")


def _xlsx(visit: Visit) -> Shown:
    names = heads(visit.language)
    return _file(workbook(names, [16] * len(names), _table(visit)), KIND, "xlsx")


def _file(body: bytes, kind: str, ending: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="cases.{ending}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=named)


def _table(visit: Visit) -> list[list[str]]:
    halls = _halls(visit)
    rows = _found(visit, halls)[1]
    steps = visit.store.read(lambda reading: {each.id: steps_of(reading, each.id) for each in rows})
    return [
        cells(each, halls[each.center], _clock(visit, halls, each), steps[each.id], visit.language) for each in rows
    ]


def _found(visit: Visit, halls: dict[str, Hall]) -> tuple[Sought, list[CaseRow]]:
    center, why, which = _given("center", halls), _given("why", WHY), _given("which", WHICH) or "open"
    within = frozenset({center}) if center else frozenset(halls)
    sought = Sought(within, _today(visit, halls), why, cast(Which, which))
    return sought, visit.store.read(lambda reading: cases_in(reading, sought))


def _given(name: str, known: object) -> str:
    value = request.args.get(name, "")
    return value if isinstance(known, dict) and value in known else ""


def _today(visit: Visit, halls: dict[str, Hall]) -> str:
    return next((hall.day(visit.now) for hall in halls.values()), "")


def _clock(visit: Visit, halls: dict[str, Hall], case: CaseRow) -> Standing:
    hall = halls[case.center]
    return clock_of(case, hall, date.fromisoformat(hall.day(visit.now)))


def _halls(visit: Visit) -> dict[str, Hall]:
    """Return the centers at which whoever looks has one of the duties, in the order of the city."""
    held = [duty for duty in DUTIES if may_anywhere(visit.who.grants, duty)]
    mine = {center for duty in held for center in reach(visit.who.grants, duty, visit.tree)}
    return {hall.id: hall for hall, _, _ in visit.store.read(lambda reading: reading.halls()) if hall.id in mine}


def _reached(visit: Visit) -> CaseRow:
    case = visit.places["case"]
    row = visit.store.read(lambda reading: case_of(reading, case))
    if row.center not in _halls(visit):
        raise Refusal("failed_case_unknown")
    return row


def _chosen(text: str, known: Iterable[Choice]) -> Choice:
    for each in known:
        if each == text:
            return each
    raise Refusal("failed_case_choice")


def _post(path: str, act: Callable[[Visit], Shown]) -> Page:
    return Page(method="POST", path=f"{CASES}/{{case}}/{path}", duties=DUTIES, act=act, again=_one)


PAGES: Final = (
    Page(method="GET", path=CASES, duties=DUTIES, act=_list),
    Page(method="POST", path=CASES, duties=DUTIES, act=_open, again=_list),
    Page(method="GET", path=f"{CASES}/table.csv", duties=DUTIES, act=_csv),
    Page(method="GET", path=f"{CASES}/table.xlsx", duties=DUTIES, act=_xlsx),
    Page(method="GET", path=f"{CASES}/{{case}}", duties=DUTIES, act=_one),
    _post("note", _note),
    _post("unmask", _unmask),
    _post("hand", _hand),
    _post("close", _close),
)
