"""Reports of centers in reach: chosen, read, taken along as workbook or sheets, and those that are kept as files."""

from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from flask import Response, request

from config.centers import Text
from config.words import both
from server.office.reports.kept_files import KeptFile, file_named, kept_files
from server.rules.errors import Refusal
from server.rules.hall.report import Period, span_of
from server.rules.people.roles import reach
from server.web.admin.names import center_names, zone_of
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.reports.making import PDF, XLSX, made_report
from server.web.reports.sheets import report_sheets
from server.web.reports.workbook import workbook
from server.web.reports.written import WrittenReport, cell_words, span_words

REPORTS: Final = "/admin/reports"
SECTION: Final = Section(REPORTS, "Reports", ("look",), "Days and months in figures, to look at and to print.")
PERIODS: Final[dict[Period, str]] = {
    "yesterday": "Yesterday",
    "week": "The last 7 days",
    "month": "The last 30 days",
    "this_month": "This month",
    "last_month": "Last month",
    "between": "From a day to a day",
}
EVERY: Final = {"day": "Day", "week": "Week", "month": "Month"}
MOST_LISTED: Final = 120
_KINDS: Final = {"xlsx": XLSX, "pdf": PDF}


class Chosen(NamedTuple):
    """What somebody asked for: a center ("" for all in their reach), with those below it or not, and the days."""

    center: str
    below: bool
    period: Period
    first: str
    last: str

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        below = {"alone": "1"} if not self.below else {}
        days = {"first": self.first, "last": self.last} if self.period == "between" else {}
        return urlencode({"center": self.center, "period": self.period, **below, **days})


def _show(visit: Visit) -> Shown:
    return _page(visit, None)


def _page(visit: Visit, trouble: Refusal | None) -> str:
    mine, names = _reach(visit), visit.store.read(center_names)
    chosen = _chosen(mine)
    written = None
    try:
        written = _made(visit, chosen, mine, names) if mine else None
    except Refusal as refusal:
        trouble = refusal
    return visit.show(
        "reports",
        centers={center: names[center] for center in mine if center in names},
        chosen=chosen,
        periods=PERIODS,
        report=written,
        days=span_words(written.span, visit.language) if written else "",
        cell=cell_words,
        every=EVERY,
        files=_files(visit, _place(visit, chosen, mine, names)[0] if mine else mine)[:MOST_LISTED],
        names=names,
        trouble=trouble,
        size=_size,
    )


def _xlsx(visit: Visit) -> Shown:
    return _given(workbook(_one(visit)), XLSX, "report.xlsx")


def _pdf(visit: Visit) -> Shown:
    return _given(report_sheets(_one(visit)), PDF, "report.pdf")


def _file(visit: Visit) -> Shown:
    folder, name = folder_of(visit), visit.places["file"]
    found = None if folder is None else file_named(folder, name)
    if folder is None or found is None or found.center not in _reach(visit):
        raise Refusal("not_found")
    return _given((folder / found.name).read_bytes(), _KINDS[found.kind], found.name)


def _one(visit: Visit) -> WrittenReport:
    mine = _reach(visit)
    return _made(visit, _chosen(mine), mine, visit.store.read(center_names))


def _made(visit: Visit, chosen: Chosen, mine: tuple[str, ...], names: dict[str, Text]) -> WrittenReport:
    today = datetime.fromtimestamp(visit.now / 1000, visit.store.read(zone_of)).date()
    span = span_of(chosen.period, today, _day(chosen.first), _day(chosen.last))
    centers, place = _place(visit, chosen, mine, names)
    house = visit.house
    return made_report(
        visit.store, centers, span, place, visit.language, house.book, visit.now, house.reports.minute_cost
    )


def _place(visit: Visit, chosen: Chosen, mine: tuple[str, ...], names: dict[str, Text]) -> tuple[tuple[str, ...], Text]:
    """Return the centers that are asked for, all within reach, and what they are called together."""
    if not chosen.center:
        return mine, both("All {count} centers", count=len(mine)) if len(mine) > 1 else names[mine[0]]
    if not chosen.below:
        return (chosen.center,), names[chosen.center]
    centers = visit.tree.below(chosen.center)
    name = names[chosen.center]
    return centers, name if len(centers) == 1 else both(
        "{name} with {count} below it", name=name, count=len(centers) - 1
    )


def _chosen(mine: tuple[str, ...]) -> Chosen:
    center = request.args.get("center", mine[0] if len(mine) == 1 else "")
    period: Period = next((each for each in PERIODS if each == request.args.get("period")), "week")
    first, last = (request.args.get(name, "")[:10] for name in ("first", "last"))
    return Chosen(center if center in mine else "", "alone" not in request.args, period, first, last)


def _reach(visit: Visit) -> tuple[str, ...]:
    return reach(visit.who.grants, "look", visit.tree)


def folder_of(visit: Visit) -> Path | None:
    """Return where reports are kept, None where none are."""
    return visit.house.kept_reports


def _files(visit: Visit, centers: tuple[str, ...]) -> list[KeptFile]:
    folder = folder_of(visit)
    return [] if folder is None else [each for each in kept_files(folder) if each.center in centers]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _size(many: int) -> str:
    return f"{-(-many // 1024):,} KiB"


def _given(body: bytes, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=told)


PAGES: Final = (
    Page(method="GET", path=REPORTS, duties=SECTION.duties, rate="effort", act=_show),
    Page(method="GET", path=f"{REPORTS}/table.xlsx", duties=SECTION.duties, rate="effort", act=_xlsx),
    Page(method="GET", path=f"{REPORTS}/sheets.pdf", duties=SECTION.duties, rate="effort", act=_pdf),
    Page(method="GET", path=f"{REPORTS}/kept/{{file}}", duties=SECTION.duties, rate="effort", act=_file),
)
