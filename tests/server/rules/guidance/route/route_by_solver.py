"""Routes by mixed integer programming: for a number of visits the earliest day on which all can be done."""

from collections.abc import Sequence

import highspy

from config.item import Option
from server.rules.guidance.route.errands import Errand

BIG = 400


def best_by_solver(errands: Sequence[Errand], points: Sequence[str], visits: int) -> int | None:
    """Return the earliest day on which `errands` can be done with at most `visits` visits, None when they cannot.

    Each errand takes one way: an option, the position it is handed in at and the one it is fetched at, if at all.
    Positions count gap 0, visit 1, gap 2, visit 3 and so on.
    """
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    at = [{point: model.addBinary() for point in points} for _ in range(visits)]
    day = [model.addVariable(lb=0, ub=BIG) for _ in range(visits)]
    end = model.addVariable(lb=0, ub=BIG)
    for number in range(visits):
        model.addConstr(sum(at[number].values()) <= 1)
        if number:
            model.addConstr(day[number] >= day[number - 1])
    known: dict[str, tuple[object, object, object, object]] = {}
    for errand in errands:
        began, through = model.addVariable(lb=0, ub=BIG), model.addVariable(lb=0, ub=BIG)
        first, last = model.addVariable(lb=0, ub=2 * visits), model.addVariable(lb=0, ub=2 * visits)
        chosen = []
        for option in errand.options:
            for place, fetched in _ways(errand, option, visits):
                way = model.addBinary()
                chosen.append(way)
                model.addConstr(first - place <= BIG * (1 - way))
                model.addConstr(place - first <= BIG * (1 - way))
                if place % 2:
                    number = place // 2
                    model.addConstr(way <= at[number][option.point or ""])
                    model.addConstr(began - day[number] <= BIG * (1 - way))
                    model.addConstr(day[number] - began <= BIG * (1 - way))
                else:
                    if place:
                        model.addConstr(day[place // 2 - 1] - began <= BIG * (1 - way))
                    if place < 2 * visits:
                        model.addConstr(began - day[place // 2] <= BIG * (1 - way))
                model.addConstr(began + option.least_days - through <= BIG * (1 - way))
                if fetched is None:
                    # What comes by itself after days may be used from the next position on.
                    ready = place if option.least_days == 0 else min(place + place % 2, 2 * visits)
                    model.addConstr(ready - last <= BIG * (1 - way))
                    model.addConstr(through - began - option.least_days <= BIG * (1 - way))
                else:
                    number = fetched // 2
                    spots = [option.point] if option.point else [each.point for each in errand.options if each.point]
                    model.addConstr(way <= sum(at[number][each] for each in dict.fromkeys(spots) if each))
                    model.addConstr(day[number] - through <= BIG * (1 - way))
                    model.addConstr(through - day[number] <= BIG * (1 - way))
                    model.addConstr(fetched - last <= BIG * (1 - way))
        if not chosen:
            return None
        model.addConstr(sum(chosen) == 1)
        model.addConstr(end >= through)
        for before in errand.before:
            model.addConstr(began >= known[before][0])
            model.addConstr(first >= known[before][1])
        known[errand.item] = (through, last, began, first)
    model.minimize(end)
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return round(model.getObjectiveValue())


def _ways(errand: Errand, option: Option, visits: int) -> list[tuple[int, int | None]]:
    """Return the positions (handed in, fetched) that `option` allows."""
    spots = [2 * number + 1 for number in range(visits)]
    handed = list(range(0, 2 * visits + 1, 2)) if option.point is None else spots
    fetches = option.collect and not option.mail and option.least_days > 0
    if not fetches or (option.point is None and not any(each.point for each in errand.options)):
        return [(each, None) for each in handed]
    return [(each, other) for each in handed for other in spots if other > each]
