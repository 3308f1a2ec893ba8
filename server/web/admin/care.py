"""The care of the server: backups and what became of them, the machine, what to repair, the upgrade, diagnostics."""

from importlib.metadata import version
from typing import Final

import msgspec
from flask import Response

from config.words import both
from server.office.audit.chain import Changed, record
from server.office.care.backups import kept_backups, state_of
from server.office.care.box_health import box_health
from server.office.care.care_desk import CareDesk
from server.office.care.upgrade_ahead import UpgradeAhead, upgrade_ahead
from server.rules.errors import Refusal
from server.store.errors import StoreError
from server.store.unit_of_work import CITY
from server.web.admin.page import Page, Section, Shown, Visit

CARE: Final = "/admin/care"
SECTION: Final = Section(CARE, "Care of the server", ("care",))
SHOWN: Final = 14
"""Backups that are listed: two weeks of one a day."""


class Ahead(msgspec.Struct, frozen=True):
    """What an upgrade would do, or why that cannot be said."""

    release: str
    found: UpgradeAhead | None
    why: object = None


def _show(visit: Visit, trouble: Refusal | None = None) -> Shown:
    desk = _desk(visit)
    settings = desk.settings
    folder = settings.backup.folder
    told = kept_backups(folder)[: -SHOWN - 1 : -1] if folder else ()
    places = (settings.data, *([folder] if folder else []))
    return visit.show(
        "care",
        desk=desk,
        backup=settings.backup,
        state=state_of(settings, visit.now),
        backups=[(each, bool(each.good and folder and (folder / each.file).is_file())) for each in told],
        box=tuple(box_health(places)),
        ahead=_ahead(desk),
        trouble=trouble,
    )


def _ahead(desk: CareDesk) -> Ahead:
    release = version("banshi")
    try:
        return Ahead(release, upgrade_ahead(desk.settings))
    except StoreError as error:
        return Ahead(release, None, both(error.message, **error.values))


def _findings(visit: Visit) -> Shown:
    desk = _desk(visit)
    found = desk.look(desk.settings, visit.language)
    return visit.show(
        "care_findings", lacks=[each for each in found if not each.good], good=[each for each in found if each.good]
    )


def _back_up(visit: Visit) -> Shown:
    desk = _desk(visit)
    if desk.settings.backup.folder is None:
        raise Refusal("backup_off")
    # Recorded first: in safe mode, or where nothing can be kept, none is begun.
    changed = Changed(visit.now, visit.by.person, visit.by.name, "backup_begun", place=visit.by.place)
    if desk.since is not None:
        raise Refusal("backup_running")
    visit.store.write(CITY, lambda uow: record(uow, changed))
    desk.begin_backup(visit.now)
    return visit.go(CARE, "backup_begun")


def _diagnostics(visit: Visit) -> Shown:
    named = {"Content-Disposition": 'attachment; filename="banshi-diagnostics.zip"', "Cache-Control": "no-store"}
    body = _desk(visit).diagnostics(visit.language, visit.now)
    return Response(body, content_type="application/zip", headers=named)


def _desk(visit: Visit) -> CareDesk:
    if visit.house.care is None:
        raise Refusal("not_found")
    return visit.house.care


PAGES: Final = (
    Page(method="GET", path=CARE, duties=SECTION.duties, act=_show),
    Page(method="GET", path=f"{CARE}/findings", duties=SECTION.duties, rate="effort", act=_findings),
    Page(method="GET", path=f"{CARE}/diagnostics.zip", duties=SECTION.duties, rate="effort", act=_diagnostics),
    Page(method="POST", path=f"{CARE}/backup", duties=SECTION.duties, rate="effort", act=_back_up, again=_show),
)
