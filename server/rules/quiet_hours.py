"""Hours of the day in which nobody is told anything: from one clock to another, over midnight too. Pure."""

import re
from typing import Final

from server.rules.errors import Refusal

_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def read_clocks(begins: str, ends: str) -> tuple[str, str]:
    """Return two clocks (HH:MM), both "" for no quiet hours; raises `Refusal` quiet_unfit for anything else."""
    clocks = (begins.strip(), ends.strip())
    if clocks == ("", ""):
        return clocks
    if not all(_CLOCK.fullmatch(each) for each in clocks) or clocks[0] == clocks[1]:
        raise Refusal("quiet_unfit")
    return clocks


def is_quiet(clock: str, begins: str, ends: str) -> bool:
    """Tell whether `clock` (HH:MM) lies in the hours from `begins` until before `ends`."""
    if not begins:
        return False
    if begins < ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends
