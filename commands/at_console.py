"""Who changes something from the command line: whoever is signed in to the machine."""

import getpass
from typing import Final

from server.office.people.accounts import By

CONSOLE: Final = "console"
"""The place that the record names: no address, this machine."""


def at_console(name: str = "") -> By:
    """Return who types here; `name` where the command asks who does it."""
    return By("", name.strip() or _user(), CONSOLE)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a number that has no name.
        return CONSOLE
