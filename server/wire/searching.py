"""What crosses the network about looking for something: what was found, and the matters that it leads to."""

from server.rules.guidance.search.hits import Looked
from server.rules.guidance.search.leading import FoundAnswer, FoundMatter


class SearchAnswer(Looked, frozen=True, kw_only=True):
    """What was found: `answers` to tell at once, `matters` to begin guidance with; `told` says what else to do."""

    matters: tuple[FoundMatter, ...] = ()
    answers: tuple[FoundAnswer, ...] = ()
