"""A center from a spreadsheet: given out, looked at with every error by its cell, and taken over as a whole."""

from typing import Final

import msgspec
from flask import Response, make_response, request

from config.documents import CenterDocument
from config.words import say
from server.office.settings.change import Change, try_settings
from server.office.settings.planned import change_settings
from server.office.settings.taking_away import taken_away
from server.rules.errors import Refusal
from server.rules.hall.settings import read_document
from server.store.unit_of_work import CITY as WHOLE
from server.web.address import KIB
from server.web.admin.centers import differing
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.settings_scope import ROOMS, Desk, Room, admit, catalogue, desk_of, look_at, send_to
from server.web.admin.sheet_book import SheetError, Wrong, book_of, taken, written

CENTER: Final = ROOMS[0]
FILE_BYTES: Final = 512 * KIB
"""A hall of three hundred counters takes a tenth of it."""
DOCUMENT_BYTES: Final = 480 * KIB
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _center(visit: Visit) -> tuple[Desk, CenterDocument]:
    desk = desk_of(visit, CENTER)
    if not isinstance(desk.document, CenterDocument):
        raise TypeError(type(desk.document))
    return desk, desk.document


def _show(visit: Visit, refusal: Refusal | None = None, *, room: Room) -> Shown:
    return _page(visit, _center(visit)[0], refusal=refusal)


def _page(visit: Visit, desk: Desk, **values: object) -> str:
    shown = {"wrong": (), "changes": None, "gone": (), "document": "", "refusal": None, **values}
    return visit.show("sheets", desk=desk, **shown)


def _give(visit: Visit, *, room: Room) -> Shown:
    desk, document = _center(visit)
    file = visit.store.read(lambda reading: written(reading, document, visit.language))
    told = {"Content-Disposition": f'attachment; filename="{desk.scope.id}.xlsx"'}
    return Response(file, content_type=XLSX, headers=told)


def _look(visit: Visit, *, room: Room) -> Shown:
    """Look at a file: say everything that speaks against it, or what it would change. Nothing is changed."""
    desk, before = _center(visit)
    sent = request.files.get("file")
    data = sent.read() if sent is not None else b""
    try:
        book = book_of(data)
    except SheetError as error:
        return _refused(_page(visit, desk, wrong=(Wrong(error.sheet, error.cell, say(visit.language, error.why)),)))
    result = visit.store.read(lambda reading: taken(reading, desk.scope, before, book))
    if result.found:
        return _refused(_page(visit, desk, wrong=result.wrong(result.found, visit.language)))
    change = Change(desk.scope, result.given, desk.newest, visit.who.person)
    found = visit.store.read(lambda reading: try_settings(reading, change, visit.now))
    if found:
        return _refused(_page(visit, desk, wrong=result.wrong(found, visit.language)))
    document = read_document(result.given, CenterDocument)
    city = catalogue(visit)
    return _page(
        visit,
        desk,
        changes=differing(visit, desk.scope, before, document),
        gone=visit.store.read(lambda reading: taken_away(reading, desk.scope.id, before, document, city)),
        document=msgspec.json.encode(document).decode(),
    )


def _refused(page: str) -> Response:
    return make_response(page, 422)


def _take(visit: Visit, *, room: Room) -> Shown:
    desk, by = desk_of(visit, CENTER), visit.by
    seen = visit.field("seen")
    try:
        document = read_document(msgspec.json.decode(visit.field("document")), CenterDocument)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise Refusal("settings_field_wrong", field="document") from error
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise Refusal("settings_changed_meanwhile", newest=desk.newest)
    admit(visit, desk.scope, document)
    visit.store.write(WHOLE, lambda uow: change_settings(uow, desk.scope, document, int(seen), by, visit.now))
    return visit.go(desk.here, "settings_written")


PAGES: Final[tuple[Page, ...]] = (
    look_at(CENTER, "/sheets", _show),
    look_at(CENTER, "/sheets.xlsx", _give),
    send_to(CENTER, "/sheets", _look, most=FILE_BYTES),
    send_to(CENTER, "/sheets/take", _take, _show, most=DOCUMENT_BYTES),
)
