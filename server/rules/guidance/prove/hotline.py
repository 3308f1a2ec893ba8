"""What callers of 12345 ask must be found: the regression set of a pack. Pure."""

from collections.abc import Iterator

from config.case import HotlineQuestion
from config.pack import Pack
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.hits import Looked, look
from server.rules.guidance.search.index import pack_index
from server.rules.guidance.search.pinyin import readings_of

AMONG_THE_FIRST = 5


def answered(question: HotlineQuestion, found: Looked) -> bool:
    """Return whether a caller is told what `question` asks for: one of it among the first, all of it, or nothing."""
    if question.manner == "outside":
        return not found.covered
    if question.manner == "together":
        return set(question.finds) <= set(found.together)
    return not set(question.finds).isdisjoint(hit.id for hit in found.hits[:AMONG_THE_FIRST])


def unanswered(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return hotline question id -> what is found instead, for every question that is not answered."""
    index = pack_index(pack, readings_of(entries_of(pack)))
    wrong = {}
    for question in pack.hotline:
        found = look(index, question.question, AMONG_THE_FIRST)
        if not answered(question, found):
            instead = found.together if question.manner == "together" else tuple(hit.id for hit in found.hits)
            wrong[question.id] = instead
    return wrong


def check_hotline(pack: Pack) -> Iterator[Finding]:
    """Find questions of callers that the search does not answer (a warning each)."""
    for question in pack.hotline:
        if bool(question.finds) == (question.manner == "outside"):
            what = "a question finds nothing if, and only if, it is asked `outside`"
            yield Finding("hotline", question.id, "hotline_unfit", what, "write what it finds, or `manner: outside`")
    questions = {each.id: each.question for each in pack.hotline}
    for name, found in unanswered(pack).items():
        what = f"“{questions[name]}” finds {', '.join(found) or 'nothing'}"
        remedy = "add a keyword, an alias or a saying"
        yield Finding("hotline", name, "hotline_unanswered", what, remedy, "warning")
