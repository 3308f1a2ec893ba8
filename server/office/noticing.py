"""What administrators should do some day soon, looked for in all centers at once."""

from collections.abc import Callable

from config.words import both
from server.rules.days_off import missing_year
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.wire.notice import Notice


def notices(reading: Reading, now: int) -> tuple[Notice, ...]:
    """Return what should be done at `now` (ms), the earliest year first."""
    lacking: dict[int, list[str]] = {}
    for hall, _, _ in reading.halls():
        year = missing_year(hall.open_days.calendar, hall.local(now).date())
        if year is not None:
            lacking.setdefault(year, []).append(hall.id)
    return tuple(_calendar(year, tuple(lacking[year])) for year in sorted(lacking))


class Noticing:
    """What was found when it was last looked for in `store`; `clock` tells ms, `care` what the server itself lacks."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], int],
        care: Callable[[int], tuple[Notice, ...]] = lambda now: (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._care = care
        self.found: tuple[Notice, ...] = ()

    def look(self) -> None:
        """Look now; raises the `Refusal` of a store that cannot be read."""
        now = self._clock()
        self.found = (*self._care(now), *self._store.read(lambda reading: notices(reading, now)))


def _calendar(year: int, centers: tuple[str, ...]) -> Notice:
    return Notice(
        "calendar_missing",
        both("the holidays of {year} are not written yet", year=year),
        both("Import them: banshi calendar import --year {year}", year=year),
        year,
        centers,
    )
