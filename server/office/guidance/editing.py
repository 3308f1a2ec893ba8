"""What reaches those who write the lists, of all centers or one: wrong lines, open questions, what nobody found."""

from msgspec.structs import replace

from server.office.guidance.consultations import DAY_MS, city_day
from server.office.guidance.line_marks import marked_lines
from server.office.guidance.open_ends import open_ends_of
from server.office.guidance.unfound import unfound_since
from server.rules.guidance.judge.book import Book
from server.store.unit_of_work import Reading
from server.wire.editing import EditingAnswer


def editing_of(reading: Reading, book: Book, now: int, days: int, center: str | None) -> EditingAnswer:
    """Return what was seen in the `days` before `now` (ms), named as `book` does; raises `Refusal` center_unknown.

    Sentences that found nothing may hold a name: what only one person ever said is left out, as is what has a long
    number in it.
    """
    if center is not None:
        reading.hall(center)
    since = now - days * DAY_MS
    day = city_day(reading, since).isoformat()
    count, questions = open_ends_of(reading, since, center)
    names = {("paper", each.id): each.name for each in book.pack.documents}
    names |= {("item", each.id): each.name for each in book.pack.items}
    return EditingAnswer(
        days,
        count,
        tuple(
            replace(each, text=book.facts[each.question].ask) if each.question in book.facts else each
            for each in questions
        ),
        tuple(replace(each, name=names.get((each.about, each.line))) for each in marked_lines(reading, day, center)),
        unfound_since(reading, day, center),
        center,
    )
