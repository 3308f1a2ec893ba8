"""What a hall says of a wait: a median and a range that holds as often as promised, or why it says nothing."""

from math import isinf
from typing import Final, Literal

import msgspec

from server.rules.hall.estimate.calibration import ENOUGH, Calibration, Sampled, sampled, widened
from server.rules.hall.estimate.learning import Learned

Untold = Literal["too_little_known", "too_irregular", "nobody_serves"]
"""Why no number is said: the hall is new to this service, its waits follow nothing, no counter will call it."""
ENOUGH_SERVED: Final = 20
IRREGULAR_SHARE: Final = 0.75
IRREGULAR_MS: Final = 10 * 60_000


class Wait(msgspec.Struct, frozen=True):
    """How long it takes until a ticket is called, ms from now on.

    `at_once` says that a counter is free for it: nobody is promised a range then.
    """

    median: float
    low: float
    high: float
    at_once: bool = False


def wait(
    service: str, hour: int, waits: list[float], known: Learned, calibration: Calibration
) -> tuple[Wait | Untold, Sampled | None]:
    """Return what is said of a ticket for `service` at `hour` of the day whose roll-outs were `waits`.

    The samples come along for whoever learns from what the wait really was, also of one that was not told.
    """
    if isinf(waits[len(waits) // 2]):
        return "nobody_serves", None
    said = sampled([each for each in waits if not isinf(each)])
    if said.high <= 0:
        return Wait(0, 0, 0, at_once=True), None
    pace = known.services.get(service)
    marks = calibration.of(service, hour)
    if pace is None or pace.count < ENOUGH_SERVED or len(marks) < ENOUGH:
        return "too_little_known", said
    error = sum(each.error for each in marks) / len(marks)
    usual = sum(each.wait for each in marks) / len(marks)
    if error > IRREGULAR_MS and error > IRREGULAR_SHARE * usual:
        return "too_irregular", said
    told = widened(said, marks)
    return Wait(told.median, told.low, told.high), said
