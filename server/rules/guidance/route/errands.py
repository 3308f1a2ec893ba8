"""What has to be done and where it can be done, in the compact form that the search for a route works on. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from config.item import Option

HOME = None
NEVER = 1_000_000
"""More days than any plan takes."""


@dataclass(frozen=True)
class Errand:
    """An item to be done in one of `options`, after the items `before`; it is done when its result is in the hand."""

    item: str
    options: tuple[Option, ...]
    before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Somewhere to go to, `minutes` away."""

    id: str
    minutes: int = 0


@dataclass(frozen=True)
class There:
    """What can be done of one errand at one place.

    `direct` days until it is done with nothing to fetch, `fetched` days until it can be fetched there, NEVER where that
    way does not exist; `slot` numbers the fetching.
    """

    errand: int
    direct: int
    fetched: int
    slot: int


@dataclass(frozen=True)
class Problem:
    """Errands by number, prerequisites first, and their fastest ways; `undone` are items that have no way at all.

    `home` are the days it takes from home, `sent` those after which what was asked for from home lies at its slots.
    """

    errands: tuple[Errand, ...]
    places: tuple[Place, ...]
    before: tuple[tuple[int, ...], ...]
    home: tuple[int, ...]
    sent: tuple[tuple[int, tuple[int, ...]], ...]
    at: tuple[tuple[There, ...], ...]
    slots: int
    undone: tuple[str, ...]


def collects(option: Option) -> bool:
    """Return whether one has to come back for the result: what is ready on the spot or comes by mail is not fetched."""
    return option.collect and not option.mail and option.least_days > 0


def fetched_at(option: Option, errand: Errand) -> tuple[str, ...]:
    """Return where the result of `option` lies: where it was handed in, else at any place that does the item."""
    if not collects(option):
        return ()
    if option.point is not HOME:
        return (option.point,)
    return tuple(dict.fromkeys(each.point for each in errand.options if each.point is not HOME))


def problem_of(
    errands: Sequence[Errand], places: Sequence[Place], as_open: Callable[[str, str], bool] = lambda _, __: True
) -> Problem:
    """Return `errands` over `places`, without places that another one makes superfluous.

    `as_open` tells whether one place is open whenever another one is.
    """
    ordered, undone = _ordered([_offered(each, {each.id for each in places}) for each in errands])
    kept = _without_superfluous(ordered, places, as_open)
    numbers = {each.item: number for number, each in enumerate(ordered)}
    before = tuple(tuple(sorted(numbers[each] for each in errand.before if each in numbers)) for errand in ordered)
    slots: dict[tuple[int, str], int] = {}
    for number, errand in enumerate(ordered):
        lying = {place for option in errand.options for place in fetched_at(option, errand)}
        for place in kept:
            if place.id in lying:
                slots[number, place.id] = len(slots)
    home: list[int] = []
    sent: list[tuple[int, tuple[int, ...]]] = []
    for number, errand in enumerate(ordered):
        from_home = [each for each in errand.options if each.point is HOME]
        home.append(min((each.least_days for each in from_home if not collects(each)), default=NEVER))
        waiting = min((each.least_days for each in from_home if collects(each)), default=NEVER)
        mine = tuple(slot for (errand_of, _), slot in slots.items() if errand_of == number)
        sent.append((waiting, mine if waiting < NEVER else ()))
    at = tuple(_there(ordered, place.id, slots) for place in kept)
    return Problem(ordered, kept, before, tuple(home), tuple(sent), at, len(slots), undone)


def _offered(errand: Errand, places: set[str]) -> Errand:
    """Return `errand` with the ways that exist; what is asked for from home and cannot be fetched anywhere is sent."""
    ways = [each for each in errand.options if each.point is HOME or each.point in places]
    if all(each.point is HOME for each in ways):
        ways = [replace(each, collect=False) for each in ways]
    return Errand(errand.item, tuple(ways), errand.before)


def _ordered(errands: Sequence[Errand]) -> tuple[tuple[Errand, ...], tuple[str, ...]]:
    """Return the errands that can be done, prerequisites first, and the items that cannot."""
    names = {each.item for each in errands}
    left = [each for each in errands if each.options]
    ordered: list[Errand] = []
    done: set[str] = set()
    while True:
        ready = [each for each in left if each.before & names <= done]
        if not ready:
            break
        ordered += ready
        done |= {each.item for each in ready}
        left = [each for each in left if each.item not in done]
    return tuple(ordered), tuple(sorted(names - done))


def _there(errands: Sequence[Errand], place: str, slots: Mapping[tuple[int, str], int]) -> tuple[There, ...]:
    found = []
    for number, errand in enumerate(errands):
        here = [each for each in errand.options if each.point == place]
        slot = slots.get((number, place), -1)
        if here or slot >= 0:
            direct = min((each.least_days for each in here if not collects(each)), default=NEVER)
            fetched = min((each.least_days for each in here if collects(each)), default=NEVER)
            found.append(There(number, direct, fetched if fetched < direct else NEVER, slot))
    return tuple(found)


def _without_superfluous(
    errands: Sequence[Errand], places: Sequence[Place], as_open: Callable[[str, str], bool]
) -> tuple[Place, ...]:
    """Drop places where less can be done, no faster, no cheaper and no nearer than at another one."""
    ways: dict[str, dict[tuple[str, bool], list[Option]]] = {each.id: {} for each in places}
    for errand in errands:
        for option in errand.options:
            if option.point is not HOME and option.point in ways:
                ways[option.point].setdefault((errand.item, collects(option)), []).append(option)
    kept = [each for each in places if ways[each.id]]
    for place in reversed(tuple(kept)):
        for other in kept:
            if other is place or other.minutes > place.minutes or not as_open(other.id, place.id):
                continue
            if _replaces(ways[other.id], ways[place.id]):
                kept.remove(place)
                break
    return tuple(kept)


def _replaces(more: Mapping[tuple[str, bool], list[Option]], less: Mapping[tuple[str, bool], list[Option]]) -> bool:
    return all(
        any(
            better.least_days <= option.least_days
            and better.cost <= option.cost
            and (better.minutes or 0) <= (option.minutes or 0)
            for better in more.get(key, ())
        )
        for key, options in less.items()
        for option in options
    )
