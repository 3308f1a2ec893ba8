"""One thing that `banshi doctor` looked at."""

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at; `remedy` is empty when it is good."""

    name: str
    good: bool
    found: str
    remedy: str = ""
