"""What callers of 12345 ask must be found: the regression set of a pack. Pure."""

from collections.abc import Iterator

from config.pack import Pack
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.hits import find
from server.rules.guidance.search.index import search_index
from server.rules.guidance.search.pinyin import readings_of

AMONG_THE_FIRST = 5


def unanswered(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return hotline question id -> what is found instead, for every question whose answer is not among the first."""
    entries = entries_of(pack)
    index = search_index(entries, pack.synonyms, readings_of(entries))
    wrong = {}
    for question in pack.hotline:
        found = tuple(hit.id for hit in find(index, question.question, AMONG_THE_FIRST))
        if not set(question.finds) & set(found):
            wrong[question.id] = found
    return wrong


def check_hotline(pack: Pack) -> Iterator[Finding]:
    """Find questions of callers that the search does not answer (a warning each)."""
    questions = {each.id: each.question for each in pack.hotline}
    for name, found in unanswered(pack).items():
        what = f"“{questions[name]}” finds {', '.join(found) or 'nothing'}"
        remedy = "add a keyword, an alias or a synonym"
        yield Finding("hotline", name, "hotline_unanswered", what, remedy, "warning")
