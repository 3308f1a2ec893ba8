"""Search over the release in force: matters, items and answers by the words people use, and what nobody found."""

from collections.abc import Callable

from config.words import both
from server.office.guidance.unfound import note_unfound
from server.office.releases.publish import current_release_id
from server.office.releases.record import guidance_of
from server.rules.guidance.search.entry import asked as folded
from server.rules.guidance.search.hits import look
from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.leading import answers_of, matters_of
from server.rules.guidance.search.tables import release_index
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.web.address import Scope, whole, words
from server.web.made_once import MadeOnce
from server.web.route import Asked, Route, Write
from server.wire.editing import UnfoundGiven
from server.wire.messages import Nothing
from server.wire.searching import SearchAnswer

SEARCHERS: tuple[Scope, ...] = ("kiosk", "counter", "channel")
HITS_AT_MOST = 50
HITS = 10
QUERY_LONGEST = 600


def search_of(store: Store) -> Callable[[str], SearchIndex]:
    """Return how to get the index of a release by its id: opened when it is first asked, the last two are kept."""

    def index_of(release: str) -> SearchIndex:
        guidance = store.read(lambda reading: guidance_of(reading, release))
        return release_index(guidance, guidance.pack)

    return MadeOnce(index_of, 2)


def found_in(index: SearchIndex, query: str, limit: int = HITS) -> SearchAnswer:
    """Return what is found for `query` and the matters that it leads to; without a word in it, what to write."""
    if not folded(query):
        return SearchAnswer(told=both("Write what you would like to do, in your own words."))
    looked = look(index, query, limit)
    return SearchAnswer(
        looked.hits,
        looked.together,
        looked.covered,
        looked.elsewhere,
        looked.told,
        matters=matters_of(index, looked),
        answers=answers_of(index, looked),
    )


def _search(asked: Asked) -> SearchAnswer:
    release = asked.store.read(lambda reading: current_release_id(reading, asked.now))
    return found_in(asked.house.index_of(release), asked.query["q"], asked.query["limit"])


def _note(asked: Asked, uow: UnitOfWork, body: UnfoundGiven) -> Nothing:
    note_unfound(uow, body.sentence, asked.now, asked.by.center)
    return Nothing()


ROUTES = (
    Route(
        method="GET",
        path="/search",
        summary="Find matters, items and answers",
        permission="token",
        scopes=SEARCHERS,
        target="city",
        rate="searches",
        query=(words("q", QUERY_LONGEST), whole("limit", HITS, 1, HITS_AT_MOST)),
        answer=SearchAnswer,
        refuses=("release_missing",),
        act=_search,
    ),
    Route(
        method="POST",
        path="/unfound",
        summary="Say that a sentence found nothing, so that editors learn what is missing",
        permission="token",
        scopes=SEARCHERS,
        target="city",
        rate="searches",
        answer=Nothing,
        act=Write(_note, UnfoundGiven),
    ),
)
