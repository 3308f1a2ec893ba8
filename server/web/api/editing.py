"""What reaches those who write the lists, of all centers or one: wrong lines, open questions, what nobody found."""

from server.office.guidance.consultations import KEPT_DAYS
from server.office.guidance.editing import editing_of
from server.office.guidance.line_marks import mark_line
from server.office.guidance.unfound import KEPT_DAYS as LOOKED_BACK_DAYS
from server.office.releases.publish import current_release_id
from server.rules.errors import Refusal
from server.rules.guidance.judge.book import Book
from server.store.unit_of_work import UnitOfWork
from server.web.address import id_of, whole
from server.web.route import Asked, Route, Write
from server.wire.editing import EditingAnswer, MarkLine
from server.wire.messages import Nothing


def _book(asked: Asked) -> Book:
    release = asked.store.read(lambda reading: current_release_id(reading, asked.now))
    return asked.consultations.book_of(release, None)


def _named(asked: Asked, body: MarkLine) -> MarkLine:
    book = _book(asked)
    if body.line not in (book.documents if body.about == "paper" else book.items):
        raise Refusal("item_unknown", item=body.line[:64])
    return body


def _mark(asked: Asked, uow: UnitOfWork, mark: MarkLine) -> Nothing:
    mark_line(uow, mark, asked.now, asked.by.center or "")
    return Nothing()


def _editing(asked: Asked) -> EditingAnswer:
    book = _book(asked)
    days, center = asked.query["days"], asked.query["center"]
    return asked.store.read(lambda reading: editing_of(reading, book, asked.now, days, center))


ROUTES = (
    Route(
        method="POST",
        path="/line-marks",
        summary="Say at a counter that a line of the lists is wrong, and why",
        permission="token",
        scopes=("counter",),
        target="city",
        answer=Nothing,
        refuses=("release_missing", "item_unknown"),
        act=Write(_mark, MarkLine, prepare=_named),
    ),
    Route(
        method="GET",
        path="/editing",
        editors=True,
        summary="What editors should look at of the last days: wrong lines, open questions, what nobody found",
        permission="token",
        scopes=("admin",),
        target="city",
        rate="effort",
        query=(whole("days", KEPT_DAYS, 1, LOOKED_BACK_DAYS), id_of("center")),
        answer=EditingAnswer,
        refuses=("release_missing", "center_unknown"),
        act=_editing,
    ),
)
