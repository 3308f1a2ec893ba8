"""Booking credit (预约信用): whoever misses too often books nothing for a while; an appeal makes it good."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from config.bookings import Bookings

Excuse = Literal["ill", "on_the_way", "our_fault", "other"]
"""Why missed bookings are made good."""
DAY: Final = 24 * 3600 * 1000


class Standing(NamedTuple):
    """How somebody stands: the misses that count, how many more block, and until when (ms) they are blocked."""

    misses: int
    left: int | None
    blocked_until: int | None

    @property
    def warned(self) -> bool:
        """Whether one more miss blocks."""
        return self.left == 1


def standing(missed: Sequence[int], lifted_at: int | None, rules: Bookings, now: int) -> Standing:
    """Return how somebody stands at `now` (ms) who missed bookings at the moments `missed`, in any order.

    What was missed until `lifted_at` counts no more. Blocked days run from the miss that was one too many.
    """
    counted = sorted(at for at in missed if at <= now and (lifted_at is None or at > lifted_at))
    late = sum(at > now - rules.misses_days * DAY for at in counted)
    if not rules.misses:
        return Standing(late, None, None)
    over = [
        last + rules.blocked_days * DAY
        for first, last in zip(counted, counted[rules.misses - 1 :], strict=False)
        if last - first < rules.misses_days * DAY
    ]
    until = max(over, default=0)
    if until > now:
        return Standing(late, 0, until)
    return Standing(late, max(1, rules.misses - late), None)
