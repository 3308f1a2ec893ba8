"""A store whose hall cannot be written for a while, for those who look after all centers."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from server.store.store import Store


def halting(store: Store, failing: Sequence[Exception]) -> Store:
    """Return `store`, except that works at the hall raise the first of `failing` while there is any."""

    class Halting:
        def read(self, work: Callable[[Any], Any]) -> Any:
            return store.read(work)

        def write(self, center: str, work: Callable[[Any], Any]) -> Any:
            if center == "hall" and failing:
                raise failing[0]
            return store.write(center, work)

    return cast(Store, Halting())
