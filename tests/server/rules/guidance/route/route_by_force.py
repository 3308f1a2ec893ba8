"""Routes found by trying everything: what a person may do, one small step at a time, with every choice left open."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.item import Option
from server.rules.guidance.route.errands import Errand

TODO = None


@dataclass(frozen=True)
class Handed:
    """Handed in; ready on `day`, to be fetched at one of `at` (nowhere: it comes by itself)."""

    day: int
    at: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """Now: the day, the place one is at (None: not at any), how each item stands, when the last result came."""

    day: int
    place: str | None
    stands: tuple[Handed | bool | None, ...]
    last: int = 0


def best_by_force(errands: Sequence[Errand], places: Sequence[str]) -> tuple[int, int] | None:
    """Return (fewest visits, earliest day among those)."""
    start = Moment(0, None, (TODO,) * len(errands))
    queue = deque([(0, start)])
    seen = {start: 0}
    best: tuple[int, int] | None = None
    while queue:
        visits, now = queue.popleft()
        if seen[now] < visits:
            continue
        if best is not None and visits > best[0]:
            break
        if all(each is True or (isinstance(each, Handed) and not each.at) for each in now.stands):
            days = max([now.last, *(each.day for each in now.stands if isinstance(each, Handed))])
            best = min(best or (visits, days), (visits, days))
            continue
        for cost, after in _steps(errands, places, now):
            if visits + cost < seen.get(after, 99):
                seen[after] = visits + cost
                (queue.append if cost else queue.appendleft)((visits + cost, after))
    return best


def _steps(errands: Sequence[Errand], places: Sequence[str], now: Moment) -> Iterator[tuple[int, Moment]]:
    if now.place is not None:
        yield 0, Moment(now.day, None, now.stands, now.last)
    else:
        for place in places:
            yield 1, Moment(now.day, place, now.stands, now.last)
        coming = [each.day for each in now.stands if isinstance(each, Handed) and each.day > now.day]
        if coming:
            yield 0, Moment(min(coming), None, now.stands, now.last)
    numbers = {each.item: number for number, each in enumerate(errands)}
    for number, errand in enumerate(errands):
        stands = now.stands[number]
        if isinstance(stands, Handed) and stands.day <= now.day and now.place in stands.at:
            yield 0, _with(now, number, True)
        if stands is TODO and all(_in_hand(now, numbers[each]) for each in errand.before):
            for option in errand.options:
                if option.point == now.place:
                    yield 0, _with(now, number, _handed(errand, option, now.day))


def _handed(errand: Errand, option: Option, day: int) -> Handed | bool:
    at: tuple[str, ...] = ()
    if option.collect and not option.mail:
        at = (option.point,) if option.point else tuple(each.point for each in errand.options if each.point)
    return True if option.least_days == 0 else Handed(day + option.least_days, at)


def _in_hand(now: Moment, number: int) -> bool:
    stands = now.stands[number]
    return stands is True or (isinstance(stands, Handed) and not stands.at and stands.day <= now.day)


def _with(now: Moment, number: int, stands: Handed | bool) -> Moment:
    last = max(now.last, now.day) if stands is True else now.last
    return Moment(now.day, now.place, (*now.stands[:number], stands, *now.stands[number + 1 :]), last)
