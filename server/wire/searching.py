"""What crosses the network about looking for something: what was found, and the matters that it leads to."""

from server.rules.guidance.search.hits import Looked
from server.rules.guidance.search.leading import FoundMatter


class SearchAnswer(Looked, frozen=True, kw_only=True):
    """What was found, and the `matters` that guidance can be begun with, best first; `told` says what else to do."""

    matters: tuple[FoundMatter, ...] = ()
