"""The past of settings: who changed what, two revisions beside each other, an older one once more, and any day."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from flask import request

from config.documents import CenterDocument
from config.words import say
from server.office.settings.past import hall_at, writers
from server.office.settings.planned import write_again
from server.rules.day_time import clock_of
from server.rules.errors import Refusal
from server.rules.hall.hours_told import WEEKDAYS
from server.rules.open_days import OpenDays
from server.store.settings import history, in_force, revision_of
from server.store.unit_of_work import CITY as WHOLE
from server.web.admin.centers import differing
from server.web.admin.page import Shown, Visit
from server.web.admin.settings_scope import ROOMS, Room, admit, desk_of, look_at, send_to
from server.wire.problem import said


def _show(visit: Visit, refusal: Refusal | None = None, *, room: Room) -> Shown:
    desk = desk_of(visit, room)
    scope = desk.scope
    rows = list(reversed(visit.store.read(lambda reading: history(reading, scope))))
    holds = visit.store.read(lambda reading: in_force(reading, scope))
    first, last = _number(request.args.get("first", "")), _number(request.args.get("last", ""))
    known = {row.revision: row for row in rows}
    compared = (first, last) if first in known and last in known else None
    newest = rows[0].revision if rows else 0
    return visit.show(
        "settings_past",
        desk=desk,
        rows=rows,
        holds=holds.what.revision if holds else 0,
        planned=[plan.revision for plan in desk.plans],
        names=visit.store.read(writers) | {"seed": say(visit.language, "Set-up")},
        compared=compared,
        chosen=compared or (newest - 1, newest),
        changes=differing(visit, scope, known[first].document, known[last].document) if compared else [],
        trouble=said(refusal, visit.language) if refusal else "",
    )


def _undo(visit: Visit, room: Room) -> Shown:
    desk, by = desk_of(visit, room), visit.by
    revision, seen = _number(visit.field("revision")), _number(visit.field("seen"))
    older = visit.store.read(lambda reading: revision_of(reading, desk.scope, revision))
    if older is None:
        raise Refusal("settings_unknown", scope=desk.scope, revision=revision)
    admit(visit, desk.scope, older.document)
    visit.store.write(WHOLE, lambda uow: write_again(uow, desk.scope, revision, seen, by, visit.now))
    return visit.go(desk.here, "settings_written_again")


def _day(visit: Visit, room: Room) -> Shown:
    desk = desk_of(visit, room)
    document = desk.document
    here = visit.store.read(lambda reading: hall_at(reading, desk.scope.id, visit.now, visit.now))
    zone = ZoneInfo(here.holds.timezone) if here else ZoneInfo("Asia/Shanghai")
    today = datetime.fromtimestamp(visit.now / 1000, zone).date()
    day = _date(request.args.get("date", ""), today)
    # What takes force in the morning holds for the day: people ask for its middle.
    at = int(datetime.combine(day, time(12), zone).timestamp() * 1000)
    then = visit.store.read(lambda reading: hall_at(reading, desk.scope.id, at, visit.now))
    language = visit.language
    values: dict[str, object] = {}
    if then is not None and isinstance(document, CenterDocument):
        open_days = OpenDays(then.holds.hours, then.holds.calendar, then.holds.special_days)
        shut, special = open_days.shut(day, 12 * 60), open_days.special(day)
        why = special.why if special else shut.name if shut else None
        names = {each.id: each.name.say(language) for each in then.city.services}
        values = {
            "spans": say(language, ", ").join(
                f"{clock_of(span.opens)}-{clock_of(span.closes)}" for span in open_days.spans(day)
            ),
            "why": why.say(language) if why else "",
            "services": [f"{each.prefix} {names.get(each.id, each.id)}" for each in then.center.services],
            "counters": [
                (each.name.say(language), say(language, ", ").join(names.get(id_, id_) for id_ in each.services))
                for each in then.center.counters
            ],
        }
    weekday = say(language, WEEKDAYS[day.weekday()])
    return visit.show("settings_day", desk=desk, then=then, date=day.isoformat(), weekday=weekday, **values)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _date(text: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 2000 <= day.year < 2200 else otherwise


PAGES: Final = (
    *(page for room in ROOMS for page in (look_at(room, "/history", _show), send_to(room, "/undo", _undo, _show))),
    look_at(ROOMS[0], "/day", _day),
)
