"""From centers and days to a written report: what is read, what things are called, and the files of it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from config.centers import Language, Text
from config.reporting import Reports
from server.office.guidance.line_marks import marked_lines
from server.office.releases.publish import current_release_id
from server.office.reports.kept_files import Make
from server.office.reports.kept_folds import fold_missing
from server.office.reports.reporting import report_of
from server.rules.errors import Refusal
from server.rules.guidance.judge.book import Book
from server.rules.hall.report import Report, Span
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.web.consulting import Consulting
from server.web.reports.sheets import report_sheets
from server.web.reports.workbook import workbook
from server.web.reports.writing import MarkedPaper, Names, write_report
from server.web.reports.written import WrittenReport
from server.wire.editing import LineMark

FOLDED_AT_ONCE: Final = 3
"""Days without a fold that whoever asks for a report waits for; the keeper does the others."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
OpenBook = Callable[[int], Book | None]
"""What opens the lists in force at a moment (ms); None where none are."""


def book_in_force(store: Store, consultations: Consulting) -> OpenBook:
    """Return what opens the lists in force."""

    def book(now: int) -> Book | None:
        try:
            return consultations.book_of(store.read(lambda reading: current_release_id(reading, now)), None)
        except Refusal:
            return None

    return book


def counted(store: Store, centers: Sequence[str], span: Span) -> Report:
    """Return the report of `centers` over `span`; a few days that nobody has folded yet are folded first."""
    report = store.read(lambda reading: report_of(reading, centers, span))
    if report.uncounted and fold_missing(store, centers, span.first, span.last, FOLDED_AT_ONCE) < report.uncounted:
        report = store.read(lambda reading: report_of(reading, centers, span))
    return report


def made_report(
    store: Store,
    centers: Sequence[str],
    span: Span,
    place: Text,
    language: Language,
    book: OpenBook,
    now: int,
    minute_cost: float | None,
) -> WrittenReport:
    """Return the written report of a `place` made of `centers`, as everything is called at `now` (ms)."""
    report = counted(store, centers, span)
    names, marks = store.read(lambda reading: (_hall_names(reading, centers), _marks(reading, centers, span.first)))
    whole = report.whole
    lists = book(now) if whole.consulted or whole.stopped or marks else None
    if lists is not None:
        names = Names(
            names.services,
            names.counters,
            {each: _titled(lists, each) for each in whole.consulted if each in lists.checklists},
            {each: lists.facts[each].ask for each in whole.stopped if each in lists.facts},
        )
    papers = [_named(each, lists) for each in marks]
    return write_report(report, place, names, language, minute_cost=minute_cost, marks=papers)


def kept_report(store: Store, book: OpenBook, clock: Callable[[], int], wanted: Reports) -> Make:
    """Return what makes the files of a center that are kept."""

    def make(center: str, span: Span) -> dict[str, bytes]:
        hall = store.read(lambda reading: reading.hall(center))
        written = made_report(store, (center,), span, hall.name, wanted.language, book, clock(), wanted.minute_cost)
        if not any(table.id == "services" for table in written.tables):
            return {}
        return {"pdf": report_sheets(written), "xlsx": workbook(written)}

    return make


def _hall_names(reading: Reading, centers: Sequence[str]) -> Names:
    halls = [reading.hall(center) for center in centers]
    services = {id_: each.name for hall in halls for id_, each in hall.services.items()}
    counters: dict[str, Text] = {}
    for hall in halls:
        for id_, name in {**{id_: each.name for id_, each in hall.counters.items()}, **hall.former}.items():
            several = len(halls) > 1
            counters[id_] = Text(f"{hall.name.zh} · {name.zh}", f"{hall.name.en} · {name.en}") if several else name
    return Names(services, counters)


def _marks(reading: Reading, centers: Sequence[str], since: date) -> list[LineMark]:
    """Return what counters said is wrong in the lists, the most frequent first."""
    counts: dict[tuple[str, str, str], LineMark] = {}
    for center in centers:
        for each in marked_lines(reading, since.isoformat(), center):
            key = each.about, each.line, each.why
            known = counts.get(key)
            count, last = (known.count, known.last_day) if known else (0, "")
            counts[key] = LineMark(each.about, each.line, each.why, count + each.count, max(last, each.last_day))
    return sorted(counts.values(), key=lambda each: (-each.count, each.line, each.why))


def _named(mark: LineMark, book: Book | None) -> MarkedPaper:
    name: Text | str = mark.line
    if book is not None:
        known = book.documents if mark.about == "paper" else book.items
        name = known[mark.line].name if mark.line in known else mark.line
    return MarkedPaper(name, mark.why, mark.count, mark.last_day)


def _titled(book: Book, checklist: str) -> Text:
    return book.checklists[checklist].topic
