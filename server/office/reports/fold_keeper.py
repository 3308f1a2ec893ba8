"""Folds the days of all centers once they are over: yesterday first, then those of the past, a few at each look."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from server.office.keeper import Keeper
from server.office.reports.kept_folds import closed_days, fold, fold_month, kept_days, missing_days, month_end
from server.store.store import Store
from server.store.unit_of_work import Reading, heads_of

LOOK_SECONDS: Final = 60
AT_ONCE: Final = 7
"""Days of a center at each look: years that were there before cost nobody a wait."""


class FoldKeeper(Keeper):
    """Folds what has no fold; a center that fails holds up no other. It needs no `clock`: days are closed by theirs."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("fold-keeper", LOOK_SECONDS, "a day not folded")
        self._store = store
        self._done: dict[str, date] = {}
        """Up to which day everything of a center is folded, as far as this process knows."""

    def start(self) -> None:
        """Go on looking; nothing is folded before the doors open."""
        self._thread.start()

    def look(self) -> None:
        """Fold some days of every center that has days without a fold."""
        centers: list[str] = []
        self.attempt(lambda: centers.extend(self._store.read(heads_of)))
        for center in centers:
            self.attempt(partial(self._fold, center), center=center)

    def _fold(self, center: str) -> None:
        found = self._store.read(lambda reading: self._due(reading, center))
        if found is None:
            return
        last, missing = found
        for day in missing[:AT_ONCE]:
            if self._ended.is_set():
                return
            fold(self._store, center, day)
        if len(missing) <= AT_ONCE:
            self._fold_months(center)
            self._done[center] = last

    def _due(self, reading: Reading, center: str) -> tuple[date, list[date]] | None:
        closed = closed_days(reading, center)
        if closed is None or self._done.get(center) == closed[1]:
            return None
        return closed[1], missing_days(reading, center, *closed)

    def _fold_months(self, center: str) -> None:
        closed = self._store.read(lambda reading: closed_days(reading, center))
        if closed is None:
            return
        known = set(self._store.read(lambda reading: kept_days(reading, center, *closed, "month")))
        month = closed[0].replace(day=1)
        while (ends := month_end(month)) <= closed[1]:
            if month not in known:
                fold_month(self._store, center, month)
            month = ends + timedelta(days=1)
