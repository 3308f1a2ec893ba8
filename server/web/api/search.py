"""Search over the release in force: matters, items and answers by the words people use."""

from collections.abc import Callable

from server.office.releases.publish import current_release_id
from server.office.releases.record import guidance_of
from server.rules.guidance.search.hits import Looked, look
from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.tables import release_index
from server.store.store import Store
from server.web.address import Scope, whole, words
from server.web.made_once import MadeOnce
from server.web.route import Asked, Route

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


def _search(asked: Asked) -> Looked:
    release = asked.store.read(lambda reading: current_release_id(reading, asked.now))
    return look(asked.house.index_of(release), asked.query["q"], asked.query["limit"])


ROUTES = (
    Route(
        method="GET",
        path="/search",
        summary="Find matters, items and answers",
        permission="token",
        scopes=SEARCHERS,
        target="city",
        query=(words("q", QUERY_LONGEST), whole("limit", HITS, 1, HITS_AT_MOST)),
        answer=Looked,
        refuses=("release_missing",),
        act=_search,
    ),
)
