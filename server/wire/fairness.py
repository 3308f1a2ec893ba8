"""How fair a day was, on the wire."""

import msgspec

from config.centers import PolicyName
from server.rules.bounds import Count, Day, Id, Minutes, Moment, Number
from server.rules.hall.overtaking import Overtakings, Rule, Worst
from server.wire.messages import moment


class WorstCase(msgspec.Struct, frozen=True):
    """Number `number` was called at `at` before `overtaken`, who had come `later_s` seconds earlier."""

    number: Number
    overtaken: Number
    later_s: Count
    service: Id
    counter: Id
    at: Moment


class RuleAnswer(msgspec.Struct, frozen=True):
    """What one rule did: `calls` that overtook anybody, `overtaken` by them; by more than `bound_min` were `beyond`."""

    rule: Rule
    calls: Count
    overtaken: Count
    bound_min: Minutes | None
    beyond: Count
    worst: WorstCase | None


class FairnessAnswer(msgspec.Struct, frozen=True):
    """A day of a center: so many `calls`, what each rule did, and the worst case of all."""

    center: Id
    day: Day
    policy: PolicyName
    calls: Count
    rules: tuple[RuleAnswer, ...]
    worst: WorstCase | None


def fairness_answer(center: str, day: str, policy: PolicyName, found: Overtakings) -> FairnessAnswer:
    """Return `found` as it goes over the wire."""
    rules = tuple(
        RuleAnswer(
            each.rule,
            each.calls,
            each.overtaken,
            None if each.bound is None else each.bound // 60_000,
            each.beyond,
            _case(each.worst),
        )
        for each in found.rules
    )
    return FairnessAnswer(center, day, policy, found.calls, rules, _case(found.worst))


def _case(worst: Worst | None) -> WorstCase | None:
    if worst is None:
        return None
    at = moment(worst.at)
    return WorstCase(worst.number, worst.overtaken, worst.later // 1000, worst.service, worst.counter, at)
