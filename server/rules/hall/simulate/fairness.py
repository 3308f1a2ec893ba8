"""What an order of the line did to people: who waited how long, who was overtaken, and whether the bound held."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from config.centers import LineRules
from server.rules.hall.estimate.sampling import quantile
from server.rules.hall.line import MINUTE, credit
from server.rules.hall.simulate.running import Called

ON_TIME = 10 * MINUTE


class Spread(msgspec.Struct, frozen=True):
    """Minutes: mean, 95 % quantile and the longest."""

    mean: float
    p95: float
    longest: float


class Fairness(msgspec.Struct, frozen=True):
    """Waits in minutes by class; of appointments what lies past their slot, and the share called at most 10 min late.

    `overtaken` is the most people of later arrival who were called before one walk-in of the same line.
    """

    people: int
    everybody: Spread
    walk_in: Spread
    appointment: Spread
    on_time: float
    priority: Spread
    overtaken: int


def fairness(days: Iterable[Sequence[Called]]) -> Fairness:
    """Return the figures of several days together."""
    waits: dict[str, list[float]] = defaultdict(list)
    overtaken = 0
    for calls in days:
        for call in calls:
            person = call.person
            waits["all"].append((call.at - person.came_at) / MINUTE)
            past = call.at - (person.ready_at if person.priority == "appointment" else person.came_at)
            waits[person.priority].append(max(0, past) / MINUTE)
        overtaken = max([overtaken, *_overtaken(calls)])
    late = waits["appointment"]
    return Fairness(
        people=len(waits["all"]),
        everybody=spread(waits["all"]),
        walk_in=spread(waits["normal"]),
        appointment=spread(late),
        on_time=sum(each * MINUTE <= ON_TIME for each in late) / len(late) if late else 1.0,
        priority=spread(waits["priority"]),
        overtaken=overtaken,
    )


def overtaken_beyond(calls: Sequence[Called], rules: LineRules) -> float:
    """Return by how many minutes the worst overtaking of a day went beyond what the credits allow; at most 0 is none.

    Of two in one line the later to be ready may go first only when it became ready within the difference of credits.
    """
    worst = -float("inf")
    for line in _lines(calls):
        for before, first in enumerate(line):
            for second in line[before + 1 :]:
                later, earlier = first.person, second.person
                allowed = max(0, credit(later.priority, rules) - credit(earlier.priority, rules))
                # Whoever had not come yet when the other was called was not overtaken.
                if earlier.came_at < first.at:
                    worst = max(worst, (later.ready_at - earlier.ready_at - allowed) / MINUTE)
    return worst


def _overtaken(calls: Sequence[Called]) -> Iterable[int]:
    for line in _lines(calls):
        for number, call in enumerate(line):
            if call.person.priority == "normal":
                yield sum(other.person.came_at > call.person.came_at for other in line[:number])


def _lines(calls: Sequence[Called]) -> Iterable[list[Called]]:
    """Return the calls of each service, in their order."""
    lines: dict[str, list[Called]] = defaultdict(list)
    for call in calls:
        lines[call.person.service].append(call)
    return lines.values()


def spread(values: list[float]) -> Spread:
    """Return how `values` (minutes) are spread; all 0 for none."""
    if not values:
        return Spread(0, 0, 0)
    values.sort()
    return Spread(sum(values) / len(values), quantile(values, 0.95), values[-1])
