"""Tickets taken elsewhere: until when their holders come, and where they stand once they are here.

Whoever is on the way stands in no line. What they waited meanwhile counts only where classes have a credit, and only as
far as the greatest of the hall: so nobody who waits in it is overtaken by anyone who came more than that later, whether
they came with a number or without.
"""

from config.centers import LineRules, PriorityClass
from server.rules.hall import line
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import key_of


def arrive_by(at: int, way: int | None, closes_at: int | None, rules: LineRules) -> int:
    """Return until when (ms) whoever sets out at `at` checks in; `way` is minutes, None where nobody knows."""
    until = at + ((way or 0) + rules.remote_minutes) * MINUTE
    return until if closes_at is None else min(until, closes_at)


def greatest_credit(rules: LineRules) -> int:
    """Return the most (ms) that somebody who comes may overtake: the greatest credit of the classes one comes with.

    That of `returned` is a right of those who were here before.
    """
    return max(line.credit("appointment", rules), line.credit("priority", rules))


def ready_on_arrival(since: int, at: int, rules: LineRules) -> int:
    """Return since when (ms) somebody counts as waiting who took a ticket at `since` and checks in at `at`."""
    if rules.policy != "virtual_time":
        # Orders without credits know who came when, and nothing else.
        return at
    return max(since, at - min(rules.remote_age_minutes * MINUTE, greatest_credit(rules)))


def key_on_arrival(ready_at: int, at: int, priority: PriorityClass, rules: LineRules) -> int:
    """Return the key of somebody who checks in at `at` (ms) and counts as waiting since `ready_at`."""
    key = key_of(rules, at, ready_at, priority)
    return max(key, at - greatest_credit(rules)) if rules.policy == "virtual_time" else key
