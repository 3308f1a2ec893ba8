"""Families with much to do in a city of twelve places, made by numbers: the same seed gives the same family."""

import random

from config.item import Option
from server.rules.guidance.route.errands import Errand, Place

GROUPS = {
    "center": (("city", "town-1", "town-2", "town-3"), 10),
    "station": (("village-1", "village-2", "village-3"), 3),
    "police": (("police-1", "police-2"), 3),
    "clinic": (("clinic",), 1),
    "bank": (("bank",), 1),
    "school": (("school",), 1),
}
ON_THE_SPOT = (0, 0, 0, 0, 1, 3, 5, 10, 15, 20, 30)


def family(seed: int, tasks: int) -> tuple[list[Errand], list[Place]]:
    """Return matters of three to seven items with `tasks` tasks in all; fetching a result is a task of its own.

    Somewhat harder than the sample city, where three of four items can be done from home: here it is three of five of
    what centers do. A fifth of what takes days is fetched, half of the items wait for another one of the same matter,
    and not every place of a group does everything, or as fast.
    """
    chance = random.Random(seed)  # noqa: S311
    errands: list[Errand] = []
    count = 0
    while count < tasks:
        matter: list[str] = []
        for _ in range(chance.randint(3, 7)):
            group = chance.choices(list(GROUPS), [weight for _, weight in GROUPS.values()])[0]
            errand = _errand(chance, group, f"i{len(errands)}", matter)
            errands.append(errand)
            matter.append(errand.item)
            count += 2 if any(each.collect for each in errand.options) else 1
            if count >= tasks:
                break
    return errands, [Place(each, chance.randint(5, 60)) for places, _ in GROUPS.values() for each in places]


def _errand(chance: random.Random, group: str, name: str, matter: list[str]) -> Errand:
    places = GROUPS[group][0]
    days = chance.choice(ON_THE_SPOT)
    collect = days > 0 and chance.random() < 0.2
    here = [each for each in places if chance.random() > 0.2] or list(places[:1])
    ways = [Option(each, days + (chance.choice((0, 0, 0, 2, 5)) if days else 0), collect) for each in here]
    if collect and chance.random() < 0.4:
        ways += [Option(each.point, each.least_days + 3, mail=True, cost=20) for each in ways]
    if group in ("center", "station") and chance.random() < 0.6:
        ways.append(Option(None, days, channel="online"))
    before = frozenset((chance.choice(matter),) if matter and chance.random() < 0.5 else ())
    return Errand(name, tuple(ways), before)
