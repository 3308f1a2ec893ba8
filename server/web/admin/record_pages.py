"""The record of changes: read newest first, narrowed, looked at closely, taken along. Nothing here changes it."""

import re
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, request

from config.documents import DOCUMENTS
from server.office.audit.difference import differences
from server.office.audit.kept_heads import kept_heads, told_head
from server.office.audit.looking import NEWEST, Sought, newest, row_of
from server.office.audit.proof_words import proof_words
from server.office.audit.proving import prove
from server.office.people.record import everybody
from server.rules.errors import Refusal
from server.rules.privacy.masking import masked
from server.store.settings import revision_of, scope_of
from server.store.unit_of_work import Reading
from server.web.admin.names import center_names, zone_of
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.record_tables import XLSX_ROWS, csv_portions, xlsx
from server.web.admin.record_words import KINDS, Names, place_words, sentence, who_words

RECORD: Final = "/admin/record"
SECTION: Final = Section(RECORD, "Record", ("audit",), "Who changed what and when, and the proof that it is whole.")
PAGE_ROWS: Final = 50
FILTERS: Final = ("who", "kind", "center", "day")
LONGEST_ID: Final = 64
_DAY: Final = re.compile("2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
_SEQ: Final = re.compile("[0-9]{1,18}")


def _list(visit: Visit) -> Shown:
    zone, names = visit.store.read(zone_of), visit.store.read(names_of)
    given = {name: request.args.get(name, "").strip()[:LONGEST_ID] for name in FILTERS}
    sought, before = _sought(given, zone), _seq(request.args.get("before", "")) or NEWEST
    rows = visit.store.read(lambda reading: newest(reading, sought, before, PAGE_ROWS + 1))
    narrowed = {name: value for name, value in given.items() if value}
    people = {row.id: f"{row.name} ({row.login})" for row in visit.store.read(everybody)}
    if given["who"]:
        people.setdefault(given["who"], rows[0].changed.name if rows and rows[0].changed.name else given["who"])
    older = urlencode({**narrowed, "before": rows[PAGE_ROWS - 1].seq}) if len(rows) > PAGE_ROWS else ""
    return visit.show(
        "record",
        rows=[(row, sentence(row.changed, names), place_words(row.changed, names)) for row in rows[:PAGE_ROWS]],
        given=given,
        people=people,
        kinds=KINDS,
        centers=names.centers,
        older=older,
        is_first=before == NEWEST,
        narrowed=urlencode(narrowed),
        most=XLSX_ROWS,
    )


def _one(visit: Visit) -> Shown:
    seq = _seq(visit.places["row"])
    row = visit.store.read(lambda reading: row_of(reading, seq))
    if row is None:
        raise Refusal("not_found")
    names = visit.store.read(names_of)
    before, after = row.changed.before, row.changed.after
    if row.changed.what == "settings_written":
        before, after = visit.store.read(lambda reading: _documents(reading, row.changed.about, before, after))
    return visit.show(
        "recorded",
        row=row,
        told=sentence(row.changed, names),
        by=who_words(row.changed),
        place=place_words(row.changed, names),
        lines=differences(before, after),
        shown=lambda value: masked(str(value)),
    )


def _prove(visit: Visit) -> Shown:
    file = visit.house.record_heads
    proof = prove(visit.store, None if file is None else kept_heads(file))
    return visit.show("record_proof", proof=proof, told=proof_words(proof), head=told_head(proof.head))


def _csv(visit: Visit) -> Shown:
    sought, names, moment = _taken(visit)
    told = csv_portions(visit.store, sought, names, visit.language, moment)
    return Response(told, content_type="text/csv; charset=utf-8", headers=_named("record.csv"))


def _xlsx(visit: Visit) -> Shown:
    sought, names, moment = _taken(visit)
    told = xlsx(visit.store, sought, names, visit.language, moment)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(told, content_type=kind, headers=_named("record.xlsx"))


def names_of(reading: Reading) -> Names:
    """Return what people and centers are called now."""
    return Names({row.login: row.name for row in everybody(reading)}, center_names(reading))


def _taken(visit: Visit) -> tuple[Sought, Names, "_Moments"]:
    zone, names = visit.store.read(zone_of), visit.store.read(names_of)
    given = {name: request.args.get(name, "").strip()[:LONGEST_ID] for name in FILTERS}
    return _sought(given, zone), names, _Moments(zone)


class _Moments:
    """Says moments to the second with how far the clocks of a zone are from those of the world."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __call__(self, at: int) -> str:
        return datetime.fromtimestamp(at / 1000, self._zone).isoformat(" ", "seconds")


def _sought(given: dict[str, str], zone: ZoneInfo) -> Sought:
    since, until = _day(given["day"], zone)
    whats = KINDS[given["kind"]][1] if given["kind"] in KINDS else ()
    return Sought(given["who"], whats, given["center"], since, until)


def _day(text: str, zone: ZoneInfo) -> tuple[int, int]:
    try:
        first = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        first = None
    if first is None:
        return 0, 0
    midnights = (datetime.combine(each, datetime.min.time(), zone) for each in (first, first + timedelta(days=1)))
    begins, ends = (int(each.timestamp() * 1000) for each in midnights)
    return begins, ends


def _seq(text: str) -> int:
    return int(text) if _SEQ.fullmatch(text) else 0


def _documents(reading: Reading, scope: str, before: str, after: str) -> tuple[str, str]:
    """Return the documents of settings behind two revisions; a revision that is not there says nothing."""
    if scope.partition("/")[0] not in DOCUMENTS:
        return before, after
    told = [revision_of(reading, scope_of(scope), _seq(each)) for each in (before, after)]
    old, new = ("" if each is None else each.body for each in told)
    return old, new


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


PAGES: Final = (
    Page(method="GET", path=RECORD, duties=SECTION.duties, act=_list),
    Page(method="GET", path=f"{RECORD}/table.csv", duties=SECTION.duties, act=_csv),
    Page(method="GET", path=f"{RECORD}/table.xlsx", duties=SECTION.duties, act=_xlsx),
    Page(method="POST", path=f"{RECORD}/proof", duties=SECTION.duties, act=_prove),
    Page(method="GET", path=f"{RECORD}/rows/{{row}}", duties=SECTION.duties, act=_one),
)
