"""What a hall says of a wait: a median and a range that holds as often as promised, or why it says nothing."""

from math import inf, isinf
from typing import Final, Literal

import msgspec

from server.rules.hall.estimate.calibration import ENOUGH, Calibration, Sampled, sampled, widened
from server.rules.hall.estimate.learning import Learned

Untold = Literal["too_little_known", "too_irregular", "nobody_serves", "after_closing"]
"""Why no number is said: the hall is new to this service, its waits follow nothing, no counter will call it (before it
closes)."""
ENOUGH_SERVED: Final = 20
IRREGULAR_SHARE: Final = 0.75
IRREGULAR_MS: Final = 10 * 60_000


class Wait(msgspec.Struct, frozen=True):
    """How long it takes until a ticket is called, ms from now on.

    `at_once` says that a counter is free for it: nobody is promised a range then. One that is `late` is predicted to
    be served to its end only after the hall has closed.
    """

    median: float
    low: float
    high: float
    at_once: bool = False
    late: bool = False


def wait(
    service: str,
    hour: int,
    waits: list[float],
    known: Learned,
    calibration: Calibration,
    closes_in: float = inf,
) -> tuple[Wait | Untold, Sampled | None]:
    """Return what is said of a ticket for `service` at `hour` of the day whose roll-outs were `waits`.

    The hall closes for the day in `closes_in` ms, or has (less than 0): who is predicted to be called after that is
    told no number. The samples come along for whoever learns from what the wait really was, also of one not told.
    """
    if isinf(waits[len(waits) // 2]):
        return "nobody_serves", None
    said = sampled([each for each in waits if not isinf(each)])
    late = ends_after(said.median, known.mean(service), closes_in)
    if said.high <= 0:
        return Wait(0, 0, 0, at_once=True, late=late), None
    if 0 < closes_in <= said.median:
        return "after_closing", said
    pace = known.services.get(service)
    marks = calibration.of(service, hour)
    if pace is None or pace.count < ENOUGH_SERVED or len(marks) < ENOUGH:
        return "too_little_known", said
    error = sum(each.error for each in marks) / len(marks)
    usual = sum(each.wait for each in marks) / len(marks)
    if error > IRREGULAR_MS and error > IRREGULAR_SHARE * usual:
        return "too_irregular", said
    told = widened(said, marks)
    late = ends_after(told.median, pace.mean, closes_in)
    return Wait(told.median, told.low, told.high, late=late), said


def ends_after(wait: float, takes: float, closes_in: float) -> bool:
    """Tell whether somebody called after `wait` ms, whose service takes so many, is done only after the closing."""
    return wait + takes > closes_in
