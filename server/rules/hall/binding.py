"""Whether a counter keeps those who are bound to it: who waits for a counter must not wait for nobody."""

from config.centers import CounterState, LineRules
from server.rules.hall.line import MINUTE


def keeps(state: CounterState, paused_at: int | None, now: int, rules: LineRules) -> bool:
    """Tell whether a counter in `state` keeps them at `now` (ms): an open one does, a paused one for a while."""
    if state != "paused":
        return state == "open"
    return paused_at is not None and now - paused_at < rules.hand_over_minutes * MINUTE
