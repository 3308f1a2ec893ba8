"""What administrators look at to see how a line treats people: what its order does, what it did on a day."""

from typing import Any, Final

from msgspec.structs import replace

from server.office.fairness_day import fairness_of
from server.rules.hall.policy_words import bound_of, preview
from server.web.address import Scope, day, one_of
from server.web.route import Asked, Route
from server.wire.fairness import FairnessAnswer, fairness_answer
from server.wire.settings import OrderAnswer

ADMIN: Final[tuple[Scope, ...]] = ("admin",)
SETTLED: Final = "in_force"


def _order(asked: Asked) -> OrderAnswer:
    rules = asked.store.read(lambda reading: reading.hall(asked.places["center"])).rules
    policy: Any = asked.query["policy"]
    if policy != SETTLED:
        rules = replace(rules, policy=policy)
    return OrderAnswer(rules.policy, bound_of(rules), preview(rules))


def _fairness(asked: Asked) -> FairnessAnswer:
    center = asked.places["center"]
    on, found = asked.store.read(lambda reading: fairness_of(reading, center, asked.query["day"], asked.now))
    policy = asked.store.read(lambda reading: reading.hall(center)).rules.policy
    return fairness_answer(center, on.isoformat(), policy, found)


ROUTES = (
    Route(
        method="GET",
        path="/centers/{center}/order",
        summary="What the order of a center's lines does to people, or what another one would do",
        permission="token",
        scopes=ADMIN,
        target="center_below",
        query=(one_of("policy", SETTLED, "virtual_time", "strict", "fifo"),),
        answer=OrderAnswer,
        refuses=("center_unknown",),
        act=_order,
    ),
    Route(
        method="GET",
        path="/centers/{center}/fairness",
        summary="Who went before whom on a day of a center, by which rule, and the worst case",
        permission="token",
        scopes=ADMIN,
        target="center_below",
        rate="effort",
        query=(day("day"),),
        answer=FairnessAnswer,
        refuses=("center_unknown",),
        act=_fairness,
    ),
)
